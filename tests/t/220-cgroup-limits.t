. tests/tap.sh
# SPDX-License-Identifier: ISC

root=${NUCLEUS_CGROUP_ROOT:-/sys/fs/cgroup}
[ "$(id -u)" = 0 ] || skip_all 'not root'
[ "$(stat -fc %T "$root" 2>/dev/null)" = cgroup2fs ] || skip_all "no cgroup v2 file system at $root"
for controller in memory cpu pids; do
  grep -qw "$controller" "$root/cgroup.controllers" || skip_all "the $controller controller is not available"
done
export NUCLEUS_CGROUP_ROOT="$root"
name=nc-test-$$
group=$root/nucleus/$name
trap 'rmdir "$group" 2>/dev/null; rm -rf "$T"' EXIT

run nc-cgroup -j -n "$name" -m 100M -c 0.5 -w 50 -p 20 true
is "$code" 0 'it runs'
is "$(cat "$group/memory.max")" 104857600 'memory.max'
is "$(cat "$group/memory.high")" 94371840 'memory.high is 90 %'
is "$(cat "$group/memory.swap.max")" 0 'no swap'
is "$(cat "$group/memory.oom.group")" 1 'the group dies as one'
is "$(cat "$group/cpu.max")" '50000 100000' 'cpu.max'
is "$(cat "$group/cpu.weight")" 50 'cpu.weight'
is "$(cat "$group/pids.max")" 20 'pids.max'
rmdir "$group"

run nc-cgroup -j -n "$name" -m 64M -H 32M -s 16M -p 0 true
is "$(cat "$group/memory.high")" 33554432 '-H'
is "$(cat "$group/memory.swap.max")" 16777216 '-s'
is "$(cat "$group/pids.max")" max '-p 0'
rmdir "$group"

run "$HELPER/try-report" "$T/records" nc-cgroup -j -n "$name" -m 32M sh -c 'head -c 200M /dev/zero | tail >/dev/null; echo alive'
isnt "$code" 0 'more memory than allowed kills'
unlike "$T/out" alive 'the whole group'
like "$T/records" '"limits":\["memory.max 33554432"' 'the record says what holds'
rmdir "$group"
run nc-cgroup -j -n "$name" -p 4 sh -c 'for i in 1 2 3 4 5 6; do sleep 0.2 & done; wait'
like "$T/err" '[Cc]annot fork|Resource temporarily' 'more processes than allowed fail'
rmdir "$group"
if grep -qw io "$root/cgroup.controllers"; then
  refused 111 'unable to limit I/O: write 250:250 rbps=1 to io.max' 'a device that is not there' -- \
    nc-cgroup -j -n "$name" -i '250:250 rbps=1' true
  ok 'and the cgroup is gone' -- test ! -e "$group"
else
  skip 'the io controller is not available' 'a device that is not there'
fi

finish
