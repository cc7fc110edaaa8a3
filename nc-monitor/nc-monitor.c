/* SPDX-License-Identifier: ISC */

/*
 * Keeps a container's record. Runs the chain in a child, writes down what the links report
 * and how it all ended, and outlives it: when this process goes, the container goes, and when
 * the container goes, this process removes what is left and leaves with its exit code.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain-fd.h"
#include "chain.h"
#include "console.h"
#include "container.h"
#include "failed.h"
#include "kernel.h"
#include "reports.h"
#include "scan.h"
#include "wait.h"

#define USAGE                                                                                      \
  "nc-monitor [ -c | -d ] [ -l ] [ -n name ] [ -r ] [ -p pidfile ] [ -t | -s socket ] [ -w words " \
  "] "                                                                                             \
  "prog... "                                                                                       \
  "(words: how many of the last words are the payload's)"
#define dieusage() strerr_dieusage(100, USAGE)

static void create_record(container *c, char const *const *argv, int argc)
{
  char path[PATH_MAX];
  if (nc_state_open(&c->state, path) < 0)
    strerr_diefusys(NC_FAILED, "use the state folder ", path,
                    ", which must be the caller's own and writable by nobody else");
  nc_life_create(&c->life, &c->state, c->o->ephemeral, argv, argv + argc - (int)c->o->words);
}

static int ascending(void const *a, void const *b)
{
  return *(int const *)a - *(int const *)b;
}

static void start_chain(container *c, char const *const *argv)
{
  char shortened[13];
  sigset_t mask, handled;

  memcpy(shortened, c->life.record.id, 12);
  shortened[12] = 0;
  if (setenv("NC_ID", c->life.record.id, 1) < 0 ||
      setenv("NC_NAME", c->life.name ? c->life.name : shortened, 1) < 0)
    strerr_diefusys(NC_FAILED, "set the environment");
  int report = nc_inbox_open(&c->inbox);
  /* what the chain leaves behind, should nc-unshare be killed, becomes our child */
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
    strerr_diefusys(NC_FAILED, "become a subreaper");
  nc_wait_block(&mask);
  nc_wait_signals(&handled);
  console_signals(&handled);
  c->signals = signalfd(-1, &handled, SFD_CLOEXEC);
  if (c->signals < 0)
    strerr_diefusys(NC_FAILED, "create a signalfd");
  nc_chain_pass("NC_REPORT", report);
  if (c->o->denials)
    nc_chain_pass("NC_DENIED", nc_life_denials(&c->life));
  nc_hold_open(&c->hold, c->life.record.dir);
  nc_detached_pass(&c->detached);
  c->child = nc_wait_start(argv, &mask);
  int error = errno;
  nc_detached_passed(&c->detached); /* our own standard error is the caller's again */
  errno = error;
  if (c->child < 0)
    strerr_diefusys(NC_FAILED, "fork");
  nc_hold_passed(&c->hold);

  int keep[9 + NC_DETACHED_FDS + NC_HOLD_FDS + CONSOLE_FDS] = {2,
                                                               c->state.containers,
                                                               c->state.names,
                                                               c->life.record.dir,
                                                               c->life.record.lock,
                                                               c->life.record.audit,
                                                               c->inbox.fd,
                                                               c->signals};
  unsigned int n = 8;
  if (c->pidfile >= 0)
    keep[n++] = c->pidfile;
  n += nc_detached_fds(&c->detached, keep + n);
  n += console_fds(keep + n);
  n += nc_hold_fds(&c->hold, keep + n);
  qsort(keep, n, sizeof *keep, &ascending);
  nc_wait_close_others(keep, n);
}

static void let_go(container *c)
{
  int caller = nc_hold_release(&c->hold);
  if (caller < 0)
    return;
  c->detached.caller = caller;
  if (unlinkat(c->life.record.dir, "start", 0) < 0)
    strerr_diefusys(NC_FAILED, "remove the socket of ", c->life.record.id);
}

static void read_signals(container *c)
{
  struct signalfd_siginfo info;
  if (read(c->signals, &info, sizeof info) != sizeof info)
    strerr_diefusys(NC_FAILED, "read signals");
  /* SIGPIPE of our own making: who reads what we say has gone */
  if (info.ssi_signo == SIGCHLD || console_takes_signal((int)info.ssi_signo) ||
      (info.ssi_signo == SIGPIPE && info.ssi_pid == (uint32_t)getpid()))
    return;
  /* Who sent it may have heard of the payload, and that may run before each parent that waits has
     closed the reports: "exec" will do. */
  nc_reports_read(c);
  if (*c->life.started || c->inbox.last_exec) {
    nc_wait_forward(c->child, (int)info.ssi_signo, info.ssi_code == SI_KERNEL);
  } else if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT || info.ssi_signo == SIGHUP ||
             info.ssi_signo == SIGQUIT) {
    /* PID 1 of a pid namespace ignores them until nc-init handles them */
    c->cancelled = (int)info.ssi_signo;
    kill(c->child, SIGKILL);
  }
}

