. tests/tap.sh
# SPDX-License-Identifier: ISC

touched() { test -e "$T/touched"; }

for words in '' '-p' '-z true' '-p -z true' '-M 0:0' '-U -M 0 true' '-U -M 0: true' '-U -M a:b true' \
  '-U -M -1:0 true' '-U -M 0:0:0 true' '-h' '--help true'; do
  # shellcheck disable=SC2086  # a list of words
  refused 100 '^nc-unshare: usage: nc-unshare ' "usage: ${words:-nothing}" -- nc-unshare $words
done
refused 100 'fatal: -h needs -u: it would rename the host' '-h without -u' -- nc-unshare -h x touch "$T/touched"
refused 100 'fatal: -h needs -u' '-h without -u, beside others' -- nc-unshare -pmn -h x touch "$T/touched"
refused 100 'fatal: -T needs -p: a time namespace is for children only' '-T without -p' -- nc-unshare -T touch "$T/touched"
refused 100 'fatal: -M needs -U' '-M without -U' -- nc-unshare -M 0:0 touch "$T/touched"
for name in '' -x x- a..b a_b 'a b' .a a. "$(printf 'a\nb')" aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; do
  refused 100 'fatal: not a host name: ' "not a host name: $(printf %s "$name" | tr "\n" "/")" -- nc-unshare -u -h "$name" touch "$T/touched"
done
ok 'nothing was run' -- test ! -e "$T/touched"

# whoever runs this, in a user namespace it may
refused 127 'nc-unshare: fatal: unable to exec nosuch: No such file' 'a program that is not there' -- nc-unshare -Up nosuch
refused 127 'unable to exec nosuch' 'the same without a child' -- nc-unshare -U nosuch
echo text >"$T/text"
refused 126 "unable to exec $T/text: Permission denied" 'a program that is none' -- nc-unshare -Up "$T/text"
works 'options end at --' -- nc-unshare -U -- true
refused 127 'unable to exec -x' 'a program named like an option' -- nc-unshare -U -- -x
run "$HELPER/try-report" "$T/records" nc-unshare -Upmu -h box true
like "$T/records" '^\{"tool":"nc-unshare","event":"applied","namespaces":\["pid","mnt","uts","user"\],"hostname":"box"\}$' 'a record'

finish
