# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# --cpus is the share that a busy loop gets; --cpu-weight is written.
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
finish
