# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# --memory and --swap: what is written, and that the kernel kills what wants more.
. tests/tap.sh
. tests/vm/container.sh

start --memory 64M -- sleep 600
is "$(cat "$cgroup/memory.max")" 67108864 'memory.max'
is "$(cat "$cgroup/memory.high")" max 'no memory.high where there is no swap'
is "$(cat "$cgroup/memory.swap.max")" 0 'no swap, unless asked for'
is "$(cat "$cgroup/memory.oom.group")" 1 'dies as one'
stop
is "$code" 143 'it leaves with 128 + SIGTERM'

start --memory 64M --swap 32M -- sleep 600
is "$(cat "$cgroup/memory.swap.max")" 33554432 '--swap'
high=$(cat "$cgroup/memory.high")
ok 'memory.high is nine tenths, to a page' -- test "$((60397977 - high))" -lt 4096
stop

hog='my $x = "x" x (64 << 20)'
leaves 137 'out of memory: killed' -- nucleus run --require-limits --memory 16M -- perl -e "$hog"
newest
is "$(status oom_killed)" true 'the record says why'
is "$(status status)" stopped 'the record says that it ended'
ok 'its cgroup is gone' -- test ! -e "$cgroup"

leaves 137 'all of it, not only the one that wanted more' -- \
  nucleus run --require-limits --memory 16M -- sh -c 'perl -e "$1"; echo survived' sh "$hog"
unlike "$T/out" survived 'its shell died with it'

works 'what keeps to its limit is left alone' -- nucleus run --require-limits --memory 64M -- true
newest
is "$(status oom_killed)" false 'and was not out of memory'

leaves 137 'another SIGKILL' -- nucleus run --memory 64M -- sh -c 'kill -9 $$'
newest
is "$(status oom_killed)" false 'is not mistaken for it'
finish
