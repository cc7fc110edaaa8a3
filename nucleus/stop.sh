# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus stop: nc-state stop.

timeout=10
while [ $# -gt 0 ]; do
  case $1 in
  -t | --timeout)
    [ $# -ge 2 ] || fail 100 "$1 needs a value"
    timeout=$2
    shift
    ;;
  --timeout=*) timeout=${1#*=} ;;
  --) shift && break ;;
  -*) other_option "$1" ;;
  *) break ;;
  esac
  shift
done
case $timeout in '' | *[!0-9]*) fail 100 "not a number of seconds: $timeout" ;; esac
[ $# -gt 0 ] || fail 100 'no container to stop'
exec "$LIBEXEC/nc-state" stop -t "$timeout" -- "$@"
