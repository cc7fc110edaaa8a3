# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# A user whose cgroup is root's has no limits to set: refused where they are required.
. tests/tap.sh

export NUCLEUS_STATE_DIR=/tmp/nc-undelegated
trap 'rm -rf "$T" "$NUCLEUS_STATE_DIR"' EXIT
refused 125 'nc-cgroup: fatal: unable to .*: Permission denied' '--require-limits' -- \
  runuser -u user -- nucleus run --require-limits --memory 16M -- true
leaves 0 'without it, it starts' -- runuser -u user -- nucleus run --memory 16M -- echo started
like "$T/err" 'nc-cgroup: warning: unable to ' 'and says what is missing'
finish