static void wait_for_end(container *c, siginfo_t *end)
{
  struct pollfd p[5 + CONSOLE_POLL] = {{.events = POLLIN}, {.fd = c->signals, .events = POLLIN}};
  int ms;
  do {
    p[0].fd = c->inbox.eof ? -1 : c->inbox.fd;
    nc_detached_poll(&c->detached, p + 2, &ms);
    p[3] = (struct pollfd){.fd = c->hold.held ? c->hold.listener : -1, .events = POLLIN};
    p[4] = (struct pollfd){.fd = c->attached.eof ? -1 : c->attached.fd, .events = POLLIN};
    unsigned int n = console_poll(p + 5);
    if (poll(p, 5 + n, ms) < 0)
      strerr_diefusys(NC_FAILED, "poll");
    if (p[0].revents)
      nc_reports_read(c);
    if (p[1].revents)
      read_signals(c);
    if (p[3].revents)
      let_go(c);
    if (p[4].revents)
      nc_reports_attached(c);
    if (nc_detached_revive(&c->detached, p + 2))
      nc_life_event(&c->life, "log-restarted");
    if (n)
      console_run(p + 5);
  } while (!nc_wait_ended(c->child, end));
  nc_reports_read(c);
  nc_reports_attached(c);
}

/* Only where a waiting parent was killed is anything left to kill. */
static void kill_rest(container *c)
{
  struct pollfd p = {.fd = c->pidfd, .events = POLLIN};
  if (c->pidfd >= 0) {
    if (nc_pidfd_send_signal(c->pidfd, SIGKILL) < 0 && errno != ESRCH)
      strerr_diefusys(NC_FAILED, "kill PID 1 of the container");
    if (poll(&p, 1, -1) < 0)
      strerr_diefusys(NC_FAILED, "wait for PID 1 of the container");
  }
  nc_cgroup_kill(&c->cgroup);
}

static int exit_code(container const *c, siginfo_t const *end)
{
  int code = nc_wait_code(end);
  if (*c->life.started || c->inbox.exec_failed)
    return code;
  return c->cancelled ? 128 + c->cancelled : 125;
}

static int finish(container *c, siginfo_t const *end)
{
  int code = exit_code(c, end);
  kill_rest(c);
  nc_detached_close(&c->detached, !!*c->life.started);
  nc_cgroup_read_oom(&c->cgroup);
  nc_life_end(&c->life, code, c->cgroup.oom_killed);
  while (waitpid(-1, NULL, WNOHANG) > 0)
    ;
  if (c->cgroup.path) {
    nc_cgroup_remove(&c->cgroup);
    nc_life_cgroup(&c->life, NULL);
  }
  if (*c->life.started && unlinkat(c->life.record.dir, "attach", 0) < 0)
    strerr_diefusys(NC_FAILED, "remove the socket of ", c->life.record.id);
  if (c->pidfile >= 0 && unlink(c->o->pidfile) < 0)
    strerr_warnwusys("remove ", c->o->pidfile);
  /* one that never started leaves nothing: its links said on stderr why */
  if ((c->o->ephemeral || !*c->life.started ? nc_state_remove(&c->state, c->life.record.id)
                                            : nc_record_release(&c->life.record)) < 0)
    strerr_diefusys(NC_FAILED, "close the record ", c->life.record.id);
  console_finish(c->signals);
  return code;
}

int main(int argc, char const *const *argv)
{
  options o = {0};
  container c = {.o = &o,
                 .pidfile = -1,
                 .pidfd = -1,
                 .attached.eof = 1,
                 .cgroup = NC_CGROUP_ZERO,
                 .detached = NC_DETACHED_ZERO,
                 .hold = NC_HOLD_ZERO};
  siginfo_t end;
  PROG = "nc-monitor";
  nc_wait_failed = NC_FAILED;

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "cdln:rp:ts:w:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'c': c.hold.wanted = o.detach = 1; break;
      case 'd': o.detach = 1; break;
      case 'l': o.denials = 1; break;
      case 'n': c.life.name = l.arg; break;
      case 'r': o.ephemeral = 1; break;
      case 'p': o.pidfile = l.arg; break;
      case 't': o.terminal = 1; break;
      case 's': o.socket = l.arg; break;
      case 'w':
        if (!uint0_scan(l.arg, &o.words))
          dieusage();
        break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc || o.words > (unsigned int)argc)
    dieusage();
  if (c.life.name && !nc_scan_name(c.life.name))
    strerr_dief(100, "not a container name: ", c.life.name);
  /* we could not do anything while it waits in our own vfork */
  if (c.hold.wanted && !nc_chain_is_link(*argv))
    strerr_dief(100, "-c needs a link to hold, and this is none: ", *argv);

  if (o.terminal && o.socket)
    strerr_dief(100, "-t and -s exclude each other: a terminal has one master");
  if (o.terminal && o.detach)
    strerr_dief(100, "-t and -d exclude each other: nobody is there to relay to");

  nc_wait_open_standard();
  console_open(o.terminal, o.socket);
  if (o.pidfile) {
    c.pidfile = open(o.pidfile, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (c.pidfile < 0)
      strerr_diefusys(NC_FAILED, "open ", o.pidfile);
  }
  if (o.detach)
    nc_detach(&c.detached);
  create_record(&c, argv, argc);
  start_chain(&c, argv);
  nc_life_status(&c.life, "created");
  wait_for_end(&c, &end);
  _exit(finish(&c, &end));
}
