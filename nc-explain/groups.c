/* SPDX-License-Identifier: ISC */

#include <stddef.h>
#include <string.h>

#include "groups.h"

char const *const nc_group_titles[NC_GROUPS] = {
    "Files and folders",
    "Terminals and devices",
    "Waiting for events, and pipes",
    "Network and sockets",
    "Memory",
    "Processes, threads and signals",
    "Time",
    "Users, rights and namespaces",
    "The machine, and others",
};

/* Names between blanks. */
static char const *const groups[NC_GROUPS - 1] = {
    " _llseek access cachestat chdir chmod chown chown32 chroot close close_range "
    "copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64 fadvise64_64 "
    "fallocate fanotify_init fanotify_mark fchdir fchmod fchmodat fchmodat2 fchown fchown32 "
    "fchownat fcntl fcntl64 fdatasync fgetxattr file_getattr file_setattr flistxattr flock "
    "fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate "
    "ftruncate64 futimesat getcwd getdents getdents64 getxattr getxattrat inotify_add_watch "
    "inotify_init inotify_init1 inotify_rm_watch lchown lchown32 lgetxattr link linkat "
    "listxattr listxattrat llistxattr lremovexattr lseek lsetxattr lstat lstat64 mkdir "
    "mkdirat mknod mknodat name_to_handle_at newfstatat open open_by_handle_at openat openat2 "
    "pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readahead readdir readlink "
    "readlinkat readv removexattr removexattrat rename renameat renameat2 rmdir sendfile "
    "sendfile64 setxattr setxattrat splice stat stat64 statfs statfs64 statx symlink "
    "symlinkat sync sync_file_range syncfs tee truncate truncate64 umask unlink unlinkat "
    "utime utimensat utimensat_time64 utimes vmsplice write writev ",
    " ioctl ioperm iopl vhangup ",
    " _newselect epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 "
    "epoll_wait epoll_wait_old eventfd eventfd2 io_cancel io_destroy io_getevents "
    "io_pgetevents io_setup io_submit io_uring_enter io_uring_register io_uring_setup pipe "
    "pipe2 poll ppoll ppoll_time64 pselect6 pselect6_time64 select signalfd signalfd4 "
    "timerfd_create timerfd_gettime timerfd_settime ",
    " accept accept4 bind connect getpeername getsockname getsockopt listen recv recvfrom "
    "recvmmsg recvmmsg_time64 recvmsg send sendmmsg sendmsg sendto setdomainname sethostname "
    "setsockopt shutdown socket socketcall socketpair ",
    " brk get_mempolicy madvise map_shadow_stack mbind membarrier memfd_create memfd_secret "
    "migrate_pages mincore mlock mlock2 mlockall mmap mmap2 move_pages mprotect mremap mseal "
    "msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect process_madvise "
    "process_mrelease remap_file_pages set_mempolicy set_mempolicy_home_node userfaultfd ",
    " alarm arch_prctl clone clone3 execve execveat exit exit_group fork futex futex_requeue "
    "futex_time64 futex_wait futex_waitv futex_wake get_robust_list get_thread_area getcpu "
    "getitimer getpgid getpgrp getpid getppid getpriority getrlimit getrusage getsid gettid "
    "ioprio_get ioprio_set ipc kcmp kill modify_ldt mq_getsetattr mq_notify mq_open "
    "mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd nice pause "
    "personality pidfd_getfd pidfd_open pidfd_send_signal prctl prlimit64 process_vm_readv "
    "process_vm_writev ptrace restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask "
    "rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 "
    "rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity "
    "sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity "
    "sched_setattr sched_setparam sched_setscheduler sched_yield semctl semget semop "
    "semtimedop set_robust_list set_thread_area set_tid_address setitimer setpgid setpriority "
    "setrlimit setsid shmat shmctl shmdt shmget sigaction sigaltstack signal sigpending "
    "sigprocmask sigreturn sigsuspend tgkill times tkill ugetrlimit vfork wait4 waitid "
    "waitpid ",
    " adjtimex clock_adjtime clock_getres clock_getres_time64 clock_gettime clock_gettime64 "
    "clock_nanosleep clock_nanosleep_time64 clock_settime gettimeofday nanosleep settimeofday "
    "stime time timer_create timer_delete timer_getoverrun timer_gettime timer_settime ",
    " add_key capget capset fsconfig fsmount fsopen fspick getegid getegid32 geteuid geteuid32 "
    "getgid getgid32 getgroups getgroups32 getresgid getresgid32 getresuid getresuid32 getuid "
    "getuid32 keyctl landlock_add_rule landlock_create_ruleset landlock_restrict_self "
    "listmount lsm_get_self_attr lsm_list_modules lsm_set_self_attr mount mount_setattr "
    "move_mount open_tree open_tree_attr pivot_root request_key seccomp setfsgid setfsgid32 "
    "setfsuid setfsuid32 setgid setgid32 setgroups setgroups32 setns setregid setregid32 "
    "setresgid setresgid32 setresuid setresuid32 setreuid setreuid32 setuid setuid32 "
    "statmount umount umount2 unshare ",
};

unsigned int nc_group_of(char const *name)
{
  size_t len = strlen(name);
  for (unsigned int i = 0; i < NC_GROUPS - 1; i++)
    for (char const *s = strstr(groups[i], name); s; s = strstr(s + 1, name))
      if (s[-1] == ' ' && s[len] == ' ')
        return i;
  return NC_GROUPS - 1;
}
