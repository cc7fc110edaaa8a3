# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus start: nc-state start.

case ${1-} in
--help)
  show start.txt
  exit 0
  ;;
--) shift ;;
-*) fail 100 "unknown option: $1 (nucleus start has none)" ;;
esac
[ $# -gt 0 ] || fail 100 'no container to start'
exec "$LIBEXEC/nc-state" start -- "$@"
