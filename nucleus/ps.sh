# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus ps: nc-state list.

options='' json=''
while [ $# -gt 0 ]; do
  case $1 in
  -a | --all) options="$options -a" ;;
  -q | --quiet) options="$options -q" ;;
  -aq | -qa) options="$options -a -q" ;;
  --format | --format=*)
    # shellcheck source=nucleus/format.sh
    . "$LIBEXEC/format.sh"
    ;;
  *) other_option "$1" ;;
  esac
  shift
done
# shellcheck disable=SC2086 # options are words
exec "$LIBEXEC/nc-state" list $options $json
