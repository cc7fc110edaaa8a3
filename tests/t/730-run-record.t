. tests/tap.sh
# SPDX-License-Identifier: ISC

# The record of a container, and what is left when something is killed.
. tests/records.sh
records() { find "$S/containers" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l; }
gone() { ! kill -0 "$1" 2>/dev/null; } # PID

works '--rm' -- nucleus run --rm --name gone -- true
is "$(records)" 0 'leaves no record'
ok 'and no name' -- [ ! -L "$S/names/gone" ]

leaves 3 'without it' -- nucleus run --name kept -e V=w -- sh -c 'exit 3'
R=$S/names/kept
for file in config.json status.json audit.ndjson; do
  ok "there is a $file" -- [ -f "$R/$file" ]
  is "$(stat -L -c %a "$R/$file")" 600 "$file is private"
done
is "$(stat -L -c %a "$S" "$S/containers" "$S/names" "$R" | tr '\n' ' ')" '700 700 700 700 ' 'and so are the folders'
is "$(jq -r '.name, .command[0], .command[2], .rm' "$R/config.json" | tr '\n' ' ')" 'kept sh exit 3 false ' 'what was asked'
is "$(jq -r '.status, .exit_code, .oom_killed' "$R/status.json" | tr '\n' ' ')" 'stopped 3 false ' 'how it ended'
is "$(jq -rs '[.[].record | select(.event == "applied").tool] | join(" ")' "$R/audit.ndjson")" \
  "nc-cgroup nc-unshare nc-mount nc-caps nc-landlock nc-init nc-exec nc-seccomp" 'what every link did'
is "$(jq -rs '[.[].record.event] | .[-3:] | join(" ")' "$R/audit.ndjson")" 'exec started exited' 'and that it started and left'
ok 'no lock is left' -- [ ! -e "$R/lock" ]

# each line has the hash of the one before it
prev=$(printf '%064d' 0) broken=0
while IFS= read -r line; do
  [ "$(printf '%s' "$line" | jq -r .prev)" = "$prev" ] || broken=1
  prev=$(printf '%s' "$line" | sha256sum | cut -d' ' -f1)
done <"$R/audit.ndjson"
is $broken 0 'the hashes of the audit log chain'

refused 125 'the name kept is taken' 'a name that is taken' -- nucleus run --name kept -- true
is "$(records)" 1 'makes no record'

works '--pid-file' -- sh -c "cd $T && exec nucleus run --rm --pid-file pid --name p --volume $T:/t:ro -- sh -c 'until [ -s /t/pid ]; do sleep 0.05; done'"
ok 'it goes when the container has ended' -- [ ! -e "$T/pid" ]

# A signal that comes before the payload has started ends the start.
namespaces=-pmn
[ "$(id -u)" = 0 ] || namespaces=-Upmn
nc-monitor -r -- nc-unshare $namespaces -- nc-exec -k sh -c "echo here >&2; exec sleep 1000" 2>"$T/here" &
run=$!
await 60 test -s "$T/here"
kill -TERM $run
wait $run
is $? 143 'a signal before the start ends it'

# The payload may run while nc-init has not closed the socket of the reports yet. nc-monitor's own
# close_range is delayed as well; what nc-init asks prctl for makes it the later one.
if strace -f -o /dev/null -e inject=prctl:delay_enter=1 true 2>/dev/null; then
  strace -f -o /dev/null -e trace=close_range,prctl -e inject=close_range:delay_enter=2000000 \
    -e inject=prctl:delay_enter=300000 \
    nc-monitor -r nc-init sh -c 'trap "echo got; exit 5" USR1; echo ready; while :; do sleep 0.1; done' >"$T/said" &
  run=$!
  await 60 grep -q ready "$T/said"
  monitor=$(pgrep -P $run nc-monitor)
  kill -USR1 "$monitor"
  ok 'a signal that comes once the payload runs is its own' -- await 60 grep -q got "$T/said"
  kill -TERM "$monitor" 2>/dev/null
  wait $run
else
  skip 'strace cannot delay here' 'a signal that comes once the payload runs'
fi

# kill -9
rm -rf "$S"
for victim in nc-monitor nc-unshare nc-init payload; do
  nucleus run --name victim -- sleep 1000 2>/dev/null &
  run=$!
  up victim
  init=$(jq .pid "$S/names/victim/status.json")
  case $victim in
  nc-monitor) pid=$run ;;
  nc-unshare) pid=$(pgrep -P $run) ;;
  nc-init) pid=$init ;;
  payload) pid=$(pgrep -P "$init") ;;
  esac
  payload=$(pgrep -P "$init")
  is "$(tr -d '\0' <"/proc/$payload/comm")" sleep "$victim: the container is up"
  kill -9 "$pid"
  wait $run 2>/dev/null
  is $? 137 "$victim killed: the container's code is 137"
  ok "$victim killed: its PID 1 is gone" -- await 60 gone "$init"
  ok "$victim killed: the payload is gone" -- await 60 gone "$payload"
  if [ $victim = nc-monitor ]; then
    is "$(jq -r .status "$S/names/victim/status.json")" running 'nc-monitor killed: nobody could write it down'
    id=$(jq -r .id "$S/names/victim/status.json")
    works 'the next command' -- nucleus run --rm -- true
    ok 'sweeps the lock' -- [ ! -e "$S/containers/$id/lock" ]
    [ -z "$(find /sys/fs/cgroup -maxdepth 4 -name "$id" 2>/dev/null)" ]
    is $? 0 'and the cgroup'
  else
    is "$(jq -r .status "$S/names/victim/status.json")" stopped "$victim killed: the record says stopped"
  fi
  rm -rf "$S"
done

# one that goes when it stops goes, too, if nobody could see to it
nucleus run --rm --name victim -- sleep 1000 2>/dev/null &
up victim
init=$(jq .pid "$S/names/victim/status.json")
kill -9 $!
wait $! 2>/dev/null
await 60 gone "$init"
works 'the next command' -- nucleus run --rm --name victim2 -- true
is "$(records)" 0 'removes a record that was to go'
ok 'and its name' -- [ ! -L "$S/names/victim" ]

# where the state is
unset NUCLEUS_STATE_DIR
if [ "$(id -u)" != 0 ]; then
  mkdir -m 700 "$T/run"
  works 'XDG_RUNTIME_DIR' -- env XDG_RUNTIME_DIR="$T/run" nucleus run -- true
  ok 'is used where it is our own' -- [ -d "$T/run/nucleus/containers" ]
  works 'and where it is not' -- env XDG_RUNTIME_DIR=/run nucleus run --rm -- true
  ok 'a folder in /tmp is' -- [ -d "/tmp/nucleus-$(id -u)/containers" ]
  rmdir "/tmp/nucleus-$(id -u)/containers" "/tmp/nucleus-$(id -u)/names" "/tmp/nucleus-$(id -u)"
fi

finish
