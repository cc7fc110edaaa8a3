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

timed() { # option…: milliseconds to write 4 MiB
  begin=$(date +%s%N)
  run nucleus run --require-limits --volume "$data:/data" "$@" -- \
    dd if=/dev/zero of=/data/file bs=256k count=16 oflag=direct
  took=$((($(date +%s%N) - begin) / 1000000))
}
timed
is "$code" 0 'writes 4 MiB'
free=$took
timed --io-limit "$disk wbps=1048576"
is "$code" 0 'writes 4 MiB at 1 MiB a second'
echo "# $free ms without a limit, $took ms with"
ok 'it takes three seconds more' -- test "$took" -ge $((free + 2500))

refused 125 'nc-cgroup: fatal: unable to limit I/O: write 999:0' 'no such disk' -- \
  nucleus run --require-limits --io-limit '999:0 wbps=1' -- true
finish
