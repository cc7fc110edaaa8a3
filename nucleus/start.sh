# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus start: nc-state start.

case ${1-} in
--) shift ;;
-*) other_option "$1" 'has none' ;;
esac
[ $# -gt 0 ] || fail 100 'no container to start'
exec "$LIBEXEC/nc-state" start -- "$@"
