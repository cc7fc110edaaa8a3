. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

# nucleus attach: what it joins, how confined it is, and how it ends.
mkdir -m 755 "$T/v"
cp "$HELPER/try-seize" "$T/v"
start() { # name, then what follows nucleus run --name NAME
  started=$1
  shift
  nucleus run --name "$started" "$@" >"$T/$started.out" 2>"$T/$started.err" </dev/null &
  pid=$!
  up "$started"
}
none_runs() { [ -z "$(nucleus ps -q)" ]; }
ended() { # name: its nucleus run has
  await 60 none_runs
}
# shellcheck disable=SC2016
probe='id -u; id -g; pwd; umask; ulimit -c; ulimit -l
grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status
for ns in cgroup ipc mnt net pid time uts; do readlink /proc/self/ns/$ns; done
tail -n 1 /proc/self/cgroup; env | sort; ls /proc/self/fd; cat /etc/hostname'
[ "$(id -u)" = 0 ] || probe="$probe; readlink /proc/self/ns/user"

ok 'a container runs' -- start c -e SECRET=value --volume "$T/v:/v:rw" -- \
  sh -c "($probe) >/v/part; mv /v/part /v/payload; exec sleep 1000"
ok "it has said what it is" -- await 60 test -e "$T/v/payload"
works 'a command runs in it' -- nucleus attach c -- sh -c "$probe"
is "$(cat "$T/out")" "$(cat "$T/v/payload")" 'as the payload does: ids, capabilities, filter, limits, namespaces, cgroup, environment, descriptors'
like "$T/out" '^SECRET=value$' 'with the variables whose values are in no record'
like "$T/out" '^Seccomp:.*2$' 'under a filter'
is "$(cat "$T/err")" '' 'and nothing is said'
id=$(nucleus ps -q)
# nc-monitor writes it down when it comes to it; nobody waits for that
is_audited() { nucleus audit "$1" >"$T/audit" && grep -q '"event":"attached"' "$T/audit"; }
await 60 is_audited c
like "$T/audit" '"record":\{"tool":"nc-enter","event":"attached","pid":[0-9]+,"raw":false,"terminal":false,"command":\["sh","-c",' 'the audit log says what was let in'
works 'by its ID' -- nucleus attach "$id" true
works 'by a part of its ID' -- nucleus exec "${id%????????????????????????}" -- true
run nucleus attach c -- sh -c 'for fd in 3 4 5 6 7 8 9; do [ ! -e /proc/self/fd/$fd ] || echo $fd; done' 3<"$T" 4<"$T" 7<"$T"
is "$(cat "$T/out")" '' 'no descriptor of the caller goes along'
works 'a variable and a directory of its own' -- nucleus attach -e SECRET=other --env=B=2 --workdir /tmp c -- \
  sh -c 'echo "$SECRET $B $PWD"'
is "$(cat "$T/out")" 'other 2 /tmp' 'are what was asked'
works 'with its standard descriptors closed' -- sh -c 'nucleus attach c -- sh -c "ls -l /proc/self/fd" >"$1" 2>&- <&-' sh "$T/closed"
unlike "$T/closed" 'state|cgroup|pidfd|socket' 'nothing of ours takes their place'
leaves 7 'its exit code' -- nucleus attach c -- sh -c 'exit 7'
leaves 143 'or its signal' -- nucleus attach c -- sh -c 'kill -TERM $$'
run nucleus attach c -- sh -c 'echo $$'
leaves 1 'and no zombie stays' -- nucleus attach c -- test -e "/proc/$(cat "$T/out")"
works 'the audit log is intact' -- nucleus audit c
refused 127 'nc-seccomp: fatal: unable to exec nonesuch: No such file or directory' 'a program that is not there' -- nucleus attach c nonesuch
refused 126 'nc-seccomp: fatal: unable to exec /etc/hostname: Permission denied' 'or is none' -- nucleus attach c /etc/hostname
refused 125 'nc-exec: fatal: unable to enter /nonesuch' 'a link that fails' -- nucleus attach --workdir /nonesuch c true
printf 'echo from stdin' >"$T/script"
nucleus attach c <"$T/script" >"$T/out" 2>&1
is "$(cat "$T/out")" 'from stdin' 'a shell, if nothing is said'

# signals, and the end of either side
nucleus attach c -- sh -c 'trap "exit 9" USR1; echo ready; while :; do sleep 0.05; done' >"$T/signal" 2>&1 &
pid=$!
await 60 grep -q ready "$T/signal"
kill -USR1 "$pid"
code=0
wait "$pid" || code=$?
is "$code" 9 'signals are forwarded'
mark=2$$
nucleus attach c -- sleep "$mark" >/dev/null 2>&1 &
pid=$!
ok 'one runs' -- await 60 pgrep -f "^sleep $mark\$"
kill -KILL "$pid"
wait "$pid" 2>/dev/null
ok 'and dies with its nc-enter' -- await 60 sh -c "! pgrep -f '^sleep $mark\$' >/dev/null"
nucleus attach c -- sleep "$mark" >/dev/null 2>&1 &
pid=$!
await 60 pgrep -f "^sleep $mark\$"
run nucleus kill c
code=0
wait "$pid" || code=$?
is "$code" 137 'it ends with the container'
ended

