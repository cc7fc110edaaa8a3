# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# The container's cgroup is the root of what it sees.
. tests/tap.sh
. tests/vm/container.sh

works 'runs' -- nucleus run --require-limits -- cat /proc/self/cgroup
is "$(cat "$T/out")" 0::/ 'it sees itself at the root'
works 'with --disable-cgroup-namespace' -- \
  nucleus run --disable-cgroup-namespace --require-limits -- cat /proc/self/cgroup
newest
is "/sys/fs/cgroup$(cut -d: -f3 "$T/out")" "$cgroup" 'it sees where it is'

start -- sleep 600
like "$cgroup/cgroup.procs" . 'it has processes'
unlike "$cgroup/cgroup.procs" "^$run\$" 'nucleus itself is not charged to it'
stop
finish
