. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

for words in '' nosuch -a 'list x' 'list -x' 'list -jq' show 'show -x c' 'stats -x' top 'top a b' 'top -x a' \
  audit 'audit a b' wait 'wait -x a' stop 'stop -t' 'stop -t -1 a' 'stop -t x a' 'stop -x a' kill \
  'kill -s' 'kill -x a' remove 'remove -x a' 'prune x' 'prune -x'; do
  # shellcheck disable=SC2086
  refused 100 'usage: nc-state list ' "usage: nc-state $words" -- nc-state $words
done
for signal in '' 0 -1 65 NOSUCH KILL9; do
  refused 100 'not a signal' "not a signal: $signal" -- nc-state kill -s "$signal" a
done
ok 'bad usage touches nothing' -- [ ! -e "$S" ]

for words in 'ps x' 'ps --x' 'ps --format' 'ps --format yaml' 'ps --format=' 'stats --x' 'stats --format xml' \
  inspect 'inspect --x' top 'top a b' wait stop 'stop --timeout' 'stop --timeout x a' \
  'stop --timeout= a' 'stop --x' kill 'kill --signal' 'kill --x' rm 'rm --x' audit 'audit a b' 'prune x'; do
  # shellcheck disable=SC2086
  refused 100 'nucleus: fatal: ' "usage: nucleus $words" -- nucleus $words
done
for command in ps inspect stats top wait stop kill rm audit prune; do
  works "nucleus $command --help" -- nucleus "$command" --help
  like "$T/out" "^usage: nucleus $command" 'says how'
  run nucleus --help
  like "$T/out" "^  nucleus $command" "nucleus --help has $command"
done
ok 'nor does help' -- [ ! -e "$S" ]

works 'no state folder yet' -- nc-state list
is "$(wc -l <"$T/out")" 1 'is an empty list'
run nc-state list -j
is "$(cat "$T/out")" '[]' 'in JSON, too'
chmod 777 "$S"
refused 111 "unable to use the state folder $S" 'a state folder that others may write to' -- nc-state list
chmod 700 "$S"
mv "$S" "$T/elsewhere"
ln -s "$T/elsewhere" "$S"
refused 111 'unable to use the state folder' 'one that is a symlink' -- nc-state list
rm "$S"
if [ "$(id -u)" = 0 ]; then
  mkdir -m 700 "$S"
  chown 65534 "$S"
  refused 111 'unable to use the state folder' 'one that is another user'\''s' -- nc-state list
else
  skip_user 'not root' 'one that is another user'\''s'
fi

rm -rf "$S"
refused 111 'unable to write to stdout' 'output that cannot be written' -- sh -c 'nc-state list >/dev/full'

finish
