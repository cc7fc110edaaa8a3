# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus denials: nc-state denials.

json=
while [ $# -gt 0 ]; do
  case $1 in
  --format | --format=*)
    # shellcheck source=nucleus/format.sh
    . "$LIBEXEC/format.sh"
    ;;
  --) shift && break ;;
  -*) other_option "$1" ;;
  *) break ;;
  esac
  shift
done
[ $# = 1 ] || fail 100 'one container, please'
exec "$LIBEXEC/nc-state" denials ${json:+"$json"} -- "$@"
