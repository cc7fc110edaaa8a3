# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# --format table|json, the first of the words: as $format, and $json for nc-state. A value of its
# own is shifted to, and left to be shifted away.
# shellcheck disable=SC2034 # what is set is for who sources this

case $1 in
--format)
  [ $# -ge 2 ] || fail 100 '--format needs a value'
  shift
  format=$1
  ;;
*) format=${1#*=} ;;
esac
case $format in
table) json='' ;;
json) json=-j ;;
*) fail 100 "not a format: $format" ;;
esac
