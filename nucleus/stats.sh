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
# shellcheck disable=SC2086 # options are words
exec "$LIBEXEC/nc-state" stats $options $json -- "$@"
