/* SPDX-License-Identifier: ISC */

#include <stdint.h>
#include <sys/syscall.h>

#include <seccomp.h>

#include "watch.h"

static struct {
  int number;
  char const *name;
  watcher *watch;
} const watched[] = {
#define CALL(name, watcher)                                                                        \
  {                                                                                                \
    SYS_##name, #name, &watch_##watcher                                                            \
  }
    CALL(openat, openat),
    CALL(ioctl, ioctl),
    CALL(execve, execve),
    CALL(execveat, execveat),
    CALL(openat2, openat2),
    CALL(truncate, truncate),
    CALL(ftruncate, ftruncate),
    CALL(mkdirat, mkdirat),
    CALL(mknodat, mknodat),
    CALL(symlinkat, symlinkat),
    CALL(linkat, linkat),
#ifdef SYS_renameat
    CALL(renameat, renameat),
#endif
    CALL(renameat2, renameat2),
    CALL(unlinkat, unlinkat),
#ifdef SYS_open /* x86_64's own, each of which has one that ends with "at" */
    CALL(open, open),
    CALL(creat, creat),
    CALL(mkdir, mkdir),
    CALL(mknod, mknod),
    CALL(symlink, symlink),
    CALL(link, link),
    CALL(rename, rename),
    CALL(unlink, unlink),
    CALL(rmdir, rmdir),
    CALL(chown, chown),
    CALL(lchown, lchown),
    CALL(chmod, chmod),
    CALL(utime, utime),
    CALL(utimes, utime),
    CALL(futimesat, futimesat),
    CALL(iopl, rawio),
    CALL(ioperm, rawio),
#endif
    CALL(socket, socket),
    CALL(setsockopt, setsockopt),
    CALL(bind, bind),
    CALL(connect, connect),
    CALL(sendto, sendto),
    CALL(sendmsg, sendmsg),
    CALL(setuid, setuid),
    CALL(setreuid, setreuid),
    CALL(setresuid, setresuid),
    CALL(setfsuid, setfsuid),
    CALL(setgid, setgid),
    CALL(setregid, setregid),
    CALL(setresgid, setresgid),
    CALL(setfsgid, setfsgid),
    CALL(setgroups, setgroups),
    CALL(capset, capset),
    CALL(prctl, prctl),
    CALL(kill, kill),
    CALL(tkill, kill),
    CALL(tgkill, tgkill),
    CALL(rt_sigqueueinfo, kill),
    CALL(rt_tgsigqueueinfo, tgkill),
    CALL(fchown, fchown),
    CALL(fchownat, fchownat),
    CALL(fchmod, fchmod),
    CALL(fchmodat, fchmodat),
    {452, "fchmodat2", &watch_fchmodat2}, /* 6.6, of every architecture */
    CALL(utimensat, utimensat),
    CALL(mount, admin),
    CALL(umount2, admin),
    CALL(pivot_root, admin),
    CALL(move_mount, admin),
    CALL(fsopen, admin),
    CALL(fsconfig, admin),
    CALL(fsmount, admin),
    CALL(fspick, admin),
    CALL(mount_setattr, admin),
    CALL(open_tree, open_tree),
    CALL(setns, admin),
    CALL(unshare, unshare),
    CALL(clone, clone),
    CALL(clone3, clone3),
    CALL(sethostname, admin),
    CALL(setdomainname, admin),
    CALL(swapon, admin),
    CALL(swapoff, admin),
    CALL(quotactl, admin),
    CALL(fanotify_init, admin),
    CALL(chroot, chroot),
    CALL(settimeofday, time),
    CALL(clock_settime, time),
    CALL(adjtimex, adjtimex),
    CALL(clock_adjtime, clock_adjtime),
    CALL(reboot, boot),
    CALL(kexec_load, boot),
    CALL(bpf, bpf),
    CALL(perf_event_open, perfmon),
    CALL(init_module, module),
    CALL(finit_module, module),
    CALL(delete_module, module),
    CALL(acct, pacct),
    CALL(vhangup, tty),
    CALL(syslog, syslog),
    CALL(open_by_handle_at, handle),
    CALL(ptrace, ptrace),
    CALL(process_vm_readv, process_vm),
    CALL(process_vm_writev, process_vm),
    CALL(setpriority, setpriority),
    CALL(sched_setscheduler, scheduler),
    CALL(sched_setattr, sched_setattr),
    CALL(ioprio_set, ioprio),
    CALL(setrlimit, setrlimit),
    CALL(prlimit64, prlimit),
    CALL(mlock, mlock),
    CALL(mlock2, mlock),
    CALL(mlockall, mlockall),
    CALL(timerfd_create, timer),
    CALL(timer_create, timer),
#undef CALL
};

/* x32's numbers, of the same architecture to the kernel, are none of these. */
void watch(traced *t, struct seccomp_notif const *notif)
{
  if (notif->data.arch != seccomp_arch_native())
    return;
  for (size_t i = 0; i < sizeof watched / sizeof *watched; i++)
    if (watched[i].number == notif->data.nr) {
      if (traced_begin(t, notif, watched[i].name)) {
        watched[i].watch(t);
        traced_end(t);
      }
      return;
    }
}
