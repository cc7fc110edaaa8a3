# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus audit: nc-state audit.

case ${1-} in
--) shift ;;
-*) other_option "$1" 'has none' ;;
esac
[ $# = 1 ] || fail 100 'it takes one container'
exec "$LIBEXEC/nc-state" audit -- "$@"
