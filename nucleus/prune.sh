# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus prune: nc-state prune.

case ${1-} in
--) shift ;;
-*) other_option "$1" 'has none' ;;
esac
[ $# = 0 ] || fail 100 'it takes no arguments'
exec "$LIBEXEC/nc-state" prune
