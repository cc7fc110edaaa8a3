# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus seccomp, landlock and caps ($policy): nc-learn's command of that name. Reading profiles
# is explain.sh's.

# shellcheck disable=SC2154 # $policy is of nucleus
case $policy:${1-} in
*:--help)
  show "$policy.txt"
  exit 0
  ;;
*:generate) shift ;;
seccomp:explain | seccomp:diff)
  command=$1
  shift
  # shellcheck source=nucleus/explain.sh
  . "$LIBEXEC/explain.sh"
  ;;
*:-*) fail 100 "unknown option: $1 (nucleus $policy --help lists them)" ;;
*:) fail 100 "it takes a command (nucleus $policy --help lists them)" ;;
*) fail 100 "unknown command: $1 (nucleus $policy --help lists them)" ;;
esac

# options may stand behind traces: each word is moved behind the others, or becomes $output
output='' unseen='' n=$# rest=''
while [ "$n" -gt 0 ]; do
  n=$((n - 1))
  case $rest$1 in
  -o | --output)
    if [ "$n" = 0 ] || [ -z "$2" ]; then fail 100 "$1 needs a value"; fi
    output=$2 n=$((n - 1))
    shift
    ;;
  --output=?*) output=${1#*=} ;;
  --allow-unseen)
    [ "$policy" != seccomp ] || fail 100 "unknown option: $1 (nucleus $policy --help lists them)"
    unseen=-u
    ;;
  --) rest=rest: ;;
  --help)
    show "$policy.txt"
    exit 0
    ;;
  -?*) fail 100 "unknown option: $1 (nucleus $policy --help lists them)" ;;
  *) set -- "$@" "$1" ;;
  esac
  shift
done
[ $# -gt 0 ] || fail 100 'it takes one or more traces, of nucleus run --seccomp-mode trace'
set -- -- "$@"
[ -z "$output" ] || set -- -o "$output" "$@"
exec "$LIBEXEC/nc-learn" "$policy" $unseen "$@"
