/* SPDX-License-Identifier: ISC */

/*
 * Compiles a seccomp profile on the host's side, and passes the filter on to nc-seccomp in a
 * sealed memory file, NC_FILTER. Nothing is loaded here.
 */

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include <skalibs/fmtscan.h>
#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "cache.h"
#include "capability.h"
#include "caps-policy.h"
#include "chain-fd.h"
#include "chain.h"
#include "passed.h"
#include "permits.h"
#include "policy.h"
#include "profile.h"
#include "report.h"
#include "scan.h"
#include "sealed.h"
#include "sha256.h"

#define USAGE      "nc-profile -f fd [-x sha256] [-P] [-s] [-k cap,... | -c fd] [--] prog..."
#define ERROR_MAX  512
#define dieusage() strerr_dieusage(100, USAGE)

typedef struct options_s options;
struct options_s {
  int fd;
  char const *sha256; /* or NULL */
  int production;     /* -P */
  int state;          /* -s */
  int caps;           /* -c, or -1 */
  nc_profile_host host;
};

/* Each line is a warning. */
static void warn(char *text)
{
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
    strerr_warnw(line, ": skipped");
}

static void compile(nc_filter *filter, nc_policy const *policy, options const *o, char **skipped)
{
  char error[ERROR_MAX];
  json_t *profile = nc_policy_json(policy, error, sizeof error);
  if (!profile)
    strerr_diefu(111, "read the profile: ", error);
  if (nc_profile_compile(filter, profile, &o->host, o->production ? NULL : skipped, error,
                         sizeof error) < 0)
    strerr_diefu(111, "use the profile: ", error);
  json_decref(profile);
}

static void make(nc_filter *filter, nc_policy const *policy, options const *o)
{
  cache c = {.dir = -1};
  char *skipped = NULL;
  int fresh;
  if (o->state)
    cache_open(&c, policy->sha256, &o->host, o->production);
  fresh = !cache_read(&c, filter, &skipped);
  if (fresh)
    compile(filter, policy, o, &skipped);
  /* after it is loaded nc-seccomp still has to execute the payload */
  if (!nc_permits_exec(filter->insns, filter->n))
    strerr_dief(111, "unable to use the profile: it does not allow execve, without which no "
                     "program starts; allow it");
  if (fresh)
    cache_write(&c, filter, skipped);
  if (skipped)
    warn(skipped);
  free(skipped);
}

static int make_sealed(char const *name, void const *s, size_t n)
{
  int fd = nc_sealed_make(name, s, n);
  if (fd < 0)
    strerr_diefusys(111, "make a sealed memory file");
  return fd;
}

/* What the payload can have by the policy at fd. nc-caps will read the policy again: what it finds
   there are these very bytes, whatever became of the file. */
static uint64_t take_caps(int fd)
{
  nc_policy policy;
  nc_caps_sets sets;
  char error[256];
  int copy;
  nc_policy_read(&policy, fd, NULL); /* nc-caps knows the pin */
  if (!nc_caps_policy_parse(&sets, &policy, error, sizeof error))
    strerr_diefu(111, "use the capability policy: ", error);
  copy = make_sealed("nc-caps-policy", policy.s, policy.n);
  free(policy.s);
  /* it may be the same number already */
  if (dup2(copy, fd) < 0 || fcntl(fd, F_SETFD, 0) < 0)
    strerr_diefusys(111, "pass on the capability policy");
  return sets.bounding;
}

/* The same to nc-seccomp and to nc-monitor. */
static void pass_on(nc_filter const *filter, nc_policy const *policy)
{
  static nc_passed passed;
  static nc_report r;
  char sha256[NC_SHA256_HEX + 1];
  size_t code = filter->n * sizeof *filter->insns, n = offsetof(nc_passed, insns) + code;
  ucharn_scan(policy->sha256, passed.sha256, sizeof passed.sha256);
  passed.flags = filter->flags;
  memcpy(passed.insns, filter->insns, code);
  int fd = make_sealed("nc-filter", &passed, n);
  nc_chain_pass("NC_FILTER", fd);
  nc_sha256(sha256, &passed, n);
  nc_report_begin(&r, "applied");
  nc_json_string(&r.json, "policy_sha256", policy->sha256);
  nc_json_string(&r.json, "filter_sha256", sha256);
  nc_json_int(&r.json, "instructions", filter->n);
  nc_report_send_fds(&r, &fd, 1);
}

int main(int argc, char const *const *argv)
{
  static nc_filter filter;
  options o = {.fd = -1, .caps = -1};
  nc_policy policy;
  PROG = "nc-profile";
  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "f:x:Psk:c:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'f':
        if (!nc_scan_fd(l.arg, &o.fd))
          dieusage();
        break;
      case 'x': o.sha256 = nc_policy_pin(l.arg); break;
      case 'P': o.production = 1; break;
      case 's': o.state = 1; break;
      case 'k': o.host.caps = nc_capability_list(l.arg); break;
      case 'c':
        if (!nc_scan_fd(l.arg, &o.caps))
          dieusage();
        break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc < 1 || o.fd < 0)
    dieusage();
  if (o.production && !o.sha256)
    strerr_dief(100, "-P needs -x: what is in production is pinned");
  if (o.caps >= 0 && o.host.caps)
    strerr_dief(100, "-c and -k do not go together: the policy says what is kept");
  if (o.caps == o.fd)
    strerr_dief(100, "-c and -f name the same descriptor");

  if (nc_profile_ask_kernel(&o.host) < 0)
    strerr_diefusys(111, "learn the kernel's version");
  if (o.caps >= 0)
    o.host.caps = take_caps(o.caps);
  nc_policy_read(&policy, o.fd, o.sha256);
  make(&filter, &policy, &o);
  free(policy.s);
  pass_on(&filter, &policy);
  nc_chain_exec(argv);
}
