. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus pause and unpause: nothing inside goes on, everybody says so, and it can still be ended.
S=$NUCLEUS_STATE_DIR
is_in() { grep -q "\"$2\"" "$S/names/$1/status.json"; } # name, status
count() { wc -c <"$T/$1.out"; }
has_grown() { [ "$(count "$1")" -gt "$before" ]; }
grows() { # name: what it writes
  before=$(count "$1")
  await 60 has_grown "$1"
}
start() { # name
  nucleus run --name "$1" -- sh -c 'while :; do echo; sleep 0.01; done' >"$T/$1.out" 2>"$T/$1.err" </dev/null &
  eval "pid_$1=\$!"
  await 60 is_in "$1" running
}

refused 100 'usage: nc-state' 'nothing to pause' -- nc-state pause
refused 100 'no container to pause' 'nor by the script' -- nucleus pause
refused 100 'no container to unpause' 'nor to unpause' -- nucleus unpause
refused 1 'no such container: nonesuch' 'no such container' -- nucleus pause nonesuch
ok 'one runs' -- start a
if [ ! -e "$S/names/a/cgroup" ]; then
  refused 1 'unable to pause a: it has no cgroup' 'without a cgroup it cannot be paused' -- nucleus pause a
  ok 'and goes on' -- grows a
  is "$(nucleus ps -a --format json | grep -c '"status":"running"')" 1 'as running'
  run nucleus rm -f a
  wait
  finish
fi
ok 'it works' -- grows a
works 'it is paused' -- nucleus pause a
is "$(cat "$T/out")" a 'by its name'
before=$(count a)
sleep 0.3
is "$(count a)" "$before" 'it stands still'
run nucleus ps
like "$T/out" 'Up .* \(Paused\)' 'ps says so'
run nucleus ps --format json
like "$T/out" '"status":"paused"' 'in JSON, too'
run nucleus inspect a
like "$T/out" '"state": "paused"' 'inspect, too'
refused 125 'paused: a: unpause it first' 'nothing can be attached' -- nucleus attach a true
works 'to pause it again is no error' -- nucleus pause a
works 'it is let go on' -- nucleus unpause a
ok 'and goes on' -- grows a
run nucleus ps
unlike "$T/out" Paused 'as running'
works 'to unpause it again is no error' -- nucleus unpause a

# a pause must not outlive its container's end
run nucleus pause a
works 'a paused one is stopped' -- nucleus stop a
ok 'by SIGTERM: it was let go on' -- sh -c '! grep -q "exit_code\":137" "$1"' sh "$S/names/a/status.json"
refused 1 'not running: a' 'a stopped one cannot be paused' -- nucleus pause a
refused 1 'not running: a' 'nor unpaused' -- nucleus unpause a
ok 'another runs' -- start b
run nucleus pause b
works 'a paused one is killed' -- nucleus kill b
ok 'and ends' -- await 60 is_in b stopped
ok 'one more' -- start c
run nucleus pause c
works 'a paused one is removed' -- nucleus rm -f c
ok 'its record, too' -- test ! -e "$S/names/c"
ok 'and another' -- start d
run nucleus pause d
# shellcheck disable=SC2154 # start
kill -KILL "$pid_d"
wait
is "$(nucleus ps -q | wc -l)" 0 'its monitor is killed: it is gone all the same'
run nucleus ps -a
like "$T/out" 'Dead' 'and dead'
cgroup=$(readlink "$S/names/d/cgroup")
isnt "$cgroup" '' 'it had a cgroup'
swept() { nucleus ps && test ! -e "$cgroup"; } # who was killed there may take a while to go
ok 'its cgroup is removed' -- await 60 swept

# several at once: one loses nothing by the other
ok 'and one for a race' -- start e
i=0
while [ "$i" -lt 10 ]; do
  nucleus pause e >/dev/null 2>&1 &
  p=$!
  nucleus unpause e >/dev/null 2>&1 &
  wait "$p" $!
  i=$((i + 1))
done
works 'after a race of both it can be let go on' -- nucleus unpause e
ok 'and goes on' -- grows e
run nucleus rm -f e
wait
finish
