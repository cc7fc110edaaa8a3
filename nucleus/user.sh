# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# Users and groups by number, or by a name of the host's.
# shellcheck disable=SC2034 # what is set is for who sources this

# The id of a name in a file like /etc/passwd: external commands cost too much.
look_up() { # file, name
  while IFS=: read -r entry_name _ id entry_group _; do
    if [ "$entry_name" = "$2" ]; then return; fi
  done <"$1"
  usage "not in $1: $2"
}

# $user, which may be USER:GROUP, and $group, as $uid and $gid
identify() {
  case $user in *:*) group=${user#*:} user=${user%%:*} ;; esac
  case $user in
  '') ;;
  *[!0-9]*)
    look_up /etc/passwd "$user"
    uid=$id gid=$entry_group
    ;;
  *)
    [ -n "$group" ] || usage "the number --user $user needs a group: --user $user:GROUP"
    uid=$user
    ;;
  esac
  case $group in
  '') ;;
  *[!0-9]*)
    look_up /etc/group "$group"
    gid=$id
    ;;
  *) gid=$group ;;
  esac
}
