# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus kill: nc-state kill.

signal=
while [ $# -gt 0 ]; do
  case $1 in
  -s | --signal)
    [ $# -ge 2 ] || fail 100 "$1 needs a value"
    signal=$2
    shift
    ;;
  --signal=*) signal=${1#*=} ;;
  --) shift && break ;;
  -*) other_option "$1" ;;
  *) break ;;
  esac
  shift
done
[ $# -gt 0 ] || fail 100 'no container to kill'
# kill CONTAINER SIGNAL: a number, or a name in capitals
if [ $# = 2 ] && [ -z "$signal" ]; then
  case $2 in
  [1-9] | [1-6][0-9] | [A-Z]*)
    case $2 in
    *[!A-Z0-9]*) ;;
    *)
      signal=$2
      set -- "$1"
      ;;
    esac
    ;;
  esac
fi
exec "$LIBEXEC/nc-state" kill -s "${signal:-KILL}" -- "$@"
