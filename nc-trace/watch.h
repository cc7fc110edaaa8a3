/* SPDX-License-Identifier: ISC */

/* Which calls are looked into, and what each takes. Calls of another architecture than the
   machine's own are not. */

#ifndef NC_WATCH_H
#define NC_WATCH_H

#include <linux/seccomp.h>

#include "traced.h"

/* Writes down the objects of a call, before it goes on. Dies 111. */
extern void watch(traced *t, struct seccomp_notif const *notif);

/* Each looks into one call, or some that are alike: open.c, names.c, exec.c, sockets.c,
   privileged.c and identity.c. */
typedef void watcher(traced *t);

extern watcher watch_open, watch_creat, watch_openat, watch_openat2, watch_truncate,
    watch_ftruncate, watch_ioctl;

extern watcher watch_mkdir, watch_mkdirat, watch_mknod, watch_mknodat, watch_symlink,
    watch_symlinkat, watch_link, watch_linkat, watch_rename, watch_renameat, watch_renameat2,
    watch_unlink, watch_unlinkat, watch_rmdir;

extern watcher watch_execve, watch_execveat;

extern watcher watch_socket, watch_setsockopt, watch_bind, watch_connect, watch_sendto,
    watch_sendmsg;

extern watcher watch_setuid, watch_setreuid, watch_setresuid, watch_setfsuid, watch_setgid,
    watch_setregid, watch_setresgid, watch_setfsgid, watch_setgroups, watch_capset, watch_prctl,
    watch_kill, watch_tgkill, watch_chown, watch_lchown, watch_fchown, watch_fchownat, watch_chmod,
    watch_fchmod, watch_fchmodat, watch_fchmodat2, watch_utime, watch_utimensat, watch_futimesat;

extern watcher watch_admin, watch_chroot, watch_time, watch_boot, watch_bpf, watch_perfmon,
    watch_module, watch_rawio, watch_pacct, watch_tty, watch_handle, watch_syslog, watch_unshare,
    watch_clone, watch_clone3, watch_open_tree, watch_ptrace, watch_process_vm, watch_adjtimex,
    watch_clock_adjtime, watch_setpriority, watch_scheduler, watch_sched_setattr, watch_ioprio,
    watch_setrlimit, watch_prlimit, watch_mlock, watch_mlockall, watch_timer;

#endif
