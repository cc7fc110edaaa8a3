# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# What is no policy, in a table: a test sources this file behind tests/tap.sh, and defines
#   under CMD…              runs CMD under the policy $T/policy
# and then has
#   bad PLACE POLICY        POLICY (for printf) is refused: 111, nothing is run, and the message is
#                           PLACE, and what is wrong there
#   messages_differ N       N were bad, and no two for the same reason at the same place

: >"$T/messages"

bad() {
  # shellcheck disable=SC2059 # a format
  printf "$2" >"$T/policy"
  run under touch "$T/touched"
  message=$(sed -n 's/^nc-[a-z]*: fatal: unable to [a-z]* the [a-z]*: //p' "$T/err")
  echo "$message" >>"$T/messages"
  # shellcheck disable=SC2154 # run has set code
  case $message in
  "$1: "?*) is "$code" 111 "$message" ;;
  *) is "$(cat "$T/err")" "$1: ..." "$1" ;;
  esac
}

messages_differ() {
  is "$(wc -l <"$T/messages")" "$1" "$1 of them"
  is "$(sort "$T/messages" | uniq -d)" '' 'no message twice'
  ok 'nothing was run' -- test ! -e "$T/touched"
}
