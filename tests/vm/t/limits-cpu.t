# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# --cpus is the share that a busy loop gets; --cpu-weight its part of what several want.
. tests/tap.sh
. tests/vm/container.sh

used() { # microseconds so far
  sed -n 's/^usage_usec //p' "$cgroup/cpu.stat"
}

share() { # of one processor, in percent, over some seconds
  before=$(used) since=$(date +%s%N)
  sleep 5
  echo $((($(used) - before) * 100000 / ($(date +%s%N) - since)))
}

start --cpus 0.25 --cpu-weight 300 -- sh -c 'while :; do :; done'
is "$(cat "$cgroup/cpu.max")" '25000 100000' 'cpu.max'
is "$(cat "$cgroup/cpu.weight")" 300 'cpu.weight'
percent=$(share)
echo "# a quarter: $percent %"
ok 'a busy loop gets a quarter, not more' -- test "$percent" -le 30
ok 'nor much less' -- test "$percent" -ge 15
like "$cgroup/cpu.stat" '^nr_throttled [1-9]' 'it was throttled'
stop

start -- sh -c 'while :; do :; done'
is "$(cat "$cgroup/cpu.max")" 'max 100000' 'no limit, unless asked for'
percent=$(share)
echo "# without: $percent %"
ok 'and more than a quarter then' -- test "$percent" -gt 40
stop

# two that want all of one processor share it by weight, 3 to 1
processor=$(taskset -cp $$ | sed 's/.*: \([0-9]*\).*/\1/')
loop='taskset -c '$processor' sh -c "while :; do :; done"'
start --cpu-weight 100 -- sh -c "$loop"
light=$cgroup light_run=$run
nucleus run --require-limits --cpu-weight 300 -- sh -c "$loop" >"$T/out2" 2>"$T/err2" </dev/null &
run=$!
# shellcheck disable=SC2317 # await calls it
both_run() {
  [ "$(is_running | wc -l)" = 2 ]
}
ok 'a second one runs beside it' -- await 60 both_run
newest
is "$(cat "$cgroup/cpu.weight")" 300 'which is heavier'
heavy=$cgroup
at() { # two readings, in microseconds
  cgroup=$heavy
  h=$(used)
  cgroup=$light
  l=$(used)
}
at
h0=$h l0=$l
sleep 8
at
ratio=$(((h - h0) * 100 / (l - l0 + 1)))
echo "# the heavy one got $ratio % of what the light one got"
ok 'three times as much, or about' -- test "$ratio" -ge 200
ok 'and not all' -- test "$ratio" -le 450
kill -TERM "$run" "$light_run"
wait "$run" "$light_run"
finish
