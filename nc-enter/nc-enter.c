/* SPDX-License-Identifier: ISC */

/*
 * Joins a running container's namespaces, and goes on in a child that is born in its cgroup and
 * its pid namespace; waits for it. Unless -r is given, the child's chain begins with the links that
 * confine the container. The tools go along as a detached mount (NC_TOOLS), as from nc-mount.
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
#include <unistd.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "chain.h"
#include "confine.h"
#include "console.h"
#include "container.h"
#include "environment.h"
#include "failed.h"
#include "inbox.h"
#include "kept.h"
#include "kernel.h"
#include "scan.h"
#include "tools.h"
#include "wait.h"

#define USAGE                                                                                      \
  "nc-enter [ -t ] [ -u uid:gid ] [ -v name ]... [ -d dir ] container prog... | "                  \
  "nc-enter -r container prog..."
#define dieusage() strerr_dieusage(100, USAGE)

typedef struct options_s options;
struct options_s {
  char const **extra; /* for nc-exec: -v name, -d dir */
  size_t nextra;
  int raw;
  int terminal;
  char const *user; /* uid:gid, or NULL: the payload's */
  uid_t uid;
  gid_t gid;
};

static void add(options *o, char const *flag, char const *value)
{
  o->extra[o->nextra++] = flag;
  o->extra[o->nextra++] = value;
  o->extra[o->nextra] = NULL;
}

/* What keeps the container's processes off ours while it is on its way to the payload's exec, and
   has capabilities, descriptors of ours, or no filter: they see it (CVE-2016-9962).
   Landlock: a process in a domain can trace, or open in /proc, only what is in the same domain or
   below. All that runs inside is in the container's; ours is in none, and then in one of its own.
   So attaching needs Landlock, whatever the container was allowed to do without. This process
   itself never is in their pid namespace; besides, it is not dumpable, and the child is not either
   until its first exec. */
static void require_landlock(void)
{
  if (nc_landlock_create_ruleset(NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */) < 1)
    strerr_diefusys(NC_FAILED, "be safe from the container's processes without Landlock");
}

static void pass_kept(nc_kept const *kept)
{
  if ((kept->caps.fd >= 0 && fcntl(kept->caps.fd, F_SETFD, 0) < 0) ||
      (kept->landlock.fd >= 0 && fcntl(kept->landlock.fd, F_SETFD, 0) < 0))
    strerr_diefusys(NC_FAILED, "pass the policies on");
  if (kept->filter.fd >= 0)
    nc_chain_pass("NC_FILTER", kept->filter.fd);
}

static char const *const *confine(options const *o, container const *c, char const *const *prog)
{
  static nc_kept kept;
  char const *const caps[] = {"-i", o->user, NULL};
  nc_extra const extra = {.caps = o->user ? caps : caps + 2, .exec = o->extra};
  char const *why;
  require_landlock();
  nc_kept_open(&kept, &c->target.e);
  char const **argv = nc_confine(c->config.s, c->config.len, prog, &extra, &kept, &why);
  if (!argv)
    strerr_dief(NC_FAILED, "unable to attach to ", c->target.ref, ": ", why);
  if (environment_take(o->extra, c->environment, c->nenvironment) != !!*kept.filter.sha256)
    strerr_dief(NC_FAILED, "unable to attach to ", c->target.ref,
                ": its PID 1 and its audit log do not say the same of a filter");
  pass_kept(&kept);
  return argv;
}

/* Before anything is run: what is not written down is not let in. */
static void tell_monitor(options const *o, container const *c, char const *const *prog)
{
  static nc_report r;
  nc_report_begin(&r, "attached");
  nc_json_int(&r.json, "pid", getpid());
  nc_json_bool(&r.json, "raw", o->raw);
  nc_json_bool(&r.json, "terminal", o->terminal);
  if (o->user) {
    nc_json_int(&r.json, "uid", o->uid);
    nc_json_int(&r.json, "gid", o->gid);
  }
  nc_json_strings(&r.json, "command", prog);
  container_tell(c, &r);
}

static void use_terminal(int slave)
{
  for (int fd = 0; fd <= 2; fd++)
    if (dup2(slave, fd) < 0)
      strerr_diefusys(NC_FAILED, "use the terminal");
}

static void go_on(container const *c, int parent, int slave, sigset_t const *mask,
                  char const *const *argv) gccattr_noreturn;
static void go_on(container const *c, int parent, int slave, sigset_t const *mask,
                  char const *const *argv)
{
  nc_wait_die_with(parent);
  container_join_cgroup_namespace(c);
  if (sigprocmask(SIG_SETMASK, mask, NULL) < 0)
    strerr_diefusys(NC_FAILED, "restore the signal mask");
  if (slave >= 0)
    use_terminal(slave);
  nc_chain_exec(argv);
}

