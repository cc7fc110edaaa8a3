# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus pause: nc-state pause.

case ${1-} in
--help)
  show pause.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus pause has none)" ;;
esac
[ $# -gt 0 ] || fail 100 'no container to pause'
exec "$LIBEXEC/nc-state" pause -- "$@"
