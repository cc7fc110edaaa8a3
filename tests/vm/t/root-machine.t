# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# The VM is the machine that the other tests here count on.
. tests/tap.sh

is "$(stat -f -c %T /sys/fs/cgroup)" cgroup2fs 'cgroup v2 alone'
for controller in cpu io memory pids; do
  like /sys/fs/cgroup/cgroup.controllers "\\b$controller\\b" "the $controller controller is there"
done
is "$(cat /proc/1/comm)" systemd 'systemd is PID 1'
is "$(stat -f -c %T /)" ext2/ext3 'the root is a real file system'
is "$(swapon --show --noheadings | wc -l)" 0 'there is no swap'
like /sys/kernel/security/lsm landlock 'Landlock is on'
like /sys/kernel/security/lsm lockdown 'lockdown can be asked for'
finish
