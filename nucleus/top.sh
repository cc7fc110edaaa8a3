# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus top: nc-state top.

case ${1-} in
--help)
  show top.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus top has none)" ;;
esac
[ $# = 1 ] || fail 100 'it takes one container'
exec "$LIBEXEC/nc-state" top -- "$@"
