# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus wait: nc-state wait.

case ${1-} in
--help)
  show wait.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus wait has none)" ;;
esac
[ $# -gt 0 ] || fail 100 'no container to wait for'
exec "$LIBEXEC/nc-state" wait -- "$@"
