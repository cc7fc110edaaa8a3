/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "find.h"
#include "kernel.h"
#include "pause.h"
#include "process.h"
#include "target.h"

#define KILL_SECONDS 10 /* a killed process may be in a system call that does not end */

/* The monitor's pidfd, or -1 with ESRCH if it has gone meanwhile. */
static int open_monitor(nc_entry const *e)
{
  if (!e->monitor)
    return (errno = ENXIO, -1);
  int fd = nc_pidfd_open(e->monitor);
  if (fd < 0)
    return -1;
  /* opened while it held the lock: its PID cannot have become another's before */
  if (nc_entry_holder(e) == e->monitor)
    return fd;
  close(fd);
  return (errno = ESRCH, -1);
}

int nc_target_open(nc_target *t, nc_state const *s, char const *ref)
{
  *t = (nc_target){.state = s, .ref = ref, .monitor = -1};
  if (!nc_find(&t->e, s, ref))
    return 0;
  t->audit = nc_entry_file(&t->e, "audit.ndjson");
  while (t->e.alive && (t->monitor = open_monitor(&t->e)) < 0) {
    nc_entry now;
    if (errno != ESRCH) {
      strerr_warnwusys("reach the monitor of ", t->e.id);
      nc_target_close(t);
      return 0;
    }
    int found = nc_entry_open(&now, s, t->e.id);
    if (found <= 0) {
      if (!found)
        strerr_warnw("no such container: ", ref);
      nc_target_close(t);
      return 0;
    }
    nc_entry_close(&t->e);
    t->e = now;
  }
  return 1;
}

void nc_target_close(nc_target const *t)
{
  if (t->monitor >= 0)
    close(t->monitor);
  if (t->audit >= 0)
    close(t->audit);
  nc_entry_close(&t->e);
}

size_t nc_target_open_all(nc_target **targets, nc_state const *s, char const *const *argv,
                          int *code)
{
  size_t n = 0;
  while (argv[n])
    n++;
  *targets = calloc(n + 1, sizeof **targets);
  if (!*targets)
    strerr_diefusys(111, "allocate memory");
  for (n = 0; *argv; argv++) {
    if (nc_target_open(*targets + n, s, *argv))
      n++;
    else
      *code = 1;
  }
  return n;
}

int nc_target_pid1(nc_target const *t, nc_entry const *e)
{
  nc_entry now;
  int fd = nc_pidfd_open(e->pid);
  if (fd < 0)
    return -1;
  int below = nc_process_is_below(e->pid, e->monitor);
  int error = below < 0 ? errno : below ? 0 : EPERM;
  int found = nc_entry_open(&now, t->state, e->id);
  if (found > 0)
    nc_entry_close(&now);
  if (found <= 0 || now.phase != PHASE_RUNNING || now.pid != e->pid || now.monitor != e->monitor)
    error = ESRCH;
  if (!error)
    return fd;
  close(fd);
  return (errno = error, -1);
}

static int signal_pid1(nc_target const *t, nc_entry const *e, int sig)
{
  int fd = nc_target_pid1(t, e);
  if (fd < 0)
    return -1;
  int r = nc_pidfd_send_signal(fd, sig), error = errno;
  close(fd);
  return (errno = error, r);
}

/* nc-monitor ends what has not started when it gets one of these; as it forwards what it gets
   later, a start in between does no harm. */
static int cancel(nc_target const *t, int sig)
{
  if (sig != SIGKILL && sig != SIGTERM && sig != SIGINT && sig != SIGQUIT && sig != SIGHUP)
    return (errno = EAGAIN, -1);
  return nc_pidfd_send_signal(t->monitor, sig == SIGKILL ? SIGTERM : sig);
}

static int fail(nc_target *t)
{
  t->failed = 1;
  return 0;
}

int nc_target_signal(nc_target *t, int sig)
{
  nc_entry e;
  if (t->failed)
    return 0;
  if (t->monitor < 0)
    return 1;
  int found = nc_entry_open(&e, t->state, t->e.id);
  if (found < 0)
    return fail(t);
  if (!found)
    return 1;
  nc_entry_close(&e);
  if (e.phase == PHASE_STOPPED || e.phase == PHASE_DEAD)
    return 1;
  int r = e.phase == PHASE_RUNNING ? signal_pid1(t, &e, sig) : cancel(t, sig);
  /* a monitor that job control has stopped would not see the end */
  if (r == 0 && (sig == SIGKILL || sig == SIGTERM))
    r = nc_pidfd_send_signal(t->monitor, SIGCONT);
  /* nor would a frozen PID 1 act on what it has got */
  if (r == 0 && e.paused && (sig == SIGKILL || sig == SIGTERM))
    r = nc_pause_set(&t->e, 0) < 0 && errno != ENOENT ? -1 : 0;
  if (r == 0 || errno == ESRCH)
    return 1;
  if (errno == EPERM)
    strerr_warnwu("signal ", e.id, ": its PID 1 is not a process of its monitor's, or not ours");
  else if (errno == EAGAIN)
    strerr_warnwu("signal ", e.id, ": it has not started yet");
  else
    strerr_warnwusys("signal ", e.id);
  return fail(t);
}

static int64_t now_ms(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

size_t nc_target_await(nc_target *targets, size_t n, int64_t seconds)
{
  int64_t end = now_ms() + seconds * 1000;
  struct pollfd *p = calloc(n + 1, sizeof *p);
  if (!p)
    strerr_diefusys(111, "allocate memory");
  for (;;) {
    size_t left = 0;
    for (size_t i = 0; i < n; i++) {
      p[i] = (struct pollfd){.fd = targets[i].failed ? -1 : targets[i].monitor, .events = POLLIN};
      left += p[i].fd >= 0;
    }
    int64_t ms = seconds < 0 ? -1 : end - now_ms();
    if (!left || (seconds >= 0 && ms < 0)) {
      free(p);
      return left;
    }
    if (poll(p, n, (int)(ms > 86400000 ? 86400000 : ms)) < 0 && errno != EINTR)
      strerr_diefusys(111, "wait");
    for (size_t i = 0; i < n; i++)
      if (p[i].revents) {
        close(targets[i].monitor);
        targets[i].monitor = -1;
      }
  }
}

void nc_target_kill(nc_target *targets, size_t n)
{
  size_t left = n;
  /* again each second: one that was just starting may have been cancelled too late */
  for (int i = 0; left && i < KILL_SECONDS; i++) {
    for (nc_target *t = targets; t < targets + n; t++)
      nc_target_signal(t, SIGKILL);
    left = nc_target_await(targets, n, 1);
  }
  for (nc_target *t = targets; left && t < targets + n; t++)
    if (t->monitor >= 0 && !t->failed)
      strerr_warnwu("end ", t->ref, ": it was killed, and is still there");
}
