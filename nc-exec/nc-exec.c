/* SPDX-License-Identifier: ISC */

/*
 * The last tidy-up: resource limits, working directory, session, descriptors, signals, umask, and
 * an environment built from empty. With -k it does none of that, and only execs a foreign program
 * which continues the chain.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/close_range.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "chain.h"
#include "environment.h"
#include "kernel.h"
#include "report.h"
#include "scan.h"

#define USAGE                                                                                      \
  "nc-exec [ -v name ]... [ -e name=value ]... [ -d dir ] [ -l resource=soft[:hard] ]... [ -s | "  \
  "-t ] "                                                                                          \
  "prog... | nc-exec -k prog..."
#define dieusage() strerr_dieusage(100, USAGE)

typedef struct options_s options;
struct options_s {
  char const **env; /* NAME=VALUE, or NAME for -v; nenv of them */
  size_t nenv;
  char const *dir;
  struct rlimit limits[RLIM_NLIMITS];
  int limited[RLIM_NLIMITS];
  int session;
  int terminal;
  int tidies; /* an option other than -k was given */
  int keeps;
};

/* sorted: bsearch */
static struct resource_s {
  char const *name;
  int resource;
} const resources[] = {
    {"as", RLIMIT_AS},           {"core", RLIMIT_CORE},         {"cpu", RLIMIT_CPU},
    {"data", RLIMIT_DATA},       {"fsize", RLIMIT_FSIZE},       {"locks", RLIMIT_LOCKS},
    {"memlock", RLIMIT_MEMLOCK}, {"msgqueue", RLIMIT_MSGQUEUE}, {"nice", RLIMIT_NICE},
    {"nofile", RLIMIT_NOFILE},   {"nproc", RLIMIT_NPROC},       {"rss", RLIMIT_RSS},
    {"rtprio", RLIMIT_RTPRIO},   {"rttime", RLIMIT_RTTIME},     {"sigpending", RLIMIT_SIGPENDING},
    {"stack", RLIMIT_STACK},
};
#define RESOURCES (sizeof resources / sizeof *resources)

static int by_name(void const *key, void const *elem)
{
  return strcmp(key, ((struct resource_s const *)elem)->name);
}

static int scan_limit(char const *s, rlim_t *limit)
{
  uint64_t n;
  if (!strcmp(s, "unlimited"))
    return (*limit = RLIM_INFINITY, 1);
  if (!nc_scan_size(s, &n) || n >= RLIM_INFINITY)
    return 0;
  return (*limit = n, 1);
}

static void scan_resource(options *o, char const *s)
{
  char name[16], soft[32];
  size_t len = strcspn(s, "="), soft_len = s[len] ? strcspn(s + len + 1, ":") : 0;
  char const *value = s + len + 1;
  struct resource_s const *r;
  struct rlimit *limit;

  if (!s[len] || len >= sizeof name || soft_len >= sizeof soft)
    dieusage();
  memcpy(name, s, len);
  name[len] = 0;
  memcpy(soft, value, soft_len);
  soft[soft_len] = 0;
  r = bsearch(name, resources, RESOURCES, sizeof *resources, &by_name);
  if (!r)
    strerr_dief(100, "unknown resource: ", name);
  limit = &o->limits[r->resource];
  if (!scan_limit(soft, &limit->rlim_cur) ||
      !scan_limit(value[soft_len] ? value + soft_len + 1 : soft, &limit->rlim_max))
    dieusage();
  if (limit->rlim_cur > limit->rlim_max)
    strerr_dief(100, "the soft limit is above the hard limit: ", s);
  o->limited[r->resource] = 1;
}

/* -e and -v: the chain's own variables are not the payload's. */
static void scan_variable(options *o, char const *s, int has_value)
{
  size_t len = has_value ? strcspn(s, "=") : strlen(s);
  char *name = strndup(s, len);
  if (!name)
    strerr_diefusys(111, "allocate memory");
  if (has_value && !s[len])
    dieusage();
  if (!nc_scan_variable(name))
    strerr_dief(100, "not the name of a variable: ", name);
  if (!strncmp(name, "NC_", 3))
    strerr_dief(100, "NC_ variables are for the chain: ", name);
  free(name);
  o->env[o->nenv++] = s;
}

