/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "chain.h"
#include "detach.h"
#include "failed.h"
#include "kernel.h"
#include "record.h"
#include "wait.h"

#define FLUSH_SECONDS  5
#define REVIVE_SECONDS 1 /* one that dies at once, as on a full disk, is not started in a loop */

static void make_pipe(int *ends)
{
  if (pipe2(ends, O_CLOEXEC) < 0)
    strerr_diefusys(NC_FAILED, "create a pipe");
}

static char *find_logger(void)
{
  char const *found = nc_chain_search("s6-log");
  if (!found)
    strerr_diefusys(NC_FAILED, "find s6-log, which writes the log of a detached container ",
                    "(package s6)");
  char *path = realpath(found, NULL); /* we start it from another folder */
  if (!path)
    strerr_diefusys(NC_FAILED, "find ", found);
  return path;
}

static void wait_for_start(pid_t child, int fd) gccattr_noreturn;
static void wait_for_start(pid_t child, int fd)
{
  char id[NC_ID_LEN + 1];
  int status;
  ssize_t n = fd_read(fd, id, NC_ID_LEN);
  if (n < 0)
    strerr_diefusys(NC_FAILED, "hear whether the container runs");
  if (n == NC_ID_LEN) {
    id[NC_ID_LEN] = '\n';
    if (allwrite(1, id, sizeof id) == sizeof id)
      _exit(0);
    id[NC_ID_LEN] = 0;
    strerr_diefusys(NC_FAILED, "write to stdout the ID of the container, which is there: ", id);
  }
  if (waitpid(child, &status, 0) < 0)
    strerr_diefusys(NC_FAILED, "wait for the detached process");
  if (WIFSIGNALED(status))
    strerr_dief(NC_FAILED, "the detached process was killed");
  _exit(WEXITSTATUS(status));
}

void nc_detach(nc_detached *d)
{
  int caller[2], setup[2], output[2];
  pid_t parent = getpid();
  d->logger = find_logger();
  make_pipe(caller);
  make_pipe(setup);
  make_pipe(output);
  pid_t child = fork();
  if (child < 0)
    strerr_diefusys(NC_FAILED, "fork");
  if (child) {
    close(caller[1]);
    close(setup[0]);
    close(setup[1]);
    close(output[0]);
    close(output[1]);
    wait_for_start(child, caller[0]);
  }
  close(caller[0]);
  d->caller = caller[1];
  d->setup = setup[0];
  d->said = setup[1];
  d->output = output[0];
  d->written = output[1];
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) < 0)
    strerr_diefusys(NC_FAILED, "set the parent death signal");
  if (getppid() != parent)
    strerr_dief(NC_FAILED, "nobody waits for the container's start any more");
  if (setsid() < 0)
    strerr_diefusys(NC_FAILED, "start a session");
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  d->errors = fcntl(2, F_DUPFD_CLOEXEC, 3);
  if (null < 0 || d->errors < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0)
    strerr_diefusys(NC_FAILED, "set the standard descriptors");
  close(null);
}

void nc_detached_pass(nc_detached *d)
{
  if (!d->logger)
    return;
  nc_chain_pass("NC_OUTPUT", d->written);
  if (dup2(d->said, 1) < 0 || dup2(d->said, 2) < 0)
    strerr_diefusys(NC_FAILED, "set the standard descriptors");
}

void nc_detached_passed(nc_detached *d)
{
  if (!d->logger)
    return;
  if (dup2(d->errors, 2) < 0 || dup2(0, 1) < 0 || fcntl(d->written, F_SETFD, FD_CLOEXEC) < 0)
    strerr_diefusys(NC_FAILED, "set the standard descriptors");
  close(d->errors);
  d->errors = -1;
  close(d->said);
  d->said = -1;
}

unsigned int nc_detached_fds(nc_detached const *d, int *fds)
{
  if (!d->logger)
    return 0;
  fds[0] = 0;
  fds[1] = 1;
  fds[2] = d->caller;
  fds[3] = d->setup;
  fds[4] = d->output;
  fds[5] = d->written;
  return NC_DETACHED_FDS;
}

