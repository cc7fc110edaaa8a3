/* SPDX-License-Identifier: ISC */

/*
 * Compiles a seccomp profile on the host's side, and passes the filter on to nc-seccomp in a
 * sealed memory file, NC_FILTER. Nothing is loaded here.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <jansson.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/fmtscan.h>
#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "capability.h"
#include "chain.h"
#include "passed.h"
#include "permits.h"
#include "policy.h"
#include "profile.h"

#define USAGE      "nc-profile -f fd [-x sha256] [-k cap,... | -u] [--] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

typedef struct options_s options;
struct options_s {
  int fd;
  char const *sha256; /* or NULL */
  nc_profile_host host;
  int unknown; /* what the payload keeps: conditions are refused */
};

static void ask_kernel(nc_profile_host *host)
{
  struct utsname u;
  if (uname(&u) < 0 || sscanf(u.release, "%3u.%3u", &host->major, &host->minor) != 2)
    strerr_dief(111, "unable to learn the kernel's version");
}

static void compile(nc_filter *filter, nc_policy const *policy, nc_profile_host const *host)
{
  json_error_t e;
  char error[256];
  json_t *profile = nc_policy_json(policy, &e);
  if (!profile) {
    snprintf(error, sizeof error, "line %d, column %d: %s", e.line, e.column, e.text);
    strerr_dief(111, "unable to read the profile: ", error);
  }
  if (nc_profile_compile(filter, profile, host, error, sizeof error) < 0)
    strerr_dief(111, "unable to use the profile: ", error);
  json_decref(profile);
  /* after it is loaded nc-seccomp still has to execute the payload */
  if (!nc_filter_permits_exec(filter))
    strerr_dief(111, "unable to use the profile: it does not allow execve, without which no "
                     "program starts; allow it");
}

static void write_all(int fd, void const *s, size_t n)
{
  if (allwrite(fd, s, n) < n)
    strerr_diefusys(111, "write the filter");
}

static void pass_on(nc_filter const *filter, nc_policy const *policy)
{
  char hash[NC_SHA256_LEN];
  int fd = memfd_create("nc-filter", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0)
    strerr_diefusys(111, "make a memory file");
  ucharn_scan(policy->sha256, hash, sizeof hash);
  write_all(fd, hash, sizeof hash);
  write_all(fd, filter->insns, filter->n * sizeof *filter->insns);
  if (fcntl(fd, F_ADD_SEALS, NC_FILTER_SEALS) < 0)
    strerr_diefusys(111, "seal the filter");
  nc_chain_pass("NC_FILTER", fd);
}

int main(int argc, char const *const *argv)
{
  static nc_filter filter;
  options o = {.fd = -1};
  nc_policy policy;
  PROG = "nc-profile";
  {
    subgetopt l = SUBGETOPT_ZERO;
    unsigned int fd;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "f:x:k:u", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'f':
        if (!uint0_scan(l.arg, &fd) || fd > 0x7fffffff)
          dieusage();
        o.fd = (int)fd;
        break;
      case 'x':
        if (!nc_policy_is_sha256(l.arg))
          strerr_dief(100, "a SHA-256 is 64 hexadecimal digits, not ", l.arg);
        o.sha256 = l.arg;
        break;
      case 'k': o.host.caps = nc_capability_list(l.arg); break;
      case 'u': o.unknown = 1; break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc < 1 || o.fd < 0)
    dieusage();
  if (o.unknown && o.host.caps)
    strerr_dief(100, "-u and -k do not go together: what is kept is known, or it is not");

  ask_kernel(&o.host);
  nc_policy_read(&policy, o.fd, o.sha256);
  compile(&filter, &policy, o.unknown ? NULL : &o.host);
  free(policy.s);
  pass_on(&filter, &policy);
  nc_chain_exec(argv);
}
