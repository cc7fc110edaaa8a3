# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus seccomp explain and diff ($command): nc-explain.

# options may stand behind profiles: each word is moved behind the others, or becomes $keep
keep='' n=$# rest=''
while [ "$n" -gt 0 ]; do
  n=$((n - 1))
  case $rest$1 in
  -k | --keep)
    if [ "$n" = 0 ] || [ -z "$2" ]; then fail 100 "$1 needs a value"; fi
    keep=$2 n=$((n - 1))
    shift
    ;;
  --keep=?*) keep=${1#*=} ;;
  --) rest=rest: ;;
  --help)
    show seccomp.txt
    exit 0
    ;;
  -?*) fail 100 "unknown option: $1 (nucleus seccomp --help lists them)" ;;
  *) set -- "$@" "$1" ;;
  esac
  shift
done
# shellcheck disable=SC2154 # $command is of policy.sh
case $command:$# in
explain:1 | diff:2) ;;
explain:*) fail 100 'it takes one profile' ;;
diff:*) fail 100 'it takes two profiles' ;;
esac
set -- -- "$@"
[ -z "$keep" ] || set -- -k "$keep" "$@"
case $command in
explain) exec "$LIBEXEC/nc-explain" profile "$@" ;;
diff) exec "$LIBEXEC/nc-explain" diff "$@" ;;
esac
