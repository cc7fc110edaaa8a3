# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus logs: nc-state logs.

options='' lines='' since=''
while [ $# -gt 0 ]; do
  case $1 in
  -f | --follow) options="$options -f" ;;
  -t | --timestamps) options="$options -t" ;;
  --raw) options="$options -r" ;;
  -n | --tail | --since)
    [ $# -ge 2 ] || fail 100 "$1 needs a value"
    case $1 in --since) since=$2 ;; *) lines=$2 ;; esac
    shift
    ;;
  --tail=*) lines=${1#*=} ;;
  --since=*) since=${1#*=} ;;
  --) shift && break ;;
  -*) other_option "$1" ;;
  *) break ;;
  esac
  shift
done
[ $# = 1 ] || fail 100 'one container, please'
set -- -- "$@"
[ -z "$lines" ] || set -- -n "$lines" "$@"
[ -z "$since" ] || set -- -s "$since" "$@"
# shellcheck disable=SC2086 # options are words
exec "$LIBEXEC/nc-state" logs $options "$@"
