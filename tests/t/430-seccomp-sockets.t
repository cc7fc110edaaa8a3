. tests/tap.sh
# SPDX-License-Identifier: ISC

# Every family the kernel may know, outside of the filter and inside.
families=$(seq 0 45)
calls=$(for f in $families; do printf 'socket:%d:1:0 socket:%d:2:0 socket:%d:3:0 socket:%d:5:0 ' \
  "$f" "$f" "$f" "$f"; done)
# shellcheck disable=SC2086  # a list of words
"$HELPER/try-syscall" $calls >"$T/outside"
# shellcheck disable=SC2086
nc-seccomp -- "$HELPER/try-syscall" $calls >"$T/inside"
# the kernel's answer, if one type of socket of the family could be made, else the answers
summary() {
  if grep -q "^socket:$2:.* ok\$" "$1"; then echo ok; else
    sed -n "s/^socket:$2:.* //p" "$1" | sort -u | tr '\n' ' '
  fi
}
for f in $families; do
  out=$(summary "$T/outside" "$f") in=$(summary "$T/inside" "$f")
  case $f in
  1 | 2 | 10 | 16) is "$in" "$out" "family $f is as outside ($out)" ;;
  *) is "$in" 'EPERM ' "family $f is refused (outside: $out)" ;;
  esac
done

probe() { # answer call
  is "$(nc-seccomp -- "$HELPER/try-syscall" "$2")" "$2 $1" \
    "$2: $1 (outside: $("$HELPER/try-syscall" "$2" | sed 's/.* //'))"
}
for family in 2 10; do
  # MPTCP gets around Landlock's TCP rules; the others load modules
  for protocol in 33 132 136 262 0x100000106; do
    probe EPERM "socket:$family:1:$protocol"
  done
  # SOCK_PACKET makes AF_PACKET of AF_INET; raw sockets are for ping alone
  for type in 10 0x8080a 0x10000000a; do
    probe EPERM "socket:$family:$type:0"
    probe EPERM "socket:$family:$type:0x300"
    probe EPERM "socket:$family:$type:6"
  done
  for protocol in 0 6 17 255; do
    probe EPERM "socket:$family:3:$protocol"
  done
  probe ok "socket:$family:1:0"
  probe ok "socket:$family:1:6"
  probe ok "socket:$family:2:17"
  probe ok "socket:$family:0x80801:0"
done
# SOCK_PACKET makes AF_PACKET of AF_INET, past a list of families: it is refused whatever the family,
# and whatever flags, or bits that the kernel does not read, it comes with. Of AF_UNIX and AF_NETLINK
# the filter leaves the type to the kernel, for which they have no such one.
for type in 10 0x80a 0x8080a 0x10000000a; do
  calls=$(for f in $families; do printf "socket:%d:$type:0 " "$f"; done)
  # shellcheck disable=SC2086
  nc-seccomp -- "$HELPER/try-syscall" $calls >"$T/inside"
  is "$(sed -n 's/^socket:\([0-9]*\):.* /\1 /p' "$T/inside" | grep -v ' EPERM$')" '1 ESOCKTNOSUPPORT
16 ESOCKTNOSUPPORT' "type $type: no family has it (AF_INET outside: $("$HELPER/try-syscall" "socket:2:$type:0" | sed 's/.* //'))"
done
# netlink but for routes: netfilter, xfrm, audit, uevents, generic
for protocol in 2 4 5 6 7 9 12 15 16 21 0x10000000c; do
  probe EPERM "socket:16:3:$protocol"
done
probe ok socket:16:3:0
probe "$("$HELPER/try-syscall" socket:2:3:1 | sed 's/.* //')" socket:2:3:1
probe "$("$HELPER/try-syscall" socket:10:3:58 | sed 's/.* //')" socket:10:3:58
# the kernel reads 32 bits of each
probe EPERM socket:0x100000026:5:0
probe EPERM socket:0x100000011:3:0
probe ok socket:0x100000001:1:0

probe EPERM socketpair:2:1:0:0
probe EPERM socketpair:30:1:0:0
probe EFAULT socketpair:1:1:0:-1

finish
