# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus prune: nc-state prune.

case ${1-} in
--help)
  show prune.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus prune has none)" ;;
esac
[ $# = 0 ] || fail 100 'it takes no arguments'
exec "$LIBEXEC/nc-state" prune
