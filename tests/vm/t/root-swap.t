# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# --swap, on a machine that has swap.
. tests/tap.sh

swap=/var/tmp/swap
trap 'swapoff $swap; rm -rf "$swap" "$T"' EXIT
works 'the machine has swap' -- sh -c "dd if=/dev/zero of=$swap bs=1M count=256 &&
  chmod 600 $swap && mkswap $swap && swapon $swap"

# takes 48 MiB, more than memory
hog='my @held; push @held, "x" x (1 << 20) for 1 .. 48; print scalar @held'
works '32M and 64M of swap hold 48M' -- nucleus run --require-limits --memory 32M --swap 64M -- perl -e "$hog"
like "$T/out" '^48$' 'all of it'
leaves 137 '32M without swap do not, though the machine has it' -- \
  nucleus run --require-limits --memory 32M -- perl -e "$hog"
finish
