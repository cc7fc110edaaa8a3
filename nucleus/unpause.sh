# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus unpause: nc-state unpause.

case ${1-} in
--help)
  show unpause.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus unpause has none)" ;;
esac
[ $# -gt 0 ] || fail 100 'no container to unpause'
exec "$LIBEXEC/nc-state" unpause -- "$@"
