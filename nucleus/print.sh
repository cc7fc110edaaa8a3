# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# Prints the chain "$@", with the environment it needs, so that pasting it runs it. $print is the
# format, $variables the names whose values stand in NC_ENV_NAME, $policies the descriptors to open
# on the files $policy_DIGIT: all are run.sh's.
: "${print:?}" "${variables?}" "${policies?}"

backslash="\\"

replace() { # string, what, with: to $replaced
  rest=$1 replaced=
  while :; do
    case $rest in
    *"$2"*) replaced=$replaced${rest%%"$2"*}$3 rest=${rest#*"$2"} ;;
    *) break ;;
    esac
  done
  replaced=$replaced$rest
}

quote_sh() {
  case $1 in
  '' | *[!A-Za-z0-9_./:=,@%+-]*)
    replace "$1" "'" "'\\''"
    quoted="'$replaced'"
    ;;
  *) quoted=$1 ;;
  esac
}

quote_execline() {
  case $1 in
  '' | *[!A-Za-z0-9_./:=,@%+-]*)
    replace "$1" "$backslash" "$backslash$backslash"
    replace "$replaced" '"' '\"'
    quoted="\"$replaced\""
    ;;
  *) quoted=$1 ;;
  esac
}

tab='	'
newline='
'
carriage_return=$(printf '\r')

quote_json() {
  replace "$1" "$backslash" "$backslash$backslash"
  replace "$replaced" '"' '\"'
  replace "$replaced" "$newline" '\n'
  replace "$replaced" "$tab" '\t'
  replace "$replaced" "$carriage_return" '\r'
  case $replaced in
  *[[:cntrl:]]*) fail 125 '--print=json cannot show the control characters of a word' ;;
  esac
  quoted="\"$replaced\""
}

case $print in
json)
  printf '{"env":{'
  separator=
  for variable in $variables; do
    eval "quote_json \"\$NC_ENV_$variable\""
    printf '%s"NC_ENV_%s":%s' "$separator" "$variable" "$quoted"
    separator=,
  done
  printf '},"argv":['
  separator=
  for word; do
    quote_json "$word"
    printf '%s%s' "$separator" "$quoted"
    separator=,
  done
  printf '],"files":{'
  separator=
  for digit in $policies; do
    eval "quote_json \"\$policy_$digit\""
    printf '%s"%s":%s' "$separator" "$digit" "$quoted"
    separator=,
  done
  printf '}}\n'
  ;;
*)
  for variable in $variables; do
    eval "quote_$print \"\$NC_ENV_$variable\""
    if [ "$print" = sh ]; then
      printf 'NC_ENV_%s=%s ' "$variable" "$quoted"
    else
      printf 'export NC_ENV_%s %s\n' "$variable" "$quoted"
    fi
  done
  if [ "$print" = execline ]; then
    for digit in $policies; do
      eval "quote_execline \"\$policy_$digit\""
      printf 'redirfd -r %s %s\n' "$digit" "$quoted"
    done
  fi
  separator=
  for word; do
    "quote_$print" "$word"
    printf '%s%s' "$separator" "$quoted"
    separator=' '
  done
  if [ "$print" = sh ]; then
    for digit in $policies; do
      eval "quote_sh \"\$policy_$digit\""
      printf ' %s<%s' "$digit" "$quoted"
    done
  fi
  printf '\n'
  ;;
esac
