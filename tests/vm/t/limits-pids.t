# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# --pids holds a fork bomb.
. tests/tap.sh
. tests/vm/container.sh

start -- sleep 600
is "$(cat "$cgroup/pids.max")" 512 '512, unless asked for'
stop

# shellcheck disable=SC2016
start --pids 40 -- sh -c 'bomb() { bomb | bomb & }; trap "" CHLD; bomb; while :; do sleep 1; done'
is "$(cat "$cgroup/pids.max")" 40 'pids.max'
ok 'the bomb met the limit' -- await 60 grep -q '^max [1-9]' "$cgroup/pids.events"
ok 'and no more than 40 processes are there' -- test "$(cat "$cgroup/pids.current")" -le 40
works 'the machine still forks' -- sh -c 'for i in 1 2 3 4 5; do (true); done'
kill -KILL "$run" # nothing gentle ends a fork bomb
wait "$run"
ok 'nothing of it is left' -- await 60 cgroup_is_empty

works '--pids 0' -- nucleus run --pids 0 -- true
finish
