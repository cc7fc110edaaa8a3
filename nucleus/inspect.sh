# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus inspect: nc-state show.

case ${1-} in
--) shift ;;
-*) other_option "$1" 'has none' ;;
esac
[ $# -gt 0 ] || fail 100 'no container to inspect'
exec "$LIBEXEC/nc-state" show -- "$@"
