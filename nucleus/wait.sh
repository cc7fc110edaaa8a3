# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus wait: nc-state wait.

case ${1-} in
--) shift ;;
-*) other_option "$1" 'has none' ;;
esac
[ $# -gt 0 ] || fail 100 'no container to wait for'
exec "$LIBEXEC/nc-state" wait -- "$@"
