/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <skalibs/gccattributes.h>
#include <skalibs/strerr.h>

#include "kernel.h"
#include "notify.h"
#include "report.h"
#include "wait.h"

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5) /* 5.19 */
#endif

/* The kernel's structures may be longer than those of our headers. */
void nc_notify_prepare(nc_notify *n)
{
  struct seccomp_notif_sizes sizes;
  if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) < 0)
    strerr_diefusys(111, "use seccomp's user notification");
  n->notif_size = sizes.seccomp_notif > sizeof *n->notif ? sizes.seccomp_notif : sizeof *n->notif;
  n->resp_size =
      sizes.seccomp_notif_resp > sizeof *n->resp ? sizes.seccomp_notif_resp : sizeof *n->resp;
  n->notif = malloc(n->notif_size);
  n->resp = malloc(n->resp_size);
  if (!n->notif || !n->resp)
    strerr_diefusys(111, "allocate memory");
  nc_wait_block(&n->mask);
}

static void fail(char const *what) gccattr_noreturn;
static void fail(char const *what)
{
  nc_report_failed();
  strerr_diefusys(111, what);
}

/* In the child. Behind the filter even a report may wait for the parent, so only the exec is
   left. */
static void become(nc_notify const *n, nc_chain_next const *next, struct sock_fprog const *prog,
                   unsigned long flags, int parent) gccattr_noreturn;
static void become(nc_notify const *n, nc_chain_next const *next, struct sock_fprog const *prog,
                   unsigned long flags, int parent)
{
  flags |= SECCOMP_FILTER_FLAG_NEW_LISTENER;
  /* without the supervisor every notified call would be ENOSYS */
  nc_wait_die_with(parent);
  /* the supervisor is not to be looked into; this may be, by it: at what is executed */
  if (prctl(PR_SET_DUMPABLE, 1) < 0)
    fail("become dumpable");
  if (sigprocmask(SIG_SETMASK, &n->mask, NULL) < 0)
    fail("restore the signal mask");
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
              prog) < 0 &&
      (errno != EINVAL || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, prog) < 0))
    fail("listen to system calls");
  nc_chain_go(next);
}

/* The child shares our descriptors until its exec, and may not be able to tell us anything once it
   is filtered: the listener becomes the lowest free descriptor, so we look whether it is there. */
static void await_listener(nc_notify const *n, int child)
{
  struct pollfd p = {.fd = child, .events = POLLIN};
  siginfo_t end;
  for (int ms = 1; fcntl(n->listener, F_GETFD) < 0; ms = ms < 64 ? 2 * ms : ms) {
    if (poll(&p, 1, ms) < 0 && errno != EINTR)
      fail("wait for the filter");
    if (p.revents && nc_wait_ended(n->child, &end))
      _exit(nc_wait_code(&end));
  }
}

/* Our own table: nc-monitor waits for the last copy of its socket to close. */
static void retreat(nc_notify const *n, int log)
{
  int low = log < n->listener ? log : n->listener, high = log < n->listener ? n->listener : log;
  if (unshare(CLONE_FILES) < 0)
    strerr_diefusys(111, "have descriptors of our own");
  nc_wait_close_others((int[]){2, low, high}, 3);
}

void nc_notify_start(nc_notify *n, nc_chain_next const *next, struct sock_fprog const *prog,
                     unsigned long flags, int log)
{
  int self = nc_pidfd_open(getpid()), child = -1, lowest;
  struct clone_args const args = {
      .flags = CLONE_FILES | CLONE_PIDFD, .pidfd = (uintptr_t)&child, .exit_signal = SIGCHLD};
  if (self < 0)
    fail("open a pidfd of this process");
  /* the lowest two that are free: the child's pidfd comes first */
  lowest = fcntl(0, F_DUPFD_CLOEXEC, 0);
  n->listener = fcntl(0, F_DUPFD_CLOEXEC, 0);
  if (lowest < 0 || n->listener < 0)
    fail("find free descriptors");
  close(lowest);
  close(n->listener);
  /* What the child becomes has our user: it could read the log's descriptor, or change us. Before
     the fork, since it does not wait for us. */
  if (prctl(PR_SET_DUMPABLE, 0) < 0)
    fail("become undumpable");
  n->child = nc_clone3(&args);
  if (!n->child)
    become(n, next, prog, flags, self);
  if (n->child < 0)
    fail("fork");
  await_listener(n, child);
  retreat(n, log);
}

/* ENOENT: the process was killed meanwhile. */
static void answer_one(nc_notify *n, nc_notify_answer *answer, void *data)
{
  memset(n->notif, 0, n->notif_size);
  memset(n->resp, 0, n->resp_size);
  if (ioctl(n->listener, SECCOMP_IOCTL_NOTIF_RECV, n->notif) < 0) {
    if (errno == ENOENT || errno == EINTR)
      return;
    strerr_diefusys(111, "receive a system call");
  }
  n->resp->id = n->notif->id;
  answer(data, n->notif, n->resp);
  if (ioctl(n->listener, SECCOMP_IOCTL_NOTIF_SEND, n->resp) < 0 && errno != ENOENT)
    strerr_diefusys(111, "answer a system call");
}

static int open_signals(void)
{
  sigset_t set;
  int fd;
  nc_wait_signals(&set);
  fd = signalfd(-1, &set, SFD_CLOEXEC);
  if (fd < 0)
    strerr_diefusys(111, "open a descriptor of signals");
  return fd;
}

void nc_notify_supervise(nc_notify *n, nc_notify_answer *answer, void *data, siginfo_t *end)
{
  struct signalfd_siginfo info;
  struct pollfd p[2] = {{.fd = open_signals(), .events = POLLIN},
                        {.fd = n->listener, .events = POLLIN}};
  for (;;) {
    if (poll(p, 2, -1) < 0) {
      if (errno == EINTR)
        continue;
      strerr_diefusys(111, "poll");
    }
    if (p[0].revents) {
      if (read(p[0].fd, &info, sizeof info) != sizeof info)
        strerr_diefusys(111, "read a signal");
      if (info.ssi_signo != SIGCHLD)
        nc_wait_forward(n->child, (int)info.ssi_signo, info.ssi_code == SI_KERNEL);
      else if (nc_wait_ended(n->child, end))
        return;
    }
    if (p[1].revents & POLLIN)
      answer_one(n, answer, data);
    else if (p[1].revents & POLLHUP)
      p[1].fd = -1; /* no filtered process is left but what is not yet reaped */
    /* POLLERR alone: the kernel was interrupted as it looked */
  }
}
