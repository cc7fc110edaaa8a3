# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus stats: nc-state stats.

options='' json=''
while [ $# -gt 0 ]; do
  case $1 in
  --stream) options="$options -s" ;;
  --format | --format=*)
    # shellcheck source=nucleus/format.sh
    . "$LIBEXEC/format.sh"
    ;;
  --) shift && break ;;
  -*) other_option "$1" ;;
  *) break ;;
  esac
  shift
done
# shellcheck disable=SC2086 # options are words
exec "$LIBEXEC/nc-state" stats $options $json -- "$@"
