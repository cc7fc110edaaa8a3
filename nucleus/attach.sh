# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus attach: nc-enter.

workdir='' variables='' terminal='' user='' group=''

usage() {
  fail 125 "$* (nucleus attach --help lists the options)"
}

while [ $# -gt 0 ]; do
  case $1 in
  --) shift && break ;;
  -e | --env | -u | --user | --workdir)
    [ $# -ge 2 ] || usage "$1 needs a value"
    flag=$1 value=$2
    shift
    ;;
  -t | -it | -ti | --terminal)
    terminal=1
    shift
    continue
    ;;
  -i) # standard input is always given
    shift
    continue
    ;;
  --env=* | --user=* | --workdir=*) flag=${1%%=*} value=${1#*=} ;;
  --help)
    show attach.txt
    exit 0
    ;;
  -*) usage "unknown option: $1" ;;
  *) break ;;
  esac
  case $flag in
  --workdir) workdir=$value ;;
  -u | --user)
    [ -n "$value" ] || usage "the value of $flag is empty"
    user=$value
    ;;
  *)
    variable=${value%%=*}
    case $value in *=*) ;; *) usage "not NAME=VALUE: $value" ;; esac
    case $variable in '' | [0-9]* | *[!A-Za-z0-9_]*) usage "not a variable's name: $variable" ;; esac
    # the value stands on no command line
    export "NC_ENV_$variable=${value#*=}"
    variables="$variables $variable"
    ;;
  esac
  shift
done
[ $# -gt 0 ] || usage 'no container to attach to'
container=$1
shift
[ "${1-}" != -- ] || shift
[ $# -gt 0 ] || set -- /bin/sh

set -- -- "$container" -- "$@"
if [ -n "$user" ]; then
  # shellcheck source=nucleus/user.sh
  . "$LIBEXEC/user.sh"
  uid='' gid=''
  identify
  # shellcheck disable=SC2154 # $uid
  set -- -u "$uid:$gid" "$@"
fi
[ -z "$workdir" ] || set -- -d "$workdir" "$@"
if [ -n "$terminal" ]; then
  set -- -t -v TERM "$@"
  case " $variables " in *' TERM '*) ;; *) export "NC_ENV_TERM=${TERM:-xterm}" ;; esac
fi
for variable in $variables; do set -- -v "$variable" "$@"; done
exec "$LIBEXEC/nc-enter" "$@"
