. tests/tap.sh
# SPDX-License-Identifier: ISC

# Each call is made twice: outside of the filter, to know what the kernel itself answers to
# these arguments, and inside.
# under ANSWER CALL…: inside, each must give ANSWER, and outside something else
under() {
  answer=$1
  shift
  "$HELPER/try-syscall" "$@" >"$T/outside" || { point 'not ok' "probe $*" && return; }
  nc-seccomp -- "$HELPER/try-syscall" "$@" >"$T/inside"
  for call; do
    out=$(sed -n "s|^$call ||p" "$T/outside")
    in=$(sed -n "s|^$call ||p" "$T/inside")
    if [ "$out" = "$answer" ]; then
      skip "the kernel itself answers $out" "$call: $answer"
    else
      is "$in" "$answer" "$call: $answer (outside: $out)"
    fi
  done
}

# same CALL…: the filter must not be felt
same() {
  "$HELPER/try-syscall" "$@" >"$T/outside" || { point 'not ok' "probe $*" && return; }
  nc-seccomp -- "$HELPER/try-syscall" "$@" >"$T/inside"
  for call; do
    is "$(sed -n "s|^$call ||p" "$T/inside")" "$(sed -n "s|^$call ||p" "$T/outside")" \
      "$call: as outside"
  done
}

# other processes
under EPERM ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp \
  pidfd_getfd perf_event_open
# namespaces and mounts
under EPERM unshare:0 unshare setns mount umount2 pivot_root chroot fsopen fsmount fsconfig \
  fspick move_mount open_tree mount_setattr 467
for flag in 0x00020000 0x02000000 0x04000000 0x08000000 0x10000000 0x20000000 0x40000000 \
  0x7e020000; do
  # 0x800 is CLONE_SIGHAND, which alone is EINVAL: no process is made
  under EPERM "clone:$((flag | 0x800))" "clone:$((flag | 0x800 | 1 << 32))"
done
same clone:0x800
under ENOSYS clone3
# keyrings
under EPERM add_key keyctl request_key
# what goes around the filter, or watches from the kernel's side
under ENOSYS io_uring_setup io_uring_enter io_uring_register
under EPERM bpf userfaultfd fanotify_init fanotify_mark name_to_handle_at open_by_handle_at \
  lookup_dcookie
# the machine
under EPERM kexec_load kexec_file_load init_module finit_module delete_module reboot swapon \
  swapoff acct quotactl quotactl_fd syslog iopl ioperm settimeofday clock_settime adjtimex \
  clock_adjtime sethostname setdomainname vhangup nfsservctl modify_ldt uselib ustat sysfs \
  remap_file_pages
under ENOSYS vmsplice memfd_secret 457 458 459 460 461 \
  get_mempolicy set_mempolicy mbind migrate_pages move_pages

# device nodes: the kernel reads 16 bits of the mode
under EPERM mknod:-1:0x2000 mknod:-1:0x6000 mknod:-1:0x12000 mknodat:-1:-1:0x2000 \
  mknodat:-1:-1:0x6000 mknodat:-1:-1:0x100006000
same mknod:-1:0 mknod:-1:0x8180 mknod:-1:0x11b6 mknod:-1:0xc1b6 mknodat:-1:-1:0x1180

under EPERM personality:0x0040000 personality:0x0400000 personality:0x100040000
same personality:0 personality:8 personality:0x20000 personality:0x20008 personality:-1
under EPERM seccomp:1:8 seccomp:1:0x9 seccomp:1:0x100000008
same seccomp:1:0 seccomp:1:2 seccomp:2 seccomp:3

# what ordinary software and its C library ask for
same read getpid close_range statx:-1:-1:-1 faccessat2 rseq openat2 futex_waitv membarrier \
  landlock_create_ruleset landlock_add_rule landlock_restrict_self pidfd_open \
  pidfd_send_signal memfd_create:-1:-1 mq_open shmget:0:0:0 semget:0:0:0 inotify_init1 \
  epoll_pwait2 copy_file_range prctl:-1 sched_setattr execveat 452 462

# newer than the profile: absent, so that programs fall back
is "$(nc-seccomp -- "$HELPER/try-syscall" 470 500 1000 0x3fffffff)" \
  "$(printf '%s ENOSYS\n' 470 500 1000 0x3fffffff)" 'calls of the future are ENOSYS'
is "$(nc-seccomp -- "$HELPER/try-syscall" -1)" '-1 EPERM' 'call -1 is refused'

# the other ways into the kernel
for call in 0x40000000 0x40000027 0x400001ff 0x7fffffff i386/20 i386/1000 i386/102; do
  under SIGSYS "$call"
done

finish
