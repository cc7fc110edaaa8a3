# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus inspect: nc-state show.

case ${1-} in
--help)
  show inspect.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus inspect has none)" ;;
esac
[ $# -gt 0 ] || fail 100 'no container to inspect'
exec "$LIBEXEC/nc-state" show -- "$@"
