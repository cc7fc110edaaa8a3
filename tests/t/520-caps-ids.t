. tests/tap.sh
# SPDX-License-Identifier: ISC

status() { sed -n "s/^$1:[[:space:]]*//p" "$T/out" | sed 's/[[:space:]]*$//'; }

# IDs that have no number in the namespace
refused 111 'unable to become user 5: it is not mapped in this user namespace' \
  'an unmapped user' -- unshare -Ur nc-caps -u 5 -g 0 true
refused 111 'unable to become group 5: it is not mapped in this user namespace' \
  'an unmapped group' -- unshare -Ur nc-caps -u 0 -g 5 true
# with or without groups that cannot be given up either
refused 111 'unable to (become group 65534: it is not mapped in this user namespace|drop the supplementary groups)' \
  'a namespace without maps' -- unshare -U --keep-caps nc-caps true

refused 111 'unable to find the proc file system at /proc' '-U without /proc' -- \
  unshare -Urm sh -c 'mount -t tmpfs none /proc && exec nc-caps -U 7:8 true'
leaves 0 '-U can be said of one who has a user namespace already' -- unshare -Ur nc-caps -U 1:1 true

[ "$(id -u)" = 0 ] || finish # the rest is what root can do

run setpriv --groups 4,20 nc-caps cat /proc/self/status
is "$code" 0 'it runs'
is "$(status Groups)" '' 'root loses its supplementary groups without being told to'
run setpriv --groups 4,20 nc-caps -u 65534 -g 65533 cat /proc/self/status
is "$(status Groups)" '' 'and so does who it becomes'
is "$(status Uid)" "$(printf '65534\t65534\t65534\t65534')" '-u sets all four uids'
is "$(status Gid)" "$(printf '65533\t65533\t65533\t65533')" '-g sets all four gids'
run nc-caps -u 65534 -g 65533 -G 20,4 cat /proc/self/status
is "$(status Groups)" '4 20' '-G sets the groups'
run setpriv --ruid 65534 --euid 0 nc-caps cat /proc/self/status
is "$(status Uid)" "$(printf '0\t0\t0\t0')" 'a real uid apart from the effective one goes'

# a group that forbids (CVE-2014-8989) is not dropped where the namespace says so
nobody='setpriv --reuid 65534 --regid 65534'
run $nobody --groups 4,20 unshare -Ur nc-caps cat /proc/self/status
is "$code" 0 'setgroups=deny is no failure'
is "$(status Groups)" '65534 65534' 'and the groups stay'
refused 111 'unable to set the supplementary groups: Operation not permitted' \
  '-G where setgroups is denied' -- $nobody --groups 4 unshare -Ur nc-caps -G 0 true
refused 111 'unable to drop the supplementary groups, or to find in /proc why not' \
  'without /proc nobody knows why setgroups fails' -- \
  $nobody --groups 4 unshare -Urm sh -c 'mount -t tmpfs none /proc && exec nc-caps true'
works 'with nothing to drop that does not matter' -- \
  $nobody --clear-groups unshare -Urm sh -c 'mount -t tmpfs none /proc && exec nc-caps true'

# -U
run $nobody --groups 4 nc-caps -U 7:8 cat /proc/self/status
is "$code" 0 '-U works for an ordinary user'
is "$(status Uid) $(status Gid)" "$(printf '7\t7\t7\t7 8\t8\t8\t8')" '-U: the IDs'
run $nobody --clear-groups unshare -Urmpf sh -c \
  'mount -t proc none /proc && mount -o remount,bind,ro /proc && exec nc-caps -U 7:8 id -u'
is "$code $(cat "$T/out")" '0 7' '-U works with a read-only /proc'

finish