# A process inside that tries to get hold of whatever appears.
touch "$T/stop"
"$HELPER/try-seize" "$T/stop" >"$T/control"
like "$T/control" '^seen' 'the prober works'
sleep "$mark" &
victim=$!
await 60 pgrep -f "^sleep $mark\$" # or the signal below is the shell's, which has forgotten it when it makes its exec
setpriv --no-new-privs "$HELPER/try-seize" "$T/stop" >"$T/control" 2>&1
kill "$victim"
unlike "$T/control" '^got 0$' 'uncontained it gets hold of its like'
ok 'it runs inside' -- start hostile --volume "$T/v:/v:rw" -- /v/try-seize /v/stop
n=0
while [ "$n" -lt 20 ] && nucleus attach hostile true; do n=$((n + 1)); done
is "$n" 20 'twenty attach to it'
touch "$T/v/stop"
wait
like "$T/hostile.out" '^seen [1-9]' 'it saw them'
like "$T/hostile.out" '^got 0$' 'and got hold of none'

# what is refused
refused 125 'no such container: nonesuch' 'no such container' -- nucleus attach nonesuch true
refused 125 'not running: c' 'one that has stopped' -- nucleus attach c true
refused 125 'no container to attach to' 'no container' -- nucleus attach
refused 125 'unknown option: -x' 'no such option' -- nucleus attach -x c
refused 125 'not NAME=VALUE: B' 'no value' -- nucleus attach -e B c
refused 100 'usage: nc-enter' 'nothing to run' -- nc-enter c
refused 100 'not the name of a variable: 1' 'no variable' -- nc-enter -v 1 c true
refused 100 'with -r' 'nc-exec options without nc-exec' -- nc-enter -r -d / c true
ok 'one without nc-init runs' -- start bare --no-init -- sleep 1000
refused 125 'unable to attach to bare: .*nc-init' 'its PID 1 is not to be trusted' -- nucleus attach bare true
run nucleus kill bare
ended
start long -e "A=b" --workdir /tmp -- sleep 1000
touch "$T/config"
for change in 's/"nc-seccomp"/"nc-exec"/' 's/"nc-mount"/"foreign"/' 's/"command":\[[^]]*\]/"command":[]/' 's/}$/,"truncated":true}/'; do
  record=$NUCLEUS_STATE_DIR/names/long/config.json
  cp "$record" "$T/config"
  sed -i "$change" "$record"
  refused 125 'unable to attach to long: ' "a record changed by $change" -- nucleus attach long true
  cp "$T/config" "$record"
done
works 'as it was, it can be followed' -- nucleus attach long true
mv "$NUCLEUS_STATE_DIR/names/long/attach" "$T/attach"
refused 125 'unable to reach the monitor of long: No such file' 'what cannot be written down' -- nucleus attach long true
mv "$T/attach" "$NUCLEUS_STATE_DIR/names/long/attach"
status=$NUCLEUS_STATE_DIR/names/long/status.json
cp "$status" "$T/config"
sed -i 's/"pid":[0-9]*/"pid":1/' "$status"
refused 125 'unable to reach PID 1 of long' "a PID that is not its monitor's" -- nucleus attach long true
cp "$T/config" "$status"
works 'all that is removed' -- nucleus rm -f long
wait

# however it was started: what it had for a terminal or a log is not what an attached one has
if command -v s6-log >/dev/null; then
  works 'a detached one' -- nucleus run -d --name detached -- sleep 1001
  works 'can be attached to' -- nucleus attach detached -- echo here
  is "$(cat "$T/out")" here 'and it is the caller that hears it'
  run nucleus rm -f detached
else
  skip 'no s6-log' 'a detached one'
fi
if command -v python3 >/dev/null; then
  python3 tests/terminal.py run nucleus run -t --name tty -- sleep 1001 >/dev/null 2>&1 &
  up tty
  works 'one with a terminal can be attached to without' -- nucleus attach tty -- sh -c 'tty || :'
  like "$T/out" '^not a tty' 'and has none'
  # shellcheck disable=SC2016
  for flags in -t '-i -t' -it --terminal; do
    # shellcheck disable=SC2086 # words
    run python3 tests/terminal.py run nucleus attach $flags tty -- \
      sh -c 'tty && tty <&2 && stty size && echo "<$TERM>" && cut -d" " -f 5,6,8 /proc/self/stat && exit 7'
    is "$code" 7 "attach $flags: the code, and the modes are given back"
    tr -d '\r' <"$T/out" | tr '\n' ' ' >"$T/words"
    like "$T/words" '^(/dev/pts/[0-9]+) \1 33 99 <.+> ([0-9]+) [0-9]+ \2 $' 'it has a terminal of its own, which controls its session'
  done
  run python3 tests/terminal.py run nucleus attach -t tty -- nonesuch
  is "$code" 127 'a program that is not there'
  like "$T/out" 'unable to exec nonesuch' 'is said on it'
  refused 125 'standard input is not a terminal' 'no terminal to show it' -- nucleus attach -t tty true
  refused 100 'with -r' 'a terminal without nc-exec' -- nc-enter -r -t tty true
  run nucleus rm -f tty
  wait
else
  skip 'no python3' 'one with a terminal'
fi

# by hand, and what needs no container's word
ok 'one more' -- start hand -- sleep 1001
works 'a chain of its own' -- nc-enter -r hand nc-caps -- nc-exec -s -d /tmp -- nc-seccomp -- sh -c 'pwd; grep NoNewPrivs /proc/self/status'
like "$T/out" '^/tmp$' 'goes on inside'
await 60 is_audited hand
like "$T/audit" '"event":"attached","pid":[0-9]+,"raw":true,"terminal":false,"command":\["nc-caps",' 'and is in the audit log'
run nucleus kill hand
wait
finish
