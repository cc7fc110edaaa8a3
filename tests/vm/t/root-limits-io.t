# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# --io-limit slows the writes to a disk.
. tests/tap.sh
. tests/vm/container.sh

disk=$(cat /sys/class/block/vda/dev)
data=$(mktemp -d /var/tmp/io.XXXXXX)
trap 'rm -rf "$data" "$T"' EXIT

start --io-limit "$disk wbps=1048576 riops=500" -- sleep 600
like "$cgroup/io.max" "^$disk rbps=max wbps=1048576 riops=500 wiops=max\$" 'io.max'
stop

timed() { # option…: how many seconds, rounded down, dd takes to write 4 MiB
  run nucleus run --require-limits --volume "$data:/data" "$@" -- \
    dd if=/dev/zero of=/data/file bs=256k count=16 oflag=direct
  took=$(sed -n 's/.* copied, \([0-9]*\).* s, .*/\1/p' "$T/err")
}
timed --io-limit "$disk wbps=1048576"
is "$code" 0 'writes 4 MiB at 1 MiB a second'
echo "# $took s"
ok 'it takes some seconds' -- test "$took" -ge 2
# shellcheck disable=SC2317 # await calls it
is_quick() { timed && [ "$code" = 0 ] && [ "$took" -lt 2 ]; }
ok 'without a limit it can be quicker' -- await 60 is_quick

refused 125 'nc-cgroup: fatal: unable to limit I/O: write 999:0' 'no such disk' -- \
  nucleus run --require-limits --io-limit '999:0 wbps=1' -- true
finish
