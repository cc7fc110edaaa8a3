# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Real limits without root, in what the user's systemd delegates.
. tests/tap.sh
. tests/vm/container.sh

scope='systemd-run --user --quiet --scope -p Delegate=yes'
# shellcheck disable=SC2016,SC2086
{
  leaves 137 'a memory limit holds' -- $scope nucleus run --require-limits --memory 16M -- perl -e 'my $x = "x" x (64 << 20)'
  newest
  is "$(status oom_killed)" true 'and is in the record'
  like "$record/audit.ndjson" '/user@1000.service/.*\.scope/nucleus/' 'in the scope'
  works 'many at a time share a scope' -- $scope sh -c '
    for i in 1 2 3 4 5; do nucleus run --require-limits --memory 64M -- sleep 1 & jobs="$jobs $!"; done
    for job in $jobs; do wait $job || exit; done'
}
finish
