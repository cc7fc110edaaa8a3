. tests/tap.sh
# SPDX-License-Identifier: ISC

# A profile with all that Docker's default one has (tests/data): what it allows is as outside, what
# it gates takes the capability, the rest is refused. nc-profile is told what is kept, and all
# capabilities are there, so what differs from outside is the filter's doing.
profile=$PWD/tests/data/docker.seccomp.json
filtered() { # what is kept, "" for nothing; then the calls
  kept=$1
  shift
  nc-profile ${kept:+-k "$kept"} -f 7 -- nc-seccomp -- "$HELPER/try-syscall" "$@" 7<"$profile" >"$T/inside" 2>"$T/err"
}
outside() { setpriv --no-new-privs "$HELPER/try-syscall" "$@" >"$T/outside"; }
answer() { sed -n "s|^$2 ||p" "$T/$1"; }

# under ANSWER KEPT CALL…: where KEPT is kept, each must give ANSWER, and outside something else
under() {
  want=$1 kept=$2
  shift 2
  outside "$@"
  filtered "$kept" "$@"
  for call; do
    if [ "$(answer outside "$call")" = "$want" ]; then
      skip_user "the kernel itself answers $want" "$call: $want"
    else
      is "$(answer inside "$call")" "$want" "$call: $want${kept:+ with $kept} (outside: $(answer outside "$call"))"
    fi
  done
}
# same KEPT CALL…: each must be as outside
same() {
  kept=$1
  shift
  outside "$@"
  filtered "$kept" "$@"
  for call; do is "$(answer inside "$call")" "$(answer outside "$call")" "$call: as outside${kept:+ with $kept}"; done
}
gated() { # capability, calls
  needed=$1
  shift
  under EPERM '' "$@"
  same "$needed" "$@"
}

filtered '' getpid
is "$(cat "$T/inside")" 'getpid ok' 'it can be used'
is "$(grep -v 'warning: .*: unknown system call uretprobe: skipped$' "$T/err")" '' \
  'of more than 400 names at most the newest is unknown'

# whatever is allowed without a condition; pause waits, as it should
names=$(jq -r '.syscalls[] | select(has("args") or has("includes") or has("excludes") | not) | .names[]' "$profile")
ok 'there are more than 350 names' -- test "$(echo "$names" | wc -l)" -gt 350
known=
for name in $names; do
  [ "$name" != pause ] && "$HELPER/try-syscall" "$name" >/dev/null 2>&1 && known="$known $name"
done
# shellcheck disable=SC2086 # words
{
  outside $known
  filtered '' $known
}
is "$(diff "$T/outside" "$T/inside")" '' "what is allowed is as outside:$(echo "$known" | wc -w) calls"
under EPERM '' add_key keyctl request_key io_uring_setup io_uring_enter userfaultfd kexec_load \
  kexec_file_load swapon swapoff pivot_root nfsservctl migrate_pages move_pages

# arguments
under EPERM '' socket:38:5:0 socket:40:1:0
same '' socket:1:1:0 socket:2:1:0 socket:10:2:0 socket:16:3:0 socket:39:1:0 socket:41:1:0
same '' personality:0 personality:8 personality:0x20000 personality:0x20008 personality:0xffffffff
under EPERM '' personality:1 personality:0x40000 personality:0x20009
# 0x800 is CLONE_SIGHAND, which alone is EINVAL: no process is made
for flag in 0x00020000 0x02000000 0x04000000 0x08000000 0x10000000 0x20000000 0x40000000 0x7e020000; do
  gated sys_admin "clone:$((flag | 0x800))"
done
same '' clone:0x800 clone:0x800:0x10000000
under ENOSYS '' clone3
same sys_admin clone3
# newer than 4.8, and x86-64
same '' ptrace process_vm_readv process_vm_writev arch_prctl modify_ldt
# i386 is a companion: getpid, socketcall, keyctl
same '' i386/20 i386/102
if [ "$(answer outside i386/20)" = ok ]; then
  under EPERM '' i386/288
else
  skip 'this kernel has no i386 calls' 'i386/288: EPERM'
fi

# capabilities
gated sys_admin unshare unshare:0x10000000 setns mount umount2 fsopen fsconfig fsmount fspick \
  move_mount open_tree mount_setattr sethostname setdomainname quotactl quotactl_fd \
  fanotify_init lookup_dcookie bpf perf_event_open syslog
gated bpf bpf
gated perfmon perf_event_open
gated syslog syslog
gated sys_boot reboot
gated sys_chroot chroot
gated sys_module init_module finit_module delete_module
gated sys_nice get_mempolicy set_mempolicy mbind set_mempolicy_home_node
gated sys_pacct acct
gated sys_ptrace kcmp pidfd_getfd process_madvise
gated sys_rawio iopl ioperm
gated sys_time settimeofday clock_settime
gated dac_read_search open_by_handle_at
under EPERM chown,net_admin,sys_time unshare chroot reboot

# in a container, with what a policy keeps
keeping() { # capability; then the program
  printf 'bounding.keep = ["%s"]\neffective.keep = ["%s"]\n' "$1" "$1" >"$T/caps.toml"
  shift
  run nucleus run --rm --volume "$HELPER:/probe:ro" --seccomp-profile "$profile" --caps-policy "$T/caps.toml" -- "$@"
}
run nucleus run --rm --volume "$HELPER:/probe:ro" --seccomp-profile "$profile" -- \
  /probe/try-syscall unshare:0x10000000 clone3 personality:0x20008
is "$(cat "$T/out")" 'unshare:0x10000000 EPERM
clone3 ENOSYS
personality:0x20008 ok' 'a container without capabilities'
keeping chown chroot / true
like "$T/err" "^chroot: .*: Operation not permitted\$" 'chroot without its capability'
keeping sys_chroot chroot / true
is "$code" 0 'and with it, by policy'
if [ "$(id -u)" = 0 ]; then
  keeping sys_admin /probe/try-syscall unshare:0x10000000 unshare:0x20000 sethostname:-1:0
  is "$(cat "$T/out")" 'unshare:0x10000000 ok
unshare:0x20000 ok
sethostname:-1:0 ok' 'SYS_ADMIN, by policy'
else
  skip_user 'it cannot be kept in a user namespace' 'SYS_ADMIN, by policy'
fi
finish
