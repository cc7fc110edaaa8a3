/* SPDX-License-Identifier: ISC */

/*
 * Loads a system call filter, and no_new_privs before it: neither can be taken back, and
 * both are inherited. The filters are built in, as BPF that is ready to load; what they
 * allow says config/NAME.seccomp.json.
 */

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "chain.h"
#include "report.h"

#include "default.bpf.h"

#define USAGE      "nc-seccomp [-l] [-t] [-p profile] [--] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

typedef struct profile_s profile;
struct profile_s {
  char const *name;
  struct sock_filter const *insns;
  unsigned short n;
};

static profile const profiles[] = {
    {"default", default_filter, sizeof default_filter / sizeof *default_filter},
};

static profile const *find_profile(char const *name)
{
  for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
    if (!strcmp(profiles[i].name, name))
      return profiles + i;
  strerr_dief(100, "unable to find profile ", name, ": not built in");
}

/* A kernel without filters answers ENOSYS, one before 4.14 EINVAL. Asked before the reports,
   so that they say what will be. */
static int is_available(void)
{
  unsigned int action = SECCOMP_RET_KILL_PROCESS;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static void report_applied(profile const *p, int log, int degraded)
{
  static nc_report r;
  nc_report_begin(&r, "applied");
  nc_json_string(&r.json, "profile", p->name);
  if (degraded)
    nc_json_bool(&r.json, "degraded", 1);
  else {
    nc_json_int(&r.json, "instructions", p->n);
    nc_json_bool(&r.json, "log", log);
  }
  nc_report_send(&r);
}

static void load(profile const *p, int log)
{
  struct sock_fprog prog = {.len = p->n, .filter = (struct sock_filter *)p->insns};
  unsigned int flags = log ? SECCOMP_FILTER_FLAG_LOG : 0;
  static nc_report r;
  int e;
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog) == 0)
    return;
  e = errno;
  nc_report_begin(&r, "failed");
  nc_json_int(&r.json, "errno", e);
  nc_json_string(&r.json, "error", strerror(e));
  if (!nc_report_try(&r))
    strerr_warnwusys("report to nc-monitor");
  errno = e;
  strerr_diefusys(111, "load the filter ", p->name);
}

int main(int argc, char const *const *argv)
{
  nc_chain_next next;
  profile const *p;
  char const *name = "default";
  int log = 0, try = 0, degraded = 0;
  PROG = "nc-seccomp";
  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "ltp:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'l': log = 1; break;
      case 't': try = 1; break;
      case 'p': name = l.arg; break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc < 1)
    dieusage();
  p = find_profile(name);

  nc_chain_find(&next, argv);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  if (!is_available()) {
    if (!try)
      strerr_diefusys(111, "filter system calls");
    strerr_warnwusys("filter system calls");
    degraded = 1;
  }
  /* before the filter: a profile may forbid what a report needs */
  report_applied(p, log, degraded);
  nc_chain_announce(&next);
  if (!degraded)
    load(p, log);
  nc_chain_go(&next);
}
