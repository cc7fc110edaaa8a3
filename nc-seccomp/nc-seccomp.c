/* SPDX-License-Identifier: ISC */

/*
 * Loads a system call filter, and no_new_privs before it: neither can be taken back, and
 * both are inherited. It is built in, as BPF that is ready to load (what it allows says
 * config/NAME.seccomp.json), or comes from nc-profile. With a log of denials this process stays,
 * and answers what the filter refuses.
 */

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <skalibs/fmtscan.h>
#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "chain.h"
#include "denied.h"
#include "passed.h"
#include "report.h"
#include "sealed.h"

#include "default.bpf.h"

#define USAGE      "nc-seccomp [-l] [-t] [-p profile] [--] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

typedef struct profile_s profile;
struct profile_s {
  char const *name;
  struct sock_filter const *insns;
  unsigned short n;
  uint32_t flags; /* of NC_FILTER_FLAGS */
};

static profile const profiles[] = {
    {"default", default_filter, sizeof default_filter / sizeof *default_filter, 0},
};

/* Of NC_FILTER, which is taken out of the environment: it is not forgotten. */
static void take_passed(profile *p, int fd)
{
  static char name[7 + 2 * NC_SHA256_LEN + 1] = "sha256:";
  size_t n, head = offsetof(nc_passed, insns);
  nc_passed const *passed = nc_sealed_read(fd, sizeof *passed, &n);
  if (!passed && errno == EINVAL) /* anybody could change it */
    strerr_dief(111, "unable to use NC_FILTER: not a sealed memory file");
  if (!passed && errno != EFBIG)
    strerr_diefusys(111, "read NC_FILTER");
  if (!passed || n <= head || (n - head) % sizeof *passed->insns ||
      passed->flags & ~NC_FILTER_FLAGS)
    strerr_dief(111, "unable to use NC_FILTER: not a filter of nc-profile's");
  if (close(fd) < 0 || unsetenv("NC_FILTER") < 0)
    strerr_diefusys(111, "unset NC_FILTER");
  name[7 + ucharn_fmt(name + 7, passed->sha256, sizeof passed->sha256)] = 0;
  *p = (profile){.name = name,
                 .insns = passed->insns,
                 .n = (unsigned short)((n - head) / sizeof *passed->insns),
                 .flags = passed->flags};
}

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

static void report_applied(profile const *p, uint32_t flags, int recorded, int degraded)
{
  static nc_report r;
  nc_report_begin(&r, "applied");
  nc_json_string(&r.json, "profile", p->name);
  if (degraded)
    nc_json_bool(&r.json, "degraded", 1);
  else {
    nc_json_int(&r.json, "instructions", p->n);
    nc_json_bool(&r.json, "log", !!(flags & SECCOMP_FILTER_FLAG_LOG));
    if (flags & SECCOMP_FILTER_FLAG_SPEC_ALLOW)
      nc_json_bool(&r.json, "spec_allow", 1);
    if (recorded)
      nc_json_bool(&r.json, "recorded", 1);
  }
  nc_report_send(&r);
}

static void load(profile const *p, uint32_t flags)
{
  struct sock_fprog prog = {.len = p->n, .filter = (struct sock_filter *)p->insns};
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog) == 0)
    return;
  nc_report_failed();
  strerr_diefusys(111, "load the filter ", p->name);
}

int main(int argc, char const *const *argv)
{
  nc_chain_next next;
  profile const *p;
  profile passed;
  char const *name = NULL;
  denied d;
  uint32_t flags;
  int log = 0, recorded = 0, try = 0, degraded = 0, fd;
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
  p = find_profile(name ? name : "default");
  fd = nc_chain_fd("NC_FILTER");
  if (fd >= 0) {
    if (name)
      strerr_dief(100, "-p ", name, " and nc-profile's filter: only one can be loaded");
    take_passed(&passed, fd);
    p = &passed;
  }
  if (log && getenv("NC_DENIED")) {
    denied_open(&d);
    recorded = 1;
  }
  flags = p->flags | (log && !recorded ? SECCOMP_FILTER_FLAG_LOG : 0);

  nc_chain_find(&next, argv);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  if (!is_available()) {
    if (!try)
      strerr_diefusys(111, "filter system calls");
    strerr_warnwusys("filter system calls");
    degraded = 1;
  }
  if (recorded && !degraded)
    denied_prepare(&d);
  /* before the filter: a profile may forbid what a report needs */
  report_applied(p, flags, recorded, degraded);
  nc_chain_announce(&next);
  if (recorded && !degraded)
    return denied_supervise(&d, &next, p->insns, p->n, p->flags);
  if (!degraded)
    load(p, flags);
  nc_chain_go(&next);
}
