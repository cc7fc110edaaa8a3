. tests/tap.sh
# SPDX-License-Identifier: ISC

refused 100 'usage: nc-cgroup ' 'no program' -- nc-cgroup
refused 100 'usage: nc-cgroup ' 'an unknown option' -- nc-cgroup -z true
for option in '-m many' '-m -1' '-H x' '-s 1X' '-c 0' '-c x' '-w 0' '-w 10001' '-p x' '-p -1'; do
  # shellcheck disable=SC2086 # two words
  refused 100 usage "$option" -- nc-cgroup -j $option true
done
refused 100 'not a name for a cgroup: a/b$' 'a name with a slash' -- nc-cgroup -j -n a/b true
refused 100 'not a name for a cgroup: \.\.$' 'a name that leads elsewhere' -- nc-cgroup -j -n .. true
refused 100 'not a name for a cgroup: $' 'an empty name' -- nc-cgroup -j -n '' true
refused 100 'not a name for a cgroup: x y$' 'NC_ID is checked, too' -- env NC_ID='x y' nc-cgroup -j true
refused 100 '-m 0 leaves no memory' 'no memory at all' -- nc-cgroup -j -m 0 true
refused 100 '-H is above -m' '-H above -m' -- nc-cgroup -j -m 1M -H 2M true
# it would run without limits: only nc-unshare's child is born in the cgroup
refused 100 'true would not be in the cgroup: -j joins it at once' 'a payload without -j' -- nc-cgroup true
refused 127 'unable to exec nosuch: No such file' 'a program that is not there' -- nc-cgroup -j -n "nc-test-$$" nosuch

# where there is no cgroup v2
refused 111 "unable to use as a cgroup v2 file system $T: Invalid argument" 'a root that is none' -- \
  env NUCLEUS_CGROUP_ROOT="$T" nc-cgroup -j true
run "$HELPER/try-report" "$T/records" env NUCLEUS_CGROUP_ROOT="$T" nc-cgroup -t -m 1G nc-unshare env
is "$code" 0 'with -t the chain goes on'
like "$T/err" "warning: unable to use as a cgroup v2 file system $T" 'with a warning'
like "$T/records" '"tool":"nc-cgroup","event":"applied","path":null,"degraded":true' 'and a degraded record'
unlike "$T/out" '^NC_CGROUP=' 'and without a cgroup'
is "$(ls "$T")" 'err
out
records' 'nothing was made'

finish
