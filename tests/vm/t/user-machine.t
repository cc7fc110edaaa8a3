# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# An ordinary user of the VM has a session with a service manager, and may make user namespaces.
. tests/tap.sh

is "$(id -u)" 1000 'an ordinary user'
leaves 0 'a scope of its own, delegated' -- \
  systemd-run --user --quiet --scope -p Delegate=yes cat /proc/self/cgroup
like "$T/out" '^0::/user.slice/user-1000.slice/user@1000.service/.*\.scope$' 'in its own slice'
own=/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/cgroup.controllers
for controller in cpu memory pids; do
  like $own "\\b$controller\\b" "$controller is the user's to hand on"
done
works 'user namespaces' -- unshare -Ur true
finish
