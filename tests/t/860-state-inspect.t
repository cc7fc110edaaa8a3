. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

# inspect
start c sh -c 'while :; do :; done' 'odd "argument\' "$(printf 'tab\t\303\251')" '{}[],:'
works 'inspect' -- nucleus inspect c
cp "$T/out" "$T/c"
works 'is JSON' -- jq -e . "$T/c"
is "$(jq -r '.name, .state, .status.status' "$T/c" | tr '\n' ' ')" 'c running running ' 'how it is'
is "$(jq -c .config "$T/c")" "$(jq -c . "$S/names/c/config.json")" 'what was asked'
is "$(jq -c .status "$T/c")" "$(jq -c . "$S/names/c/status.json")" 'the status'
is "$(jq -r '[.enforced[].tool] | join(" ")' "$T/c")" \
  'nc-cgroup nc-unshare nc-mount nc-caps nc-landlock nc-init nc-exec nc-seccomp' 'what each link enforced'
is "$(jq -c '.enforced' "$T/c")" "$(jq -sc '[.[].record | select(.event == "applied")]' "$S/names/c/audit.ndjson")" 'with all its fields'
is "$(jq .audit.intact "$T/c")" true 'and that the log is intact'
is "$(jq . "$T/c" | sed 's|\\t|\\u0009|' | cmp - "$T/c" && echo same)" same 'it is indented as jq does it'
nucleus run --name d -- sh -c 'exit 3' 2>/dev/null
is "$(nucleus inspect c d | jq -r .name | tr '\n' ' ')" 'c d ' 'several'
is "$(nucleus inspect d | jq -c '[.state, .status.exit_code]')" '["stopped",3]' 'one that has stopped'
record "$(nth 1)" unborn created
rm "$S/names/unborn/status.json"
is "$(nucleus inspect unborn | jq -c '[.state, .status]')" '["dead",null]' 'one that died before it had a status'

# stats
cgroup=$(jq -r '.cgroup // empty' "$T/c")
works 'stats' -- nucleus stats
like "$T/out" '^CONTAINER ID +NAME +CPU % +MEM USAGE / LIMIT +MEM % +BLOCK I/O +PIDS +OOM KILLS$' 'a table'
is "$(wc -l <"$T/out")" 2 'of what runs'
measured() { nucleus stats --format json >"$T/out" && { [ -z "$cgroup" ] || jq -e '.[0].cpu_percent > 0' "$T/out"; }; }
ok 'in JSON' -- await 60 measured
is "$(jq -r '.[].name' "$T/out")" c 'of what runs'
if [ -n "$cgroup" ]; then
  is "$(jq '.[0].cpu_percent > 0 and .[0].cpu_usec > 0' "$T/out")" true 'CPU time is measured'
  for pair in memory_bytes:memory.current memory_limit_bytes:memory.max pids:pids.current pids_limit:pids.max \
    io_read_bytes:io.stat oom_kills:memory.events; do
    value=$(jq ".[0].${pair%%:*}" "$T/out")
    if [ ! -e "$cgroup/${pair#*:}" ]; then
      is "$value" null "no ${pair#*:}: not known"
    else
      case ${pair#*:} in
      *.max) is "$value" "$(sed 's/^max$/null/' "$cgroup/${pair#*:}")" "${pair#*:}" ;;
      *) ok "${pair#*:} is measured" -- [ "$value" != null ] ;;
      esac
    fi
  done
else
  skip 'no cgroup' 'CPU time is measured'
  is "$(jq -c '[.[0] | .cpu_usec, .memory_bytes, .pids]' "$T/out")" '[null,null,null]' 'without a cgroup nothing is known'
fi
works 'of one' -- nucleus stats --format json c
is "$(jq -r '.[].name' "$T/out")" c 'is its own'
works 'of one that has stopped' -- nucleus stats --format json d
is "$(cat "$T/out")" '[]' 'is empty'
refused 1 'no such container: nosuch' 'of one that is not there' -- nucleus stats nosuch
echo >"$S/names/d/status.json"
refused 1 'unable to read the record' 'with a record that cannot be read' -- nucleus stats --format json
is "$(wc -l <"$T/err") $(jq -r '.[].name' "$T/out")" '1 c' 'it is said once, and the others are shown'
nucleus rm -f d >"$T/null" 2>&1
nucleus run --name d -- true 2>"$T/null"
nucleus stats --stream --format json >"$T/out" &
streaming=$!
went_on() { jq -se 'length > 1 and all(.[0].name == "c")' "$T/out"; }
ok '--stream goes on' -- await 60 went_on
kill "$streaming"
start e sleep 1000
nucleus stats --stream e >"$T/out" &
streaming=$!
await 60 grep -q ' e ' "$T/out"
nucleus kill e >"$T/null"
wait "$streaming"
is $? 0 'of one it ends when that has stopped'

# top
works 'top' -- nucleus top c
like "$T/out" '^PID +PPID +UID +STAT +RSS +TIME +COMMAND$' 'a table'
pid=$(jq .pid "$S/names/c/status.json")
like "$T/out" "^$pid +[0-9]+ .* nc-init " 'PID 1'
like "$T/out" "^[0-9]+ +$pid .* R .*sh -c while :; do :; done odd \"argument. tab\\\\x09é" 'and the payload, escaped'
is "$(wc -l <"$T/out")" 3 'and no other'
refused 1 'not running: d' 'of one that has stopped' -- nucleus top d
nucleus rm -f c >"$T/null"

# without a cgroup
nc-monitor -n plain -w 3 nc-unshare -Up -- sh -c 'sleep 1001 & sleep 1002; true' >/dev/null 2>&1 &
up plain
descends() { [ "$(nucleus top plain | grep -Ec 'sleep 100[12]')" = 3 ]; }
ok 'without a cgroup: PID 1 and what descends from it' -- await 60 descends
is "$(nucleus stats --format json plain | jq -c '[.[0] | .cpu_percent, .pids]')" '[null,null]' 'and stats knows nothing'
nucleus rm -f plain >"$T/null"

finish
