. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

status() { jq -r '[.status, .exit_code] | map(tostring) | join(" ")' "$S/names/$1/status.json"; }

# stop
start handles sh -c 'trap "exit 5" TERM; while :; do sleep 0.1; done'
works 'stop' -- nucleus stop handles
is "$(cat "$T/out")" handles 'says which'
is "$(status handles)" 'stopped 5' 'by SIGTERM, which the payload handles'
ok 'it returns when all is closed' -- [ ! -e "$S/names/handles/lock" ]
works 'stop again' -- nucleus stop handles

start ignores sh -c 'trap "" TERM; while :; do sleep 0.1; done'
works 'stop --timeout' -- nucleus stop --timeout 1 ignores
is "$(status ignores)" 'stopped 137' 'then by SIGKILL'
start ignores0 sh -c 'trap "" TERM; while :; do sleep 0.1; done'
works 'stop -t 0' -- nucleus stop -t 0 ignores0
is "$(status ignores0)" 'stopped 137' 'is SIGKILL at once'

nucleus run --name bare --no-init -- sleep 60 >/dev/null 2>&1 &
up bare
works 'a payload that is PID 1 ignores SIGTERM' -- nucleus stop -t 1 bare
is "$(status bare)" 'stopped 137' 'and is killed'

start a sleep 60
start b sh -c 'trap "" TERM; while :; do sleep 0.1; done'
start c sleep 60
refused 1 'no such container: nosuch' 'several at once, one of which is not there' -- nucleus stop -t 1 a nosuch b c
is "$(sort "$T/out" | tr '\n' ' ')" 'a b c ' 'the others are stopped'
is "$(status a), $(status b), $(status c)" 'stopped 143, stopped 137, stopped 143' 'each as it wants it'

start gone sleep 60
S_gone=$(readlink -f "$S/names/gone")
nc-monitor -r -n ephemeral sleep 60 >/dev/null 2>&1 &
up ephemeral
works 'one that goes when it stops' -- nucleus stop ephemeral gone
ok 'is gone' -- [ ! -L "$S/names/ephemeral" ]
ok 'another is not' -- [ -d "$S_gone" ]

# its monitor was stopped by job control
start stopped sleep 60
kill -STOP $!
works "a container whose monitor is stopped (SIGSTOP)" -- nucleus stop stopped
is "$(status stopped)" 'stopped 143' 'is stopped all the same'

# kill
start k1 sh -c 'trap "exit 9" HUP; while :; do sleep 0.1; done'
works 'kill --signal' -- nucleus kill --signal HUP k1
run nucleus wait k1
is "$(cat "$T/out")" 9 'sends it'
for words in '-s SIGUSR1 k' '-s 10 k' '--signal=USR1 k' 'k USR1' 'k SIGUSR1' 'k 10'; do
  start k sh -c 'trap "exit 9" USR1; while :; do sleep 0.1; done'
  # shellcheck disable=SC2086
  works "kill $words" -- nucleus kill $words
  run nucleus wait k
  is "$(cat "$T/out")" 9 'sends it'
  nucleus rm k >/dev/null
done
start k2 sleep 60
start k3 sleep 60
works 'kill' -- nucleus kill k2 k3
is "$(cat "$T/out" | tr '\n' ' ')" 'k2 k3 ' 'says which'
run nucleus wait k2 k3
is "$(tr '\n' ' ' <"$T/out")" '137 137 ' 'the default is SIGKILL'
refused 1 'not running: k2' 'one that has stopped' -- nucleus kill k2

# wait
start w sh -c 'sleep 0.5; exit 42'
works 'wait' -- nucleus wait w
is "$(cat "$T/out")" 42 'prints the exit code'
works 'wait for what has stopped' -- nucleus wait w k2
is "$(tr '\n' ' ' <"$T/out")" '42 137 ' 'prints it, too'
nc-monitor -r -n ephemeral sh -c 'sleep 0.5; exit 43' >/dev/null 2>&1 &
up ephemeral
works 'wait for one that goes when it stops' -- nucleus wait ephemeral
is "$(cat "$T/out")" 43 'prints it, though the record is gone'
start crashing sleep 60
monitor=$!
(sleep 0.3 && kill -9 $monitor) &
refused 1 'unable to tell how crashing ended' 'its monitor is killed' -- nucleus wait crashing
refused 1 'unable to tell how crashing ended' 'or was killed before' -- nucleus wait crashing
if strace -V >/dev/null 2>&1; then
  start w2 sleep 1000
  strace -f -o "$T/trace" nc-state wait w2 >/dev/null 2>&1 &
  waiting=$!
  tries=0
  until grep -qs 'poll(' "$T/trace" || [ $((tries += 1)) = 400 ]; do sleep 0.05; done
  works 'a container that is waited for ends' -- nucleus kill w2
  wait "$waiting"
  unlike "$T/trace" 'nanosleep|timerfd' 'it does not sleep'
  is "$(grep -c 'poll(' "$T/trace")" 1 'nor poll more than once'
fi

# A process that is not the container's is never signalled.
sleep 60 &
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

start tampered sleep 60
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
