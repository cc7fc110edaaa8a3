. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus logs
. tests/records.sh
stopped() { nucleus wait "$1" >/dev/null; }

refused 100 'neither a time' '--since nonsense' -- nucleus logs --since yesterday box
refused 100 'not a number of lines: -1' '-n nonsense' -- nucleus logs -n -1 box
refused 100 'unknown option: -z' 'an unknown option' -- nucleus logs -z box
refused 100 '-n needs a value' 'no value' -- nucleus logs -n
refused 100 'one container, please' 'no container' -- nucleus logs
refused 100 '^nc-state: usage' 'two containers' -- nc-state logs a b
refused 1 'no such container: nosuch' 'none of that name' -- nucleus logs nosuch
nucleus run --name plain -- true 2>/dev/null
refused 1 'nc-state: warning: no log: plain was not detached' 'one that was not detached' -- nucleus logs plain

printf 'a\n\nb \033[31mred\001\200\n\nhalf' >"$T/half"
printf 'one\ntwo\n\n' >"$T/whole"
for f in half whole; do
  nucleus run -d --name $f --volume "$T:/t:ro" -- cat "/t/$f" >/dev/null 2>&1
  stopped $f
  nucleus logs $f >"$T/got"
  ok "what was written, to the byte: $f" -- cmp -s "$T/$f" "$T/got"
done
works '-n' -- nucleus logs -n 2 half
is "$(od -c "$T/out")" "$(printf '\nhalf' | od -c)" 'the last lines'
works '--tail=2' -- nucleus logs --tail=2 whole
is "$(od -c "$T/out")" "$(printf 'two\n\n' | od -c)" 'a newline at the end is no line'
works '-n 0' -- nucleus logs -n 0 whole
is "$(cat "$T/out")" '' 'none'
works '-t' -- nucleus logs -t whole
like "$T/out" '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{9}Z one$' 'times'
is "$(wc -l <"$T/out")" 3 'a line a line'
t=$(sed -n '2s/ .*//p' "$T/out")
now=$(date -u +%s) then=$(date -ud "$t" +%s)
ok 'which are UTC' -- test "$((now - then))" -ge 0 -a "$((now - then))" -lt 3600
works '--since' -- nucleus logs --since "$t" whole
is "$(head -n 1 "$T/out")" two 'that instant is in it'
works '--since a span' -- nucleus logs --since 1h whole
is "$(wc -l <"$T/out")" 3 'all is younger'
works '--since the future' -- nucleus logs --since=2999-01-01 whole
is "$(cat "$T/out")" '' 'nothing is'

# a terminal would obey
if script -qec true /dev/null >/dev/null 2>&1; then
  script -qec 'nucleus logs half' /dev/null </dev/null >"$T/tty" 2>&1
  is "$(tr -d '\r' <"$T/tty")" "$(printf 'a\n\nb \\x1b[31mred\\x01\\x80\n\nhalf')" 'on a terminal control characters are escaped'
  script -qec 'nucleus logs --raw half' /dev/null </dev/null >"$T/tty" 2>&1
  is "$(tr -d '\r' <"$T/tty" | od -c)" "$(od -c "$T/half")" 'but with --raw'
else
  skip 'no pseudoterminal' 'a terminal'
fi

# rotated: more than a file, read in order, also while it is written
nucleus run -d --name big -- sh -c 'x=$(printf %0200d 0); i=0; while [ $i -lt 30000 ]; do i=$((i + 1)); echo "$i $x"; done' >/dev/null 2>&1
nucleus logs -f big | cut -d' ' -f1 >"$T/followed"
stopped big
ok 'files were rotated' -- test "$(ls "$S/names/big/log" | grep -c @)" -ge 3
is "$(nucleus logs big | cut -d' ' -f1 | sha256sum)" "$(seq 30000 | sha256sum)" 'rotated files come first'
is "$(sha256sum <"$T/followed")" "$(seq 30000 | sha256sum)" 'and are followed'
is "$(nucleus logs -n 25000 big | wc -l)" 25000 '-n over several files'

# at any step of a rotation
record "$(nth 1)" rotating stopped
log=$S/names/rotating/log
mkdir "$log"
echo 1 >"$log/@400000006956890100000000.s"
echo 2 >"$log/previous"
echo 3 >"$log/current"
is "$(nucleus logs rotating | xargs)" '1 2 3' 'a file that has no time for its name yet is shown'
ln "$log/previous" "$log/@400000006956890200000000.s"
is "$(nucleus logs rotating | xargs)" '1 2 3' 'once, when it has two names'
rm "$log/previous" "$log/current"
is "$(nucleus logs rotating | xargs)" '1 2' 'and where no other has been made'

# followed
nucleus run -d --rm --name follow --volume "$T:/t" -- sh -c 'echo first; until [ -e /t/go ]; do sleep 0.05; done; echo second' >/dev/null 2>&1
nucleus logs -f follow >"$T/followed" &
pid=$!
await 60 grep -q first "$T/followed"
is "$(cat "$T/followed")" first 'a line is shown when it comes'
is "$(nucleus logs follow)" first 'without -f what is there'
ok 'it goes on' -- kill -0 "$pid"
: >"$T/go"
wait "$pid"
is "$?" 0 'and ends with the container'
is "$(cat "$T/followed")" "$(printf 'first\nsecond')" 'with all of it, though the record has gone'

# a planted log
rm -r "$S/names/half/log"
ln -s "$T" "$S/names/half/log"
refused 1 'unable to open the log of half' 'a symlink is not followed' -- nucleus logs half

finish
