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

kills() { # by the kernel, in all containers here so far
  sed -n 's/^oom_kill //p' "${cgroup%/*}/memory.events"
}
killed=$(kills)
hog='my $x = "x" x (64 << 20)'
leaves 137 'out of memory: killed' -- nucleus run --require-limits --memory 16M -- perl -e "$hog"
newest
is "$(status oom_killed)" true 'the record says why'
ok 'memory.events counts it' -- test "$(kills)" -gt "$killed"
is "$(status status)" stopped 'the record says that it ended'
ok 'its cgroup is gone' -- test ! -e "$cgroup"

leaves 137 'all of it, not only the one that wanted more' -- \
  nucleus run --require-limits --memory 16M -- sh -c 'perl -e "$1"; echo survived' sh "$hog"
unlike "$T/out" survived 'its shell died with it'

# memory.high, where swap is granted: what takes more is slowed, not killed
start --memory 128M --swap 32M -- perl -e 'push @held, "x" x (1 << 20) for 1 .. 117; sleep 600'
ok 'memory.high is felt' -- await 60 grep -q '^high [1-9]' "$cgroup/memory.events"
like "$cgroup/memory.events" '^oom_kill 0$' 'and kills nothing'
stop

# a cache that outgrows memory.max is given back, which memory.events tells from a kill
data=$(mktemp -d /var/tmp/memory.XXXXXX)
trap 'rm -rf "$data" "$T"' EXIT
start --memory 32M --volume "$data:/data" -- sh -c 'dd if=/dev/zero of=/data/file bs=1M count=64 && sleep 600'
ok 'memory.max is met' -- await 120 grep -q '^max [1-9]' "$cgroup/memory.events"
like "$cgroup/memory.events" '^oom_kill 0$' 'with no kill'
stop
is "$code" 143 'by what goes on till it is ended'

works 'what keeps to its limit is left alone' -- nucleus run --require-limits --memory 64M -- true
newest
is "$(status oom_killed)" false 'and was not out of memory'

leaves 137 'another SIGKILL' -- nucleus run --memory 64M -- sh -c 'kill -9 $$'
newest
is "$(status oom_killed)" false 'is not mistaken for it'
finish
