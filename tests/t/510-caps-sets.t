. tests/tap.sh
# SPDX-License-Identifier: ISC

status() { sed -n "s/^$1:[[:space:]]*//p" "$T/out" | sed 's/[[:space:]]*$//'; }
none=0000000000000000

all_zero() { # description
  is "$code" 0 "$1: it runs"
  for set in CapInh CapPrm CapEff CapBnd CapAmb; do
    is "$(status $set)" $none "$1: $set is empty"
  done
  is "$(status NoNewPrivs)" 1 "$1: no_new_privs"
}

run unshare -Ur nc-caps cat /proc/self/status
all_zero 'in a user namespace'
run unshare -Ur nc-caps nc-caps cat /proc/self/status
all_zero 'twice'

run nc-caps -U 0:0 cat /proc/self/status
all_zero 'in a namespace that nc-caps made'
[ "$(id -u)" = 0 ] || finish # the rest is what root can do

run nc-caps cat /proc/self/status
all_zero 'as root'
run cat /proc/self/status
isnt "$(status CapEff)" $none 'control: root has capabilities'

nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
refused 111 'unable to drop cap_chown from the bounding set: Operation not permitted' \
  'who cannot empty the bounding set is refused' -- $nobody nc-caps true
run $nobody unshare -Ur nc-caps cat /proc/self/status
all_zero 'in an ordinary user'\''s namespace'
run $nobody setpriv --inh-caps -all nc-caps -U 0:0 cat /proc/self/status
all_zero 'an ordinary user with -U'

# kill is 5, net_bind_service 10
run nc-caps -k kill,CAP_NET_BIND_SERVICE,kill cat /proc/self/status
is "$(status CapBnd)" 0000000000000420 'the bounding set is what -k keeps'
is "$(status CapPrm) $(status CapEff)" '0000000000000420 0000000000000420' 'root keeps them over an exec'
is "$(status CapInh) $(status CapAmb)" "$none $none" 'and nothing is inheritable'
run nc-caps -u 65534 -g 65534 -k kill,net_bind_service cat /proc/self/status
is "$(status Uid)" "$(printf '65534\t65534\t65534\t65534')" 'all four uids changed'
for set in CapInh CapPrm CapEff CapBnd CapAmb; do
  is "$(status $set)" 0000000000000420 "another user keeps them over an exec: $set"
done
refused 111 'unable to set the capabilities: Operation not permitted' \
  'what the caller has not cannot be kept' -- nc-caps -k setpcap nc-caps -k chown true

# with NOROOT, uid 0 is nothing special at exec; locked bits cannot be undone
run nc-caps -u 65534 -g 65534 setpriv -d
like "$T/out" '^no_new_privs: 1' 'no_new_privs'
like "$T/out" 'Securebits: noroot,noroot_locked,no_setuid_fixup,no_setuid_fixup_locked,keep_caps_locked' \
  'the securebits are locked'

cp /usr/bin/id "$T/id" && chmod 4755 "$T/id"
run $nobody "$T/id" -u
if [ "$(cat "$T/out")" = 0 ]; then
  run nc-caps -u 65534 -g 65534 "$T/id" -u
  is "$(cat "$T/out")" 65534 'a set-user-ID file gives nothing back'
fi # else the folder is mounted nosuid

finish
