/* SPDX-License-Identifier: ISC */

/*
 * Executes a program in a child and writes down every system call that it and what it starts
 * make, by seccomp's user notification. Stands where nc-seccomp stands, filters nothing, and
 * waits: each call stops until this process has seen it. Sets no_new_privs.
 */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "call.h"
#include "chain.h"
#include "kernel.h"
#include "report.h"
#include "wait.h"

#define USAGE      "nc-trace [ -- ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5) /* 5.19 */
#endif

#define CALLS_MAX  16384 /* a payload may think up as many as it likes */
#define LINE_BYTES 512

typedef struct seen_s seen;
struct seen_s {
  nc_call call;
  uint64_t count;
  off_t offset; /* of its line */
};

typedef struct trace_s trace;
struct trace_s {
  int log;
  int listener;
  seen *calls;
  size_t n;
  off_t end;
  struct seccomp_notif *notif;
  size_t notif_size;
  struct seccomp_notif_resp *resp;
  size_t resp_size;
};

static void open_log(trace *t)
{
  struct stat st;
  t->log = nc_chain_fd("NC_TRACE");
  if (t->log < 0)
    strerr_dief(100, "NC_TRACE is not set: nowhere to write to");
  if (fstat(t->log, &st) < 0)
    strerr_diefusys(111, "stat the log");
  if (!S_ISREG(st.st_mode))
    strerr_dief(111, "unable to write the log: not a regular file");
  if (fcntl(t->log, F_SETFD, FD_CLOEXEC) < 0 || unsetenv("NC_TRACE") < 0)
    strerr_diefusys(111, "take NC_TRACE");
}

/* The kernel's structures may be longer than those of our headers. */
static void make_room(trace *t)
{
  struct seccomp_notif_sizes sizes;
  if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) < 0)
    strerr_diefusys(111, "use seccomp's user notification");
  t->notif_size = sizes.seccomp_notif > sizeof *t->notif ? sizes.seccomp_notif : sizeof *t->notif;
  t->resp_size =
      sizes.seccomp_notif_resp > sizeof *t->resp ? sizes.seccomp_notif_resp : sizeof *t->resp;
  t->notif = malloc(t->notif_size);
  t->resp = malloc(t->resp_size);
  t->calls = malloc(CALLS_MAX * sizeof *t->calls);
  if (!t->notif || !t->resp || !t->calls)
    strerr_diefusys(111, "allocate memory");
}

static void fail(char const *what) gccattr_noreturn;
static void fail(char const *what)
{
  nc_report_failed();
  strerr_diefusys(111, what);
}

/* In the child. Behind the filter even a report waits for the parent, so only the exec is left. */
static void become(nc_chain_next const *next, int parent, sigset_t const *mask) gccattr_noreturn;
static void become(nc_chain_next const *next, int parent, sigset_t const *mask)
{
  struct sock_filter insn = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
  struct sock_fprog const prog = {.len = 1, .filter = &insn};
  unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
  /* without the supervisor every call would be ENOSYS */
  nc_wait_die_with(parent);
  if (sigprocmask(SIG_SETMASK, mask, NULL) < 0)
    fail("restore the signal mask");
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
              &prog) < 0 &&
      (errno != EINVAL || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog) < 0))
    fail("listen to system calls");
  nc_chain_go(next);
}

/* The child shares our descriptors until its exec, and cannot tell us anything once it is
   filtered: the listener becomes the lowest free descriptor, so we look whether it is there. */
static void await_listener(trace *t, pid_t child)
{
  struct timespec const ms = {.tv_nsec = 1000000};
  siginfo_t end;
  while (fcntl(t->listener, F_GETFD) < 0) {
    if (nc_wait_ended(child, &end))
      _exit(nc_wait_code(&end));
    nanosleep(&ms, NULL);
  }
}

static pid_t start(trace *t, nc_chain_next const *next, sigset_t const *mask)
{
  struct clone_args const args = {.flags = CLONE_FILES, .exit_signal = SIGCHLD};
  int self = nc_pidfd_open(getpid());
  pid_t child;
  if (self < 0)
    fail("open a pidfd of this process");
  t->listener = fcntl(0, F_DUPFD_CLOEXEC, 0);
  if (t->listener < 0 || close(t->listener) < 0)
    fail("find a free descriptor");
  child = nc_clone3(&args);
  if (!child)
    become(next, self, mask);
  if (child < 0)
    fail("fork");
  await_listener(t, child);
  return child;
}