static int ascending(void const *a, void const *b)
{
  return *(int const *)a - *(int const *)b;
}

static int open_signals(void)
{
  sigset_t handled;
  nc_wait_signals(&handled);
  console_signals(&handled);
  int fd = signalfd(-1, &handled, SFD_CLOEXEC);
  if (fd < 0)
    strerr_diefusys(NC_FAILED, "create a signalfd");
  return fd;
}

static void read_signal(int signals, pid_t child)
{
  struct signalfd_siginfo info;
  if (read(signals, &info, sizeof info) != sizeof info)
    strerr_diefusys(NC_FAILED, "read signals");
  if (info.ssi_signo != SIGCHLD && !console_takes_signal((int)info.ssi_signo))
    nc_wait_forward(child, (int)info.ssi_signo, info.ssi_code == SI_KERNEL);
}

static void wait_and_leave(pid_t child, nc_inbox *inbox, int signals, int master) gccattr_noreturn;
static void wait_and_leave(pid_t child, nc_inbox *inbox, int signals, int master)
{
  struct pollfd p[1 + CONSOLE_POLL] = {{.fd = signals, .events = POLLIN}};
  int keep[4 + CONSOLE_FDS] = {2, inbox->fd, signals};
  unsigned int n = 3;
  siginfo_t end;
  if (master >= 0)
    keep[n++] = master;
  n += console_fds(keep + n);
  qsort(keep, n, sizeof *keep, &ascending);
  nc_wait_close_others(keep, n);
  if (master >= 0)
    console_adopt(master);
  do {
    n = console_poll(p + 1);
    if (poll(p, 1 + n, -1) < 0)
      strerr_diefusys(NC_FAILED, "poll");
    if (p[0].revents)
      read_signal(signals, child);
    if (n)
      console_run(p + 1);
  } while (!nc_wait_ended(child, &end));
  while (nc_inbox_read(inbox))
    ;
  console_finish(signals);
  nc_wait_reap(child);
  _exit(nc_inbox_started(inbox) || inbox->exec_failed ? nc_wait_code(&end) : NC_FAILED);
}

int main(int argc, char const *const *argv)
{
  static nc_inbox inbox;
  static container c;
  options o = {0};
  sigset_t mask;
  PROG = "nc-enter";
  nc_wait_failed = NC_FAILED;
  o.extra = calloc((size_t)argc + 2, sizeof *o.extra);
  if (!o.extra)
    strerr_diefusys(NC_FAILED, "allocate memory");

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "rtu:v:d:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'r': o.raw = 1; break;
      case 't': o.terminal = 1; break;
      case 'u':
        if (!nc_scan_ids(l.arg, &o.uid, &o.gid))
          strerr_dief(100, "not UID:GID, two numbers: ", l.arg);
        o.user = l.arg;
        break;
      case 'v':
        if (!nc_scan_variable(l.arg))
          strerr_dief(100, "not the name of a variable: ", l.arg);
        add(&o, "-v", l.arg);
        break;
      case 'd': add(&o, "-d", l.arg); break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc < 2)
    dieusage();
  if (o.raw && (o.nextra || o.terminal || o.user))
    strerr_dief(100, "-u is for nc-caps, -t, -v and -d are for nc-exec: with -r, give them to it");
  char const *const *prog = argv + 1 + !strcmp(argv[1], "--");
  if (!*prog)
    dieusage();

  nc_wait_open_standard();
  if (prctl(PR_SET_DUMPABLE, 0) < 0)
    strerr_diefusys(NC_FAILED, "become undumpable");
  console_open(o.terminal, NULL);
  environment_clean(o.extra);
  container_open(&c, argv[0]);
  o.extra[o.nextra] = o.terminal ? "-t" : "-s";
  char const *const *next = o.raw ? prog : confine(&o, &c, prog);
  tell_monitor(&o, &c, prog);
  int self = nc_pidfd_open(getpid());
  if (self < 0)
    strerr_diefusys(NC_FAILED, "open a pidfd");

  container_join_user_namespace(&c);
  int tools = nc_tools_clone();
  if (tools < 0)
    strerr_diefusys(NC_FAILED, "take the tools along");
  nc_chain_pass("NC_TOOLS", tools);
  container_join(&c);
  nc_chain_pass("NC_REPORT", nc_inbox_open(&inbox));
  int master = -1, slave = -1;
  if (o.terminal)
    container_open_terminal(&c, o.user ? o.uid : c.uid, &master, &slave);
  nc_wait_block(&mask);
  int signals = open_signals();
  pid_t child = container_fork(&c);
  if (child < 0)
    strerr_diefusys(NC_FAILED, "start a process in the container");
  if (!child)
    go_on(&c, self, slave, &mask, next);
  wait_and_leave(child, &inbox, signals, master);
}
