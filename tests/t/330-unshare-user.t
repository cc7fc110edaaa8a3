. tests/tap.sh
# SPDX-License-Identifier: ISC

# The ordinary user's side.
user=env
[ "$(id -u)" != 0 ] || user='setpriv --reuid=65534 --regid=65534 --clear-groups'
own=$($user id -u)

cat >"$T/show" <<'E2'
for n in pid mnt net uts ipc cgroup time user; do echo "$n $(readlink /proc/self/ns/$n)"; done
E2
$user sh "$T/show" >"$T/host"
run $user nc-unshare -UpmnuicT sh "$T/show"
is "$code" 0 'all namespaces without privilege'
is "$(diff "$T/host" "$T/out" | sed -n 's/^> \([a-z]*\) .*/\1/p' | xargs)" 'pid mnt net uts ipc cgroup time user' 'all are new'
for flags in -p -m -n -u -i -c; do
  refused 111 'nc-unshare: fatal: unable to (create|leave) the namespaces: Operation not permitted' \
    "$flags without -U" -- $user nc-unshare "$flags" true
done
run $user nc-unshare -U cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups
is "$(xargs <"$T/out")" "0 $own 1 0 $($user id -g) 1 deny" 'one id each'
run $user nc-unshare -Upu -h box hostname
is "$(cat "$T/out")" box 'a host name'
run $user nc-unshare -U -M 1000:1000 id -u
is "$(cat "$T/out")" 1000 '-M'
run $user nc-unshare -Un sh -c 'cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d " "; cat /sys/class/net/lo/flags'
like "$T/out" lo 'a loopback interface'
refused 111 'unable to leave the namespaces: Operation not permitted' \
  'where a user namespace cannot map: a second one, of an unmapped user' -- \
  $user unshare -U nc-unshare -U true

# CVE-2014-8989: a group membership that forbids must not be dropped
if [ "$(id -u)" = 0 ]; then
  echo secret >"$T/file"
  chgrp 4 "$T/file" && chmod 604 "$T/file" # everyone but group adm
  setpriv --reuid=65534 --regid=65534 --clear-groups cat "$T/file" >"$T/out"
  is "$(cat "$T/out")" secret 'control: others may read it'
  member='setpriv --reuid=65534 --regid=65534 --groups=4'
  refused 1 'Permission denied' 'control: the group may not' -- $member cat "$T/file"
  refused 1 'Permission denied' 'nor in a user namespace' -- $member nc-unshare -U cat "$T/file"
  refused 1 'Permission denied' 'nor after trying to drop the group' -- $member nc-unshare -U python3 -c "
import os
try: os.setgroups([])
except PermissionError: pass
else: print('dropped')
open('$T/file')"
  unlike "$T/out" dropped 'which setgroups does not'
  refused 1 'Permission denied' 'nor for a child with all links behind it' -- $member nc-unshare -Upm nc-caps cat "$T/file"
else
  skip_user 'not root' 'a group that forbids'
fi

finish
