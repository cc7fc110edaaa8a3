# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# own_cgroups: a place of the test's own for cgroups, where there can be one: what is left in it is
# the test's. Its path at $group; empty where there is none.
own_cgroups() {
  group=
  for root in "${NUCLEUS_CGROUP_ROOT:-/sys/fs/cgroup}" /sys/fs/cgroup/unified \
    "/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)"; do # a user's own, delegated
    if [ "$(stat -fc %T "$root" 2>/dev/null)" = cgroup2fs ] && mkdir "$root/nc-test-$$" 2>/dev/null; then
      group=$root/nc-test-$$
      export NUCLEUS_CGROUP_ROOT="$group"
      trap 'find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; rm -rf "$T"' EXIT
      return
    fi
  done
}
