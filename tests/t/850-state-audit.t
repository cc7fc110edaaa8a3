. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

nucleus run --name c -- sh -c 'exit 3' 2>/dev/null
log=$S/names/c/audit.ndjson
cp "$log" "$T/log"
lines=$(wc -l <"$log")

works 'an intact log' -- nucleus audit c
ok 'is printed as it is' -- cmp "$T/out" "$T/log"
is "$(nc-state show c | jq -c .audit)" "{\"intact\":true,\"lines\":$lines}" 'and inspect says that it is intact'

breaks() { # LINE, REGEX, DESC: the log has been changed
  refused 1 "the audit log of [0-9a-f]{32} breaks at line $1: .*$2" "$3" -- nucleus audit c
  is "$(wc -l <"$T/out")" $(($1 - 1)) 'what is before that is printed'
  is "$(nc-state show c | jq -c '[.audit.intact, .audit.breaks_at]')" "[false,$1]" 'inspect says so, too'
  cp "$T/log" "$log"
}
sed -i '3s/"event":"applied"/"event":"applieD"/' "$log"
breaks 4 'the line before it was changed' 'a byte changed'
sed -i '1s/"time":"2/"time":"3/' "$log"
breaks 2 'the line before it was changed' 'in the first line'
sed -i '2s/$/ /' "$log"
breaks 2 "not a line of nc-monitor's" 'a blank added'
sed -i 4d "$log"
breaks 4 'not the next in sequence' 'a line removed'
sed -i 1d "$log"
breaks 1 'not the next in sequence' 'the first line removed'
sed -i '4{h;d};5{G}' "$log"
breaks 4 'not the next in sequence' 'two lines in another order'
sed -i 5p "$log"
breaks 6 'not the next in sequence' 'a line twice'
sed -i '3s/.*/{"seq":2}/' "$log"
breaks 3 "not a line of nc-monitor's" 'a line of another kind'
sed -i '3s/.*/garbage/' "$log"
breaks 3 "not a line of nc-monitor's" 'a line of no kind'
printf '\n' >>"$log"
breaks $((lines + 1)) "not a line of nc-monitor's" 'an empty line added'
sed -i '$d' "$log"
breaks "$lines" 'the container has stopped, and the log does not say so' 'the end cut off'
head -n 4 "$T/log" >"$log"
breaks 5 'the container has stopped' 'more cut off'
: >"$log"
breaks 1 'the container has stopped' 'all cut off'
head -c -1 "$T/log" >"$log"
breaks "$lines" 'it is cut short' 'half a line'
sed -i '$s/"exit_code":3/"exit_code":0/' "$log"
breaks $((lines + 1)) 'differ in the exit code' 'the exit code changed in the last line'

# A forger who makes the chain anew has to know how: what a line says is not enough.
sed -i '3s/"prev":"[0-9a-f]*"/"prev":"0000000000000000000000000000000000000000000000000000000000000000"/' "$log"
breaks 3 'the line before it was changed' 'a hash changed'
# control characters of a forged line do not reach the terminal
sed -i "3s/.*/$(printf '\033[2J')/" "$log"
run nucleus audit c
unlike "$T/out" "$(printf '\033')" 'a control character is not printed'
cp "$T/log" "$log"

start r sleep 1000
await 60 grep -q '"started"' "$S/names/r/audit.ndjson" # the status comes first
works 'the log of a running container' -- nucleus audit r
like "$T/out" '"event":"started"' 'is printed'
nucleus rm -f r >/dev/null
mv "$log" "$T/moved"
ln -s "$T/moved" "$log"
refused 1 'audit.ndjson: (Too many levels of symbolic links|Symbolic link loop)' 'a symlink' -- nucleus audit c
refused 1 'audit.ndjson: (Too many levels of symbolic links|Symbolic link loop)' 'inspect, too' -- nucleus inspect c
rm "$log"
refused 1 'audit.ndjson: No such file' 'none' -- nucleus audit c

finish
