# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus rm: nc-state remove.

options=
while [ $# -gt 0 ]; do
  case $1 in
  -f | --force) options=-f ;;
  --help)
    show rm.txt
    exit 0
    ;;
  --) shift && break ;;
  -*) fail 100 "unknown option: $1 (nucleus rm --help lists them)" ;;
  *) break ;;
  esac
  shift
done
[ $# -gt 0 ] || fail 100 'no container to remove'
exec "$LIBEXEC/nc-state" remove ${options:+"$options"} -- "$@"
