. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

waits() { # PID of nucleus wait: it does, having opened what it waits for
  ls -l "/proc/$1/fd" | grep -q pidfd && grep -q '^State:.S' "/proc/$1/status"
}
wait_meanwhile() { # NAME CMD…: nucleus wait, and CMD once it waits; as run
  nucleus wait "$1" >"$T/out" 2>"$T/err" &
  waiting=$!
  shift
  await 60 waits "$waiting"
  "$@"
  code=0
  wait "$waiting" || code=$?
}
status() { jq -r '[.status, .exit_code] | map(tostring) | join(" ")' "$S/names/$1/status.json"; }

# stop
ready handles sh -c 'trap "exit 5" TERM; echo ready; while :; do sleep 0.1; done'
works 'stop' -- nucleus stop handles
is "$(cat "$T/out")" handles 'says which'
is "$(status handles)" 'stopped 5' 'by SIGTERM, which the payload handles'
ok 'it returns when all is closed' -- [ ! -e "$S/names/handles/lock" ]
works 'stop again' -- nucleus stop handles

ready ignores sh -c 'trap "" TERM; echo ready; while :; do sleep 0.1; done'
works 'stop --timeout' -- nucleus stop --timeout 1 ignores
is "$(status ignores)" 'stopped 137' 'then by SIGKILL'
ready ignores0 sh -c 'trap "" TERM; echo ready; while :; do sleep 0.1; done'
works 'stop -t 0' -- nucleus stop -t 0 ignores0
is "$(status ignores0)" 'stopped 137' 'is SIGKILL at once'

nucleus run --name bare --no-init -- sleep 1000 >/dev/null 2>&1 &
up bare
works 'a payload that is PID 1 ignores SIGTERM' -- nucleus stop -t 1 bare
is "$(status bare)" 'stopped 137' 'and is killed'

start a sleep 1000
ready b sh -c 'trap "" TERM; echo ready; while :; do sleep 0.1; done'
start c sleep 1000
refused 1 'no such container: nosuch' 'several at once, one of which is not there' -- nucleus stop -t 5 a nosuch b c
is "$(sort "$T/out" | tr '\n' ' ')" 'a b c ' 'the others are stopped'
is "$(status a), $(status b), $(status c)" 'stopped 143, stopped 137, stopped 143' 'each as it wants it'

start gone sleep 1000
S_gone=$(readlink -f "$S/names/gone")
nc-monitor -r -n ephemeral sleep 1000 >/dev/null 2>&1 &
up ephemeral
works 'one that goes when it stops' -- nucleus stop ephemeral gone
ok 'is gone' -- [ ! -L "$S/names/ephemeral" ]
ok 'another is not' -- [ -d "$S_gone" ]

# its monitor was stopped by job control
start stopped sleep 1000
kill -STOP $!
works "a container whose monitor is stopped (SIGSTOP)" -- nucleus stop stopped
is "$(status stopped)" 'stopped 143' 'is stopped all the same'

# kill
ready k1 sh -c 'trap "exit 9" HUP; echo ready; while :; do sleep 0.1; done'
works 'kill --signal' -- nucleus kill --signal HUP k1
run nucleus wait k1
is "$(cat "$T/out")" 9 'sends it'
for words in '-s SIGUSR1 k' '-s 10 k' '--signal=USR1 k' 'k USR1' 'k SIGUSR1' 'k 10'; do
  ready k sh -c 'trap "exit 9" USR1; echo ready; while :; do sleep 0.1; done'
  # shellcheck disable=SC2086
  works "kill $words" -- nucleus kill $words
  run nucleus wait k
  is "$(cat "$T/out")" 9 'sends it'
  nucleus rm k >/dev/null
