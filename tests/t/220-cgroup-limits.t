. tests/tap.sh
# SPDX-License-Identifier: ISC

# What is written for each option; tests/vm/t/limits-* prove that it holds.
name=nc-test-$$
group=
trap '[ -z "$group" ] || rmdir "$group" 2>/dev/null; rm -rf "$T"' EXIT
limited() { # options: a cgroup is there to look at
  [ -z "$group" ] || rmdir "$group"
  run "$HELPER/try-report" "$T/records" nc-cgroup -j -n "$name" "$@" true
  group=$(sed -n 's/.*"path":"\([^"]*\)".*/\1/p' "$T/records")
}

limited -m 1G -c 1 -p 9
[ "$code" = 0 ] || skip_all "$(cat "$T/err")"

limited -m 100M -c 0.5 -w 50 -p 20
is "$(cat "$group/memory.max")" 104857600 '-m'
is "$(cat "$group/memory.high")" max 'no memory.high: there is no swap to reclaim to'
is "$(cat "$group/memory.swap.max")" 0 'no swap'
is "$(cat "$group/memory.oom.group")" 1 'the group dies as one'
is "$(cat "$group/cpu.max")" '50000 100000' '-c'
is "$(cat "$group/cpu.weight")" 50 '-w'
is "$(cat "$group/pids.max")" 20 '-p'
like "$T/records" '"limits":\["memory.max 104857600","memory.oom.group 1","memory.swap.max 0","cpu.max 50000 100000","cpu.weight 50","pids.max 20"\]' \
  'the record says what holds'
unlike "$T/records" degraded 'and is not degraded'

limited -m 100M -s 16M
is "$(cat "$group/memory.high")" 94371840 'with swap, memory.high is 90 %'

limited -m 64M -H 32M -s 16M -p 0
is "$(cat "$group/memory.high")" 33554432 '-H'
is "$(cat "$group/memory.swap.max")" 16777216 '-s'
is "$(cat "$group/pids.max")" max '-p 0'

# A value that the kernel refuses is fatal with -t, too, and leaves nothing behind.
if grep -qw io "${group%/*}/cgroup.controllers"; then
  refused 111 'unable to limit I/O: write 250:250 rbps=1 to io.max: No such device' 'a device that is not there' -- \
    nc-cgroup -t -j -n "$name-io" -i '250:250 rbps=1' true
  ok 'and the cgroup is gone' -- test ! -e "${group%/*}/$name-io"
fi

finish
