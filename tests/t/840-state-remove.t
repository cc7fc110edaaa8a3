. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

records() { find "$S/containers" "$S/names" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l; }

nucleus run --name over -- true 2>/dev/null
nucleus run --name over2 -- true 2>/dev/null
start alive sleep 1000
refused 1 'running: alive: stop it first' 'a running one is not removed' -- nucleus rm alive
is "$(nucleus ps -q | wc -l)" 1 'and still runs'
refused 1 'running: alive' 'with others' -- nucleus rm over alive over2
is "$(tr '\n' ' ' <"$T/out")" 'over over2 ' 'those are removed'
ok 'with their names' -- [ ! -L "$S/names/over" ]
works 'which are free' -- nucleus run --name over -- true
works 'rm -f' -- nucleus rm -f alive
ok 'kills' -- sh -c "! kill -0 $! 2>/dev/null"
refused 1 'no such container: alive' 'and removes' -- nucleus rm alive
refused 1 'no such container: alive' 'what is not there cannot be forced' -- nucleus rm --force alive
works 'by a prefix' -- nucleus rm "$(nucleus ps -aq | cut -c1-9)"
is "$(records)" 0 'nothing is left'

nc-monitor -r -n ephemeral sleep 1000 >/dev/null 2>&1 &
up ephemeral
works 'rm -f of one that goes when it stops' -- nucleus rm -f ephemeral
is "$(records)" 0 'leaves nothing'
start crashed sleep 1000
kill -9 $!
wait $! 2>/dev/null
works 'a dead one' -- nucleus rm crashed
is "$(records)" 0 'leaves nothing'
start failing sleep 1000
cgroup=$(readlink "$S/names/failing/cgroup")
mkdir "$S/names/failing/.status.json"
works 'rm -f of one whose monitor cannot note the end' -- nucleus rm -f failing
wait $! 2>/dev/null && end=0 || end=$?
is "$end" 125 'and fails'
is "$(records)" 0 'leaves nothing'
ok 'nor its cgroup' -- [ ! -e "${cgroup:-/nowhere}" ]

# two at once: one wins, the other says it is not there
won=0 lost=0
for i in 1 2 3 4 5 6 7 8 9 10; do
  record "$(nth 1)" race stopped
  nucleus rm race >"$T/1" 2>"$T/1e" &
  one=$!
  nucleus rm race >"$T/2" 2>"$T/2e" &
  two=$!
  wait $one && a=0 || a=1
  wait $two && b=0 || b=1
  [ $((a + b)) != 1 ] || won=$((won + 1))
  [ "$(cat "$T/1e" "$T/2e")" != 'nc-state: warning: no such container: race' ] || lost=$((lost + 1))
done
is "$won $lost" '10 10' 'two rm at once, ten times'
is "$(records)" 0 'leave nothing'
for i in 1 2 3 4 5; do
  start "race$i" sleep 1000
  nucleus rm -f "race$i" >/dev/null 2>&1 &
  one=$!
  nucleus rm -f "race$i" >/dev/null 2>"$T/err" || grep -q 'no such container' "$T/err" || echo "# $(cat "$T/err")"
  wait $one || :
done
is "$(records)" 0 'two rm -f at once leave nothing'

# prune
start alive sleep 1000
start crashed sleep 1000
kill -9 $!
wait $! 2>/dev/null
nucleus run --name over -- true 2>/dev/null
record "$(nth 1)" bad stopped
echo >"$S/names/bad/status.json"
dead=$(nc-state list -aj 2>/dev/null | jq -r '.[] | select(.status != "running").id' | sort)
refused 1 "unable to read the record $(nth 1)" 'prune, with a record that cannot be read' -- nucleus prune
is "$(sort "$T/out")" "$dead" 'removes the stopped and the dead'
is "$(nc-state list -aj 2>/dev/null | jq -r '.[].name')" alive 'and those only'
refused 1 "unable to read the record $(nth 1)" 'a record that cannot be read is kept by rm' -- nucleus rm bad
run nucleus rm -f bad
is "$code" 0 'and removed by rm -f'
ok 'with its name' -- [ ! -L "$S/names/bad" ]
echo >"$S/names/alive/status.json"
refused 1 'unable to read the record' 'unless its container lives' -- nucleus rm -f alive
ok 'which it goes on to do' -- kill -0 "$(pgrep -P $$ nc-monitor)"
pkill -P $$ nc-monitor
wait

# a symlink or somebody else's folder is not removed, nor what it leads to
rm -rf "$S"
record "$(nth 1)" good stopped
mkdir -m 700 "$T/folder"
: >"$T/folder/file"
ln -s "$T/folder" "$S/containers/$(nth 2)"
refused 1 "unable to read the record $(nth 2): folder: Not a directory" 'a planted symlink' -- nucleus rm -f "$(nth 2)"
run nucleus prune
ok 'what it leads to is left alone' -- [ -e "$T/folder/file" ]
ok 'and prune goes on' -- [ ! -e "$S/containers/$(nth 1)" ]
rm -f "$S/containers/$(nth 2)"
record "$(nth 1)" links stopped
ln -s "$T/folder" "$S/names/links/log"
works 'a symlink in a record' -- nucleus rm links
ok 'is removed, and not what it leads to' -- [ -e "$T/folder/file" ]

finish
