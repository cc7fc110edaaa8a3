# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus unpause: nc-state unpause.

case ${1-} in
--) shift ;;
-*) other_option "$1" 'has none' ;;
esac
[ $# -gt 0 ] || fail 100 'no container to unpause'
exec "$LIBEXEC/nc-state" unpause -- "$@"
