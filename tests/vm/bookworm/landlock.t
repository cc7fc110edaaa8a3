# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Linux 6.1 has Landlock's ABI 2: neither TRUNCATE, nor TCP, nor scopes.
. tests/tap.sh
. tests/vm/container.sh

run "$HELPER/try-report" "$T/records" nc-landlock -x / true
is "$code" 0 'it restricts with what there is'
like "$T/records" '"abi":2,' 'ABI 2'
like "$T/records" '"tcp":"unrestricted","scoped":\[\]' 'no TCP, no scopes'
unlike "$T/records" degraded 'nothing was asked for that is not there'

refused 111 'nc-landlock: fatal: unable to use Landlock ABI 6: this kernel has ABI 2$' '-a 6' -- \
  nc-landlock -a 6 -x / true
refused 111 "unable to use Landlock's rules for TCP: they came with Linux 6.7" '-n' -- \
  nc-landlock -n -x / true
run "$HELPER/try-report" "$T/records" nc-landlock -t -a 6 -n -x / true
is "$code" 0 'with -t it goes on'
like "$T/err" 'nc-landlock: warning: unable to use Landlock ABI 6: this kernel has ABI 2$' 'with a warning'
like "$T/records" '"abi":2,.*"degraded":true' 'and a record that says so'

works 'a container asks for no more' -- nucleus run -- true
newest
unlike "$record/audit.ndjson" degraded 'and is not degraded'
refused 2 'Permission denied' 'what no rule grants is denied here, too' -- nc-landlock -x / sh -c ': >"$1"' sh "$T/new"
works 'limits' -- nucleus run --require-limits --memory 64M --cpus 1 --pids 10 -- true
finish
