# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus rm: nc-state remove.

options=
while [ $# -gt 0 ]; do
  case $1 in
  -f | --force) options=-f ;;
  --) shift && break ;;
  -*) other_option "$1" ;;
  *) break ;;
  esac
  shift
done
[ $# -gt 0 ] || fail 100 'no container to remove'
exec "$LIBEXEC/nc-state" remove ${options:+"$options"} -- "$@"
