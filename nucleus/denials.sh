# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus denials: nc-state denials.

options='' format=table
while [ $# -gt 0 ]; do
  case $1 in
  --format)
    [ $# -ge 2 ] || fail 100 '--format needs a value'
    format=$2
    shift
    ;;
  --format=*) format=${1#*=} ;;
  --help)
    show denials.txt
    exit 0
    ;;
  --) shift && break ;;
  -*) fail 100 "unknown option: $1 (nucleus denials --help lists them)" ;;
  *) break ;;
  esac
  shift
done
case $format in
table) ;;
json) options=-j ;;
*) fail 100 "not a format: $format" ;;
esac
[ $# = 1 ] || fail 100 'one container, please'
# shellcheck disable=SC2086 # options are words
exec "$LIBEXEC/nc-state" denials $options -- "$@"
