# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus stats: nc-state stats.

options='' format=table
while [ $# -gt 0 ]; do
  case $1 in
  --stream) options="$options -s" ;;
  --format)
    [ $# -ge 2 ] || fail 100 '--format needs a value'
    format=$2
    shift
    ;;
  --format=*) format=${1#*=} ;;
  --help)
    show stats.txt
    exit 0
    ;;
  --) shift && break ;;
  -*) fail 100 "unknown option: $1 (nucleus stats --help lists them)" ;;
  *) break ;;
  esac
  shift
done
case $format in
table) ;;
json) options="$options -j" ;;
*) fail 100 "not a format: $format" ;;
esac
# shellcheck disable=SC2086 # options are words
exec "$LIBEXEC/nc-state" stats $options -- "$@"
