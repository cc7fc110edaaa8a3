# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# A kernel booted without Landlock: a container is refused, unless degraded security is allowed.
. tests/tap.sh
. tests/vm/container.sh

unlike /sys/kernel/security/lsm landlock 'this kernel runs without Landlock'
refused 125 'nc-landlock: fatal: unable to use Landlock' 'a container is refused' -- \
  nucleus run --volume "$T:$T" -- touch "$T/reached"
ok 'and PROG does not start' -- test ! -e "$T/reached"

works '--allow-degraded-security' -- nucleus run --allow-degraded-security -- grep NoNewPrivs /proc/self/status
like "$T/err" 'nc-landlock: warning: unable to use Landlock: (Operation n|N)ot supported$' 'goes on with a warning'
like "$T/out" '^NoNewPrivs:.1$' 'and all else'
newest
jq -c 'select(.record.tool == "nc-landlock").record' "$record/audit.ndjson" >"$T/applied"
like "$T/applied" '"abi":0,.*"degraded":true' 'which the record tells'
jq -c 'select(.record.tool != "nc-landlock").record' "$record/audit.ndjson" >"$T/others"
unlike "$T/others" degraded 'of Landlock alone'
finish