static void write_line(trace *t, seen const *s)
{
  char line[LINE_BYTES];
  size_t n = nc_call_format(&s->call, s->count, line, sizeof line);
  ssize_t done = pwrite(t->log, line, n, s->offset);
  if (done >= 0 && (size_t)done != n)
    strerr_dief(111, "unable to write the log: it was cut short");
  if (done < 0)
    strerr_diefusys(111, "write the log");
  if (s->offset == t->end)
    t->end += (off_t)n;
}

/* A call is in the log before it is made; only how often stands there when all has ended. */
static void record(trace *t, struct seccomp_data const *data)
{
  nc_call call;
  nc_call_narrow(&call, data);
  for (size_t i = 0; i < t->n; i++)
    if (!memcmp(&t->calls[i].call, &call, sizeof call)) {
      t->calls[i].count++;
      return;
    }
  if (t->n == CALLS_MAX)
    strerr_dief(111, "too many different calls for the log");
  t->calls[t->n] = (seen){.call = call, .count = 1, .offset = t->end};
  write_line(t, t->calls + t->n++);
}

/* ENOENT: the process was killed meanwhile. */
static void answer(trace *t)
{
  memset(t->notif, 0, t->notif_size);
  memset(t->resp, 0, t->resp_size);
  if (ioctl(t->listener, SECCOMP_IOCTL_NOTIF_RECV, t->notif) < 0) {
    if (errno == ENOENT || errno == EINTR)
      return;
    strerr_diefusys(111, "receive a system call");
  }
  record(t, &t->notif->data);
  t->resp->id = t->notif->id;
  t->resp->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  if (ioctl(t->listener, SECCOMP_IOCTL_NOTIF_SEND, t->resp) < 0 && errno != ENOENT)
    strerr_diefusys(111, "let a system call go on");
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

/* Until prog has ended: with PID 1, its parent's, then all else that it left ends too. */
static void supervise(trace *t, pid_t child, siginfo_t *end)
{
  struct signalfd_siginfo info;
  struct pollfd p[2] = {{.fd = open_signals(), .events = POLLIN},
                        {.fd = t->listener, .events = POLLIN}};
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
        nc_wait_forward(child, (int)info.ssi_signo, info.ssi_code == SI_KERNEL);
      else if (nc_wait_ended(child, end))
        return;
    }
    if (p[1].revents & POLLIN)
      answer(t);
    else if (p[1].revents)
      p[1].fd = -1; /* no traced process is left but what is not yet reaped */
  }
}

int main(int argc, char const *const *argv)
{
  static nc_report r;
  trace t = {.log = -1};
  nc_chain_next next;
  sigset_t old;
  siginfo_t end;
  pid_t child;
  PROG = "nc-trace";
  {
    subgetopt l = SUBGETOPT_ZERO;
    if (subgetopt_r(argc, argv, "", &l) != -1)
      dieusage();
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc < 1)
    dieusage();

  open_log(&t);
  nc_wait_open_standard();
  nc_chain_find(&next, argv);
  make_room(&t);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  strerr_warnw("system calls are recorded, not filtered");
  nc_report_begin(&r, "applied");
  nc_json_bool(&r.json, "filtered", 0);
  nc_report_send(&r);
  nc_wait_block(&old);
  nc_chain_announce(&next);
  child = start(&t, &next, &old);

  /* our own table: nc-monitor waits for the last copy of its socket to close */
  if (unshare(CLONE_FILES) < 0)
    strerr_diefusys(111, "have descriptors of our own");
  nc_wait_close_others(
      (int[]){2, t.log < t.listener ? t.log : t.listener, t.log < t.listener ? t.listener : t.log},
      3);
  /* the traced program has our user and could read the log's descriptor, or change us */
  if (prctl(PR_SET_DUMPABLE, 0) < 0)
    strerr_diefusys(111, "become undumpable");
  supervise(&t, child, &end);
  for (size_t i = 0; i < t.n; i++)
    write_line(&t, t.calls + i);
  if (close(t.log) < 0)
    strerr_diefusys(111, "write the log");
  return nc_wait_code(&end);
}
