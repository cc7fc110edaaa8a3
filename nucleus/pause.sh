# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus pause: nc-state pause.

case ${1-} in
--) shift ;;
-*) other_option "$1" 'has none' ;;
esac
[ $# -gt 0 ] || fail 100 'no container to pause'
exec "$LIBEXEC/nc-state" pause -- "$@"
