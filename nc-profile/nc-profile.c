/* SPDX-License-Identifier: ISC */

/*
 * Compiles a seccomp profile on the host's side, and passes the filter on to nc-seccomp in a
 * sealed memory file, NC_FILTER. Nothing is loaded here.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <bearssl.h>
#include <jansson.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/fmtscan.h>
#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain.h"
#include "passed.h"
#include "permits.h"
#include "profile.h"

#define USAGE       "nc-profile -f fd [-x sha256] [-k cap,...] [--] prog..."
#define dieusage()  strerr_dieusage(100, USAGE)
#define PROFILE_MAX (1u << 20)

typedef struct options_s options;
struct options_s {
  int fd;
  char const *sha256; /* or NULL */
  nc_profile_host host;
};

static uint64_t scan_caps(char const *s)
{
  uint64_t caps = 0;
  for (;;) {
    size_t len = strcspn(s, ",");
    char name[32] = "cap_";
    cap_value_t cap;
    if (!len || len >= sizeof name - 4)
      dieusage();
    memcpy(name + 4, s, len);
    if (cap_from_name(name, &cap) < 0)
      strerr_dief(100, "unknown capability: ", name + 4);
    caps |= (uint64_t)1 << cap;
    if (!s[len])
      return caps;
    s += len + 1;
  }
}

static void ask_kernel(nc_profile_host *host)
{
  struct utsname u;
  if (uname(&u) < 0 || sscanf(u.release, "%3u.%3u", &host->major, &host->minor) != 2)
    strerr_dief(111, "unable to learn the kernel's version");
}

static size_t read_profile(int fd, char *text)
{
  size_t n;
  errno = 0;
  n = allread(fd, text, PROFILE_MAX + 1);
  if (n <= PROFILE_MAX && errno && errno != EPIPE)
    strerr_diefusys(111, "read the profile");
  if (n > PROFILE_MAX)
    strerr_dief(111, "unable to read the profile: longer than 1 MiB");
  return n;
}

static void check_pin(char const *pin, unsigned char const *hash)
{
  char hex[2 * NC_SHA256_LEN + 1];
  hex[ucharn_fmt(hex, (char const *)hash, NC_SHA256_LEN)] = 0;
  if (pin && strcmp(pin, hex))
    strerr_dief(111, "unable to trust the profile: its SHA-256 is ", hex, ", not ", pin);
}

static void compile(nc_filter *filter, char const *text, size_t n, nc_profile_host const *host)
{
  json_error_t e;
  char error[256];
  json_t *profile = json_loadb(text, n, JSON_REJECT_DUPLICATES, &e);
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

static void pass_on(nc_filter const *filter, unsigned char const *hash)
{
  int fd = memfd_create("nc-filter", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0)
    strerr_diefusys(111, "make a memory file");
  write_all(fd, hash, NC_SHA256_LEN);
  write_all(fd, filter->insns, filter->n * sizeof *filter->insns);
  if (fcntl(fd, F_ADD_SEALS, NC_FILTER_SEALS) < 0)
    strerr_diefusys(111, "seal the filter");
  nc_chain_pass("NC_FILTER", fd);
}

int main(int argc, char const *const *argv)
{
  static char text[PROFILE_MAX + 1];
  static nc_filter filter;
  options o = {.fd = -1};
  unsigned char hash[NC_SHA256_LEN];
  br_sha256_context ctx;
  size_t n;
  PROG = "nc-profile";
  {
    subgetopt l = SUBGETOPT_ZERO;
    unsigned int fd;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "f:x:k:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'f':
        if (!uint0_scan(l.arg, &fd) || fd > 0x7fffffff)
          dieusage();
        o.fd = (int)fd;
        break;
      case 'x':
        if (strlen(l.arg) != 2 * (size_t)NC_SHA256_LEN ||
            strspn(l.arg, "0123456789abcdef") != 2 * (size_t)NC_SHA256_LEN)
          strerr_dief(100, "a SHA-256 is 64 hexadecimal digits in lower case, not ", l.arg);
        o.sha256 = l.arg;
        break;
      case 'k': o.host.caps = scan_caps(l.arg); break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc < 1 || o.fd < 0)
    dieusage();

  ask_kernel(&o.host);
  n = read_profile(o.fd, text);
  br_sha256_init(&ctx);
  br_sha256_update(&ctx, text, n);
  br_sha256_out(&ctx, hash);
  check_pin(o.sha256, hash);
  compile(&filter, text, n, &o.host);
  close(o.fd);
  pass_on(&filter, hash);
  nc_chain_exec(argv);
}