static void run_logger(nc_detached const *d, int ready) gccattr_noreturn;
static void run_logger(nc_detached const *d, int ready)
{
  /* nothing of the environment, which has the values of the payload's variables */
  char *const envp[] = {NULL};
  char *const argv[] = {"s6-log", "-b", "-l",  "262144",   "-d",    "3",
                        "--",     "t",  "n10", "s1000000", "./log", NULL};
  sigset_t none;
  sigemptyset(&none);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC), input = fcntl(d->output, F_DUPFD_CLOEXEC, 4);
  if (ready < 0)
    ready = null;
  if (null < 0 || input < 0 || fchdir(d->dir) < 0 || dup2(ready, 3) < 0 ||
      fcntl(3, F_SETFD, 0) < 0 || dup2(input, 0) < 0 || dup2(null, 1) < 0 ||
      sigprocmask(SIG_SETMASK, &none, NULL) < 0)
    strerr_diefusys(NC_FAILED, "start s6-log");
  execve(d->logger, argv, envp);
  strerr_diefusys(NC_FAILED, "exec ", d->logger);
}

/* ready: where s6-log says that it is, or -1 */
static void start_logger(nc_detached *d, int ready)
{
  pid_t pid = fork();
  if (pid < 0)
    strerr_diefusys(NC_FAILED, "fork");
  if (!pid)
    run_logger(d, ready);
  d->pidfd = nc_pidfd_open(pid); /* not reaped yet: the PID is its own */
  if (d->pidfd < 0)
    strerr_diefusys(NC_FAILED, "open a pidfd");
}

/* Writes what is in the pipe now to our standard error. */
static void relay(int fd)
{
  char buf[4096];
  ssize_t n;
  if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
    strerr_diefusys(NC_FAILED, "read what the links say");
  while ((n = read(fd, buf, sizeof buf)) > 0)
    allwrite(2, buf, (size_t)n); /* nobody may be there to read it */
}

void nc_detached_start(nc_detached *d, int dir)
{
  int ready[2];
  char byte;
  if (!d->logger)
    return;
  d->dir = dir;
  make_pipe(ready);
  start_logger(d, ready[1]);
  close(ready[1]);
  if (fd_read(ready[0], &byte, 1) != 1)
    strerr_dief(NC_FAILED, "s6-log does not start, and without a log the container does not run");
  close(ready[0]);
}

void nc_detached_tell(nc_detached *d, char const *id)
{
  if (!d->logger)
    return;
  relay(d->setup);
  if (prctl(PR_SET_PDEATHSIG, 0) < 0)
    strerr_diefusys(NC_FAILED, "clear the parent death signal");
  /* who waited may have been killed: the container runs */
  if (fd_write(d->caller, id, NC_ID_LEN) < 0 && errno != EPIPE)
    strerr_diefusys(NC_FAILED, "tell who waits that the container runs");
  close(d->caller);
  d->caller = -1;
  /* what we may have to complain of from now on is read in the log, once there is one */
  if (dup2(d->dir < 0 ? 0 : d->written, 2) < 0)
    strerr_diefusys(NC_FAILED, "set the standard descriptors");
  if (d->dir >= 0) {
    close(d->written);
    d->written = -1;
  }
}

void nc_detached_poll(nc_detached const *d, struct pollfd *p, int *ms)
{
  *p = (struct pollfd){.fd = d->pidfd, .events = POLLIN};
  *ms = d->dir >= 0 && d->pidfd < 0 ? REVIVE_SECONDS * 1000 : -1;
}

int nc_detached_revive(nc_detached *d, struct pollfd const *p)
{
  if (p->revents) {
    close(d->pidfd);
    d->pidfd = -1;
    return 0;
  }
  if (d->dir < 0 || d->pidfd >= 0)
    return 0;
  start_logger(d, -1);
  return 1;
}

void nc_detached_close(nc_detached *d, int started)
{
  if (!d->logger)
    return;
  if (!started) {
    relay(d->setup);
    relay(d->output);
    return;
  }
  if (d->pidfd < 0)
    start_logger(d, -1);
  struct pollfd room = {.fd = 2, .events = POLLOUT};
  if (poll(&room, 1, FLUSH_SECONDS * 1000) < 0)
    strerr_diefusys(NC_FAILED, "wait for s6-log");
  if (room.revents)
    fd_write(2, "\n", 1);
  /* ours was the last copy of the writing end */
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0 || dup2(null, 2) < 0)
    strerr_diefusys(NC_FAILED, "set the standard descriptors");
  close(null);
  struct pollfd p = {.fd = d->pidfd, .events = POLLIN};
  if (poll(&p, 1, FLUSH_SECONDS * 1000) < 0)
    strerr_diefusys(NC_FAILED, "wait for s6-log");
  if (!p.revents)
    nc_pidfd_send_signal(d->pidfd, SIGKILL);
}
