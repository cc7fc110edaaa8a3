# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus ps: nc-state list.

options='' format=table
while [ $# -gt 0 ]; do
  case $1 in
  -a | --all) options="$options -a" ;;
  -q | --quiet) options="$options -q" ;;
  -aq | -qa) options="$options -a -q" ;;
  --format)
    [ $# -ge 2 ] || fail 100 '--format needs a value'
    format=$2
    shift
    ;;
  --format=*) format=${1#*=} ;;
  --help)
    show ps.txt
    exit 0
    ;;
  *) fail 100 "unknown option: $1 (nucleus ps --help lists them)" ;;
  esac
  shift
done
case $format in
table) ;;
json) options="$options -j" ;;
*) fail 100 "not a format: $format" ;;
esac
# shellcheck disable=SC2086 # options are words
exec "$LIBEXEC/nc-state" list $options