/* Limits do not hold what we do ourselves: memory is allocated already, files are open. */
static void set_limits(options const *o)
{
  for (size_t i = 0; i < RESOURCES; i++)
    if (o->limited[resources[i].resource] &&
        setrlimit(resources[i].resource, &o->limits[resources[i].resource]) < 0)
      strerr_diefusys(111, "set the limit ", resources[i].name);
}

/* A magic link leads to where a descriptor or a process is, which may be outside the
   container (CVE-2024-21626). So may the directory that we are in: then the kernel's own
   getcwd says "(unreachable)/…" where that of libc fails or guesses. */
static void enter_directory(char const *dir, char *cwd)
{
  struct open_how const how = {
      .flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
      .resolve = RESOLVE_NO_MAGICLINKS,
  };
  if (dir) {
    int fd = nc_openat2(AT_FDCWD, dir, &how);
    if (fd < 0 || fchdir(fd) < 0)
      strerr_diefusys(111, "enter ", dir);
    close(fd);
  }
  if (syscall(SYS_getcwd, cwd, PATH_MAX) < 0)
    strerr_diefusys(111, "find the working directory");
  if (cwd[0] != '/')
    strerr_dief(111, "the working directory is outside of the root: ", cwd);
}

static void start_session(int terminal)
{
  if (setsid() < 0) {
    if (errno == EPERM)
      strerr_diefu(111, "start a session: this process leads a process group");
    strerr_diefusys(111, "start a session");
  }
  if (terminal && ioctl(0, TIOCSCTTY, 0) < 0)
    strerr_diefusys(111, "take standard input as controlling terminal");
  /* of a detached container, whose terminal somebody else has: no log takes its place */
  if (terminal && unsetenv("NC_OUTPUT") < 0)
    strerr_diefusys(111, "unset NC_OUTPUT");
}

/* An ignored signal stays ignored over an exec, and a blocked one blocked: a payload that got
   them from whoever started the chain could not be stopped by them. */
static void reset_signals(void)
{
  sigset_t none;
  for (int sig = 1; sig <= SIGRTMAX; sig++)
    if (sig != SIGKILL && sig != SIGSTOP && nc_signal_default(sig) < 0)
      strerr_diefusys(111, "reset signal dispositions");
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, NULL) < 0)
    strerr_diefusys(111, "empty the signal mask");
}

static void report_applied(options const *o, char const *cwd)
{
  static nc_report r;
  nc_report_begin(&r, "applied");
  nc_json_string(&r.json, "directory", cwd);
  nc_json_bool(&r.json, "session", o->session);
  if (o->terminal)
    nc_json_bool(&r.json, "terminal", 1);
  if (nc_json_open(&r.json, "limits", '[')) {
    for (size_t i = 0; i < RESOURCES; i++)
      if (o->limited[resources[i].resource])
        nc_json_string(&r.json, NULL, resources[i].name);
    nc_json_close(&r.json, '[');
  }
  nc_report_send(&r);
}

int main(int argc, char const *const *argv)
{
  options o = {0};
  char cwd[PATH_MAX];
  PROG = "nc-exec";
  o.env = malloc((size_t)argc * sizeof *o.env);
  if (!o.env)
    strerr_diefusys(111, "allocate memory");

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "v:e:d:l:stk", &l);
      if (opt == -1)
        break;
      if (opt != 'k')
        o.tidies = opt;
      switch (opt) {
      case 'v': scan_variable(&o, l.arg, 0); break;
      case 'e': scan_variable(&o, l.arg, 1); break;
      case 'd': o.dir = l.arg; break;
      case 'l': scan_resource(&o, l.arg); break;
      case 's': o.session = 1; break;
      case 't': o.session = o.terminal = 1; break;
      case 'k': o.keeps = 1; break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();
  if (o.keeps) {
    char const other[] = {'-', (char)o.tidies, 0};
    if (o.tidies)
      strerr_dief(100, "-k goes with no other option: ", other);
    nc_chain_exec_keep(argv);
  }
  enter_directory(o.dir, cwd);
  if (o.session)
    start_session(o.terminal);
  reset_signals();
  umask(022);
  environment_build(o.env, o.nenv);
  set_limits(&o);
  nc_chain_seal();
  report_applied(&o, cwd);
  nc_chain_exec(argv);
}