done
start k2 sleep 1000
start k3 sleep 1000
works 'kill' -- nucleus kill k2 k3
is "$(cat "$T/out" | tr '\n' ' ')" 'k2 k3 ' 'says which'
run nucleus wait k2 k3
is "$(tr '\n' ' ' <"$T/out")" '137 137 ' 'the default is SIGKILL'
refused 1 'not running: k2' 'one that has stopped' -- nucleus kill k2

# wait
ready w sh -c 'trap "exit 42" USR1; echo ready; while :; do sleep 0.1; done'
wait_meanwhile w nucleus kill -s USR1 w >/dev/null
is "$code $(cat "$T/out")" '0 42' 'wait prints the exit code'
works 'wait for what has stopped' -- nucleus wait w k2
is "$(tr '\n' ' ' <"$T/out")" '42 137 ' 'prints it, too'
mkfifo "$T/gate"
nc-monitor -r -n ephemeral sh -c 'read -r x <"$1"; exit 43' sh "$T/gate" >/dev/null 2>&1 &
up ephemeral
wait_meanwhile ephemeral eval 'echo go >"$T/gate"'
is "$code $(cat "$T/out")" '0 43' 'wait for one that goes when it stops prints it, though the record is gone'
start crashing sleep 1000
wait_meanwhile crashing kill -9 $!
is "$code" 1 'its monitor is killed'
like "$T/err" 'unable to tell how crashing ended' 'and it is said'
refused 1 'unable to tell how crashing ended' 'or was killed before' -- nucleus wait crashing
if strace -V >/dev/null 2>&1; then
  start w2 sleep 1000
  strace -f -o "$T/trace" nc-state wait w2 >/dev/null 2>&1 &
  waiting=$!
  await 60 grep -q 'poll(' "$T/trace"
  works 'a container that is waited for ends' -- nucleus kill w2
  wait "$waiting"
  unlike "$T/trace" 'nanosleep|timerfd' 'it does not sleep'
  is "$(grep -c 'poll(' "$T/trace")" 1 'nor poll more than once'
fi

# A process that is not the container's is never signalled.
sleep 1000 &
stranger=$!
lives() { kill -0 $stranger 2>/dev/null; }
fake() { sed "s/4194000/$stranger/" "$1/status.json" >"$T/fake" && cat "$T/fake" >"$1/status.json"; }
record "$(nth 1)" fake running
fake "$S/names/fake"
refused 1 'not running: fake' "a record of a stranger's PID, with no lock" -- nucleus kill fake
: >"$S/names/fake/lock"
refused 1 'not running: fake' 'with a lock that nobody holds' -- nucleus kill fake
works 'stop does nothing to it' -- nucleus stop fake
works 'nor does rm -f' -- nucleus rm -f fake
ok 'the stranger lives' -- lives

start tampered sleep 1000
monitor=$!
jq -c ".pid = $stranger" "$S/names/tampered/status.json" >"$T/fake"
cp "$S/names/tampered/status.json" "$T/true"
cat "$T/fake" >"$S/names/tampered/status.json"
refused 1 'unable to signal .*not a process of its monitor' "a running container's record with a stranger's PID" -- nucleus kill tampered
refused 1 'unable to signal' 'stop is refused, too' -- nucleus stop -t 0 tampered
refused 1 'unable to signal' 'and rm -f' -- nucleus rm -f tampered
ok 'the stranger lives' -- lives
ok 'and so does the container' -- kill -0 $monitor
for pid in 1 $$ $monitor; do
  jq -c ".pid = $pid" "$T/true" >"$S/names/tampered/status.json"
  refused 1 'unable to signal' "the PID of $(ps -o comm= -p $pid)" -- nucleus kill -s USR1 tampered
done
jq -c '.pid = 4194000' "$T/true" >"$S/names/tampered/status.json"
run nucleus kill tampered
ok 'a PID of nobody harms nobody' -- kill -0 $monitor
cat "$T/true" >"$S/names/tampered/status.json"
works 'control: with its own PID it is killed' -- nucleus kill tampered
ok 'the stranger lives' -- lives
kill $stranger

finish
