. tests/tap.sh
# SPDX-License-Identifier: ISC

# An ordinary user in a cgroup of his own, as systemd delegates one. Root plays one.
for mount in /sys/fs/cgroup /sys/fs/cgroup/unified none; do
  [ "$(stat -fc %T "$mount" 2>/dev/null)" != cgroup2fs ] || break
done
[ "$mount" != none ] || skip_all 'no cgroup v2 file system'
unset NUCLEUS_CGROUP_ROOT
outer=$mount as=
if [ "$(id -u)" = 0 ]; then as='setpriv --reuid 65534 --regid 65534 --clear-groups'; else
  outer=$mount$(sed -n 's/^0:://p' /proc/self/cgroup)
fi
own=${outer%/nucleus-host}/nc-test-$$
mkdir "$own" 2>/dev/null || skip_all "no cgroup of our own to divide: $outer"
trap 'rmdir "$own/nucleus/a" "$own/nucleus/b" "$own/nucleus" "$own/nucleus-host" "$own" 2>/dev/null; rm -rf "$T"' EXIT
[ -z "$as" ] || chown 65534:65534 "$own" "$own/cgroup.procs" "$own/cgroup.subtree_control"

cat >"$T/enter" <<'S'
echo $$ >"$1/cgroup.procs" && shift && exec "$@"
S
enter="sh $T/enter $own $as"

run $enter nc-cgroup -j -n a grep ^0:: /proc/self/cgroup
is "$(cat "$T/out")" "0::${own#"$mount"}/nucleus/a" 'the place is below our own cgroup'
rmdir "$own/nucleus/a"
run $enter nc-cgroup -n a nc-unshare -Up grep ^0:: /proc/self/cgroup
is "$(cat "$T/out")" "0::${own#"$mount"}/nucleus/a" 'and a child can be born there'
ok 'and it is removed' -- test ! -e "$own/nucleus/a"
ok 'without limits nobody is moved' -- test ! -e "$own/nucleus-host"

rmdir "$own/nucleus"
chmod 555 "$own"
refused 111 "unable to make the cgroup $own/nucleus: Permission denied" 'a cgroup that is not ours to divide' -- \
  $enter nc-cgroup -j true
run $enter nc-cgroup -t -j true
is "$code" 0 '-t goes on without'
like "$T/err" 'warning: unable to make the cgroup' 'with a warning'
chmod 755 "$own"

# Who makes room and who joins at the same time: nobody is moved out of what he has joined.
cat >"$T/two" <<'S'
for n in a b; do nc-cgroup -t -j -n $n -p 10 sleep 1000 2>/dev/null & eval "$n=$!"; done
i=0
until [ "$(cat /proc/$a/comm /proc/$b/comm | xargs)" = 'sleep sleep' ] || [ $((i += 1)) = 600 ]; do sleep 0.05; done
for pid in $a $b; do sed -n 's|^0::.*/nucleus|nucleus|p' /proc/$pid/cgroup; done | xargs
kill $a $b
wait
S
round=0
while [ $((round += 1)) -le 20 ]; do
  run $enter sh "$T/two"
  [ "$(cat "$T/out")" = 'nucleus/a nucleus/b' ] || break
  rmdir "$own/nucleus/a" "$own/nucleus/b" "$own/nucleus"
  ! grep -q . "$own/cgroup.subtree_control" || echo -pids >"$own/cgroup.subtree_control"
done
is "$(cat "$T/out")" 'nucleus/a nucleus/b' "two at a time: each is in its own, twenty times"
flock -F "$own" sh -c 'echo >"$1"; exec sleep 1000' sh "$T/locked" &
await 60 test -s "$T/locked"
refused 111 "unable to lock $own: Resource temporarily unavailable" 'is not waited for for ever' -- \
  $enter nc-cgroup -j -n a touch "$T/touched"
kill $!
wait
ok 'nothing was run' -- test ! -e "$T/touched"

if grep -qw pids "$own/cgroup.controllers"; then
  # two runs at the same time, both of which find processes in the way
  run $enter sh -c 'sleep 1000 & jobs=$!
    for n in a b; do nc-cgroup -j -n $n -p 10 sleep 1000 & jobs="$jobs $!"; done
    i=0
    until grep -q . "$1/nucleus/a/cgroup.procs" && grep -q . "$1/nucleus/b/cgroup.procs" || [ $((i += 1)) = 600 ]; do sleep 0.1; done
    wc -l <"$1/nucleus/a/cgroup.procs"; wc -l <"$1/nucleus/b/cgroup.procs"
    cat "$1/nucleus/a/pids.max" "$1/nucleus/b/pids.max" "$1/cgroup.procs"; grep ^0:: /proc/self/cgroup; kill $jobs; wait' sh "$own"
  is "$(cat "$T/out")" "1
1
10
10
0::${own#"$mount"}/nucleus-host" 'what was in the cgroup goes to a leaf, and both have their limits'
elif [ "$(id -u)" = 0 ]; then
  skip 'the pids controller is not available' 'what was in the cgroup goes to a leaf'
fi

finish
