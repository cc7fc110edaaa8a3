# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus audit: nc-state audit.

case ${1-} in
--help)
  show audit.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus audit has none)" ;;
esac
[ $# = 1 ] || fail 100 'it takes one container'
exec "$LIBEXEC/nc-state" audit -- "$@"
