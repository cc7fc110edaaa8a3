/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "chain.h"
#include "kernel.h"
#include "report.h"
#include "wait.h"

int nc_wait_failed = 111;

void nc_wait_signals(sigset_t *set)
{
  static int const others[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGTRAP,
                               SIGSYS,  SIGABRT, SIGTSTP, SIGTTIN, SIGTTOU};
  sigfillset(set);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    sigdelset(set, others[i]);
}

void nc_wait_block(sigset_t *old)
{
  sigset_t set;
  /* ignored by whoever started us, it would never come, and children would reap themselves */
  struct sigaction const by_default = {.sa_handler = SIG_DFL};
  if (sigaction(SIGCHLD, &by_default, NULL) < 0)
    strerr_diefusys(nc_wait_failed, "reset SIGCHLD");
  nc_wait_signals(&set);
  if (sigprocmask(SIG_BLOCK, &set, old) < 0)
    strerr_diefusys(nc_wait_failed, "block signals");
}

void nc_wait_open_standard(void)
{
  /* only where it must: a Landlock policy may not let a late link open /dev/null */
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0) {
      int null = open("/dev/null", O_RDWR);
      if (null < 0)
        strerr_diefusys(nc_wait_failed, "open /dev/null");
      if (null != fd)
        strerr_dief(nc_wait_failed, "unable to tell which standard descriptors are open");
    }
}

/* If the parent died before PR_SET_PDEATHSIG took hold, no signal ever comes. getppid says
   nothing inside a pid namespace; the parent's pidfd does. */
void nc_wait_die_with(int parent)
{
  struct pollfd p = {.fd = parent, .events = POLLIN};
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) {
    nc_report_failed();
    strerr_diefusys(nc_wait_failed, "set the parent death signal");
  }
  if (poll(&p, 1, 0) != 0) {
    nc_report_failed();
    strerr_dief(nc_wait_failed, "the waiting parent is gone");
  }
}

/* gate, where there is one: the child goes on when it has read a byte. */
static void go_on(pid_t parent, int gate, sigset_t const *mask,
                  char const *const *argv) gccattr_noreturn;
static void go_on(pid_t parent, int gate, sigset_t const *mask, char const *const *argv)
{
  char go;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
    strerr_diefusys(nc_wait_failed, "set the parent death signal");
  if (getppid() != parent || (gate >= 0 && fd_read(gate, &go, 1) != 1))
    strerr_dief(nc_wait_failed, "the waiting parent is gone");
  if (sigprocmask(SIG_SETMASK, mask, NULL) < 0)
    strerr_diefusys(nc_wait_failed, "restore the signal mask");
  nc_chain_exec(argv);
}

pid_t nc_wait_start(char const *const *argv, sigset_t const *mask)
{
  pid_t self = getpid(), child = vfork();
  if (!child)
    go_on(self, -1, mask, argv);
  return child;
}

pid_t nc_wait_start_after(char const *const *argv, sigset_t const *mask, void (*prepare)(void))
{
  int gate[2];
  pid_t self = getpid(), child;
  if (pipe2(gate, O_CLOEXEC) < 0)
    return -1;
  child = fork();
  if (!child) {
    close(gate[1]);
    go_on(self, gate[0], mask, argv);
  }
  if (child > 0) {
    prepare();
    if (fd_write(gate[1], "", 1) != 1)
      strerr_diefusys(nc_wait_failed, "let the child go on");
  }
  close(gate[0]);
  close(gate[1]);
  return child;
}

void nc_wait_forward(pid_t child, int sig, int from_kernel)
{
  if (from_kernel && getpgid(child) == getpgrp())
    return;
  kill(child, sig); /* the child is not reaped yet: the PID is its own */
}

void nc_wait_reap(pid_t child)
{
  if (waitpid(child, NULL, 0) < 0)
    strerr_diefusys(nc_wait_failed, "reap a process");
}

int nc_wait_ended(pid_t child, siginfo_t *end)
{
  for (;;) {
    end->si_pid = 0;
    if (waitid(P_ALL, 0, end, WEXITED | WNOHANG | WNOWAIT) < 0)
      strerr_diefusys(nc_wait_failed, "wait for the child");
    if (!end->si_pid)
      return 0;
    if (end->si_pid == child)
      return 1;
    nc_wait_reap(end->si_pid);
  }
}

void nc_wait_child(pid_t child, siginfo_t *end)
{
  sigset_t set;
  siginfo_t info;
  nc_wait_signals(&set);
  for (;;) {
    if (sigwaitinfo(&set, &info) < 0) {
      if (errno == EINTR)
        continue;
      strerr_diefusys(nc_wait_failed, "wait for signals");
    }
    if (info.si_signo != SIGCHLD)
      nc_wait_forward(child, info.si_signo, info.si_code == SI_KERNEL);
    else if (nc_wait_ended(child, end))
      return;
  }
}

int nc_wait_code(siginfo_t const *end)
{
  return end->si_code == CLD_EXITED ? end->si_status : 128 + end->si_status;
}

void nc_wait_close_others(int const *keep, unsigned int n)
{
  unsigned int first = 0;
  for (unsigned int i = 0; i < n; i++) {
    if ((unsigned int)keep[i] > first && nc_close_range(first, (unsigned int)keep[i] - 1, 0) < 0)
      strerr_diefusys(nc_wait_failed, "close descriptors");
    first = (unsigned int)keep[i] + 1;
  }
  if (nc_close_range(first, UINT_MAX, 0) < 0)
    strerr_diefusys(nc_wait_failed, "close descriptors");
}
