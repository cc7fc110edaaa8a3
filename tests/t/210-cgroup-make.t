. tests/tap.sh
# SPDX-License-Identifier: ISC

# Everything happens in a cgroup of the test's own without controllers: a child of a child of
# ours, which enables none. For root that is below the root of the hierarchy, else below our
# own, if it was delegated to us.
for mount in /sys/fs/cgroup /sys/fs/cgroup/unified none; do
  [ "$(stat -fc %T "$mount" 2>/dev/null)" != cgroup2fs ] || break
done
[ "$mount" != none ] || skip_all 'no cgroup v2 file system'
own=$mount
[ "$(id -u)" = 0 ] || own=$mount$(sed -n 's/^0:://p' /proc/self/cgroup)
test=${own%/nucleus-host}/nc-test-$$
mkdir "$test" 2>/dev/null || skip_all "no cgroup of our own to divide: $own"
mkdir "$test/bare"
export NUCLEUS_CGROUP_ROOT="$test/bare"
inside=${test#"$mount"}/bare
name=nc-test-$$
root=$test/bare
group=$root/nucleus/$name
trap 'rmdir "$group" "$root/nucleus" "$root" "$test" 2>/dev/null; rm -rf "$T"' EXIT

run nc-cgroup -j -n "$name" sh -c 'grep ^0:: /proc/self/cgroup'
is "$(cat "$T/out")" "0::$inside/nucleus/$name" '-j joins'
ok 'the cgroup stays: nc-cgroup is no more' -- test -d "$group"
refused 111 "unable to make the cgroup $group: File exists" 'a name that is taken' -- nc-cgroup -j -n "$name" true
refused 111 'File exists' '-t does not excuse it' -- nc-cgroup -t -j -n "$name" true
rmdir "$group"

run nc-cgroup -n "$name" nc-unshare -Up grep ^0:: /proc/self/cgroup
is "$(cat "$T/out")" "0::$inside/nucleus/$name" "nc-unshare's child is born in it"
ok 'and nc-unshare removes it' -- test ! -e "$group"
run env NC_ID="$name" nc-cgroup nc-unshare -Up grep ^0:: /proc/self/cgroup
is "$(cat "$T/out")" "0::$inside/nucleus/$name" 'NC_ID is the default name'
run nc-cgroup nc-unshare -Up grep ^0:: /proc/self/cgroup
like "$T/out" "^0::$inside/nucleus/nc-[0-9]+\$" 'else nc-PID'

run "$HELPER/try-report" "$T/records" nc-cgroup -j -n "$name" ls /proc/self/fd
like "$T/records" "\"path\":\"$group\",\"name\":\"$name\",\"joined\":true,\"limits\":\[\]" 'a record'
mv "$T/out" "$T/inside"
run ls /proc/self/fd
is "$(cat "$T/inside")" "$(cat "$T/out")" 'no descriptor of ours reaches a payload'
rmdir "$group"
run "$HELPER/try-report" "$T/records" nc-cgroup -n "$name" nc-exec -k sh -c 'readlink "/proc/self/fd/$NC_CGROUP"'
is "$(cat "$T/out")" "$group" 'NC_CGROUP is the descriptor'
rmdir "$group"

run nc-cgroup -j -n "$name" nosuch
ok 'a program that is not there leaves no cgroup' -- test ! -e "$group"

# A limit that cannot be had
for limit in '-m 1G:memory:limit memory' '-c 1:cpu:limit CPU time' '-w 5:cpu:set the CPU weight' \
  '-p 9:pids:limit processes' '-H 1G:memory:throttle memory' '-s 0:memory:limit swap' '-i 8:0 rbps=1:io:limit I/O'; do
  option=${limit%% *} act=${limit##*:} rest=${limit#* }
  controller=${rest%:*} controller=${controller##*:} value=${rest%:*}
  value=${value%:*}
  refused 111 "unable to $act: the $controller controller is not available below $root/nucleus$" \
    "$option without its controller" -- nc-cgroup -j -n "$name" "$option" "$value" true
  ok 'and the cgroup is gone' -- test ! -e "$group"
  run "$HELPER/try-report" "$T/records" nc-cgroup -t -j -n "$name" "$option" "$value" true
  is "$code" 0 "with -t the chain goes on without $option"
  like "$T/err" "warning: unable to $act: the $controller controller is not available" 'with a warning'
  is "$(wc -l <"$T/err")" 1 'just one'
  like "$T/records" "\"limits\":\[\],\"degraded\":true,\"missing\":\[\"$controller\"\]" 'and a degraded record'
  rmdir "$group"
done
works '-p 0 is no limit and needs no controller' -- nc-cgroup -j -n "$name" -p 0 true
rmdir "$group"

finish
