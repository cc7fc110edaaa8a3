/* SPDX-License-Identifier: ISC */

/*
 * Says what profiles of system calls mean: one in plain words, or how two differ. It reads them
 * as nc-profile does, and asks the filters that they become. It is not a link of a chain, and
 * changes nothing.
 */

#include <stdio.h>
#include <string.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "capability.h"
#include "commands.h"

#define USAGE      "nc-explain profile [ -k cap,... ] profile | diff [ -k cap,... ] profile profile"
#define dieusage() strerr_dieusage(100, USAGE)

int main(int argc, char const *const *argv)
{
  static nc_reading readings[2];
  nc_profile_host host = {.caps = 0};
  int n, differ = 0;
  PROG = "nc-explain";
  if (argc < 2)
    dieusage();
  n = !strcmp(argv[1], "profile") ? 1 : !strcmp(argv[1], "diff") ? 2 : 0;
  {
    subgetopt l = SUBGETOPT_ZERO;
    argc--;
    argv++;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "k:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'k': host.caps = nc_capability_list(l.arg); break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!n || argc != n)
    dieusage();
  if (nc_profile_ask_kernel(&host) < 0)
    strerr_diefusys(111, "learn the kernel's version");
  for (int i = 0; i < n; i++)
    nc_reading_open(readings + i, argv[i], &host);
  if (n == 1)
    nc_explain_profile(readings);
  else
    differ = nc_explain_diff(readings, readings + 1);
  if (fflush(stdout) || ferror(stdout))
    strerr_diefusys(111, "write to stdout");
  return differ;
}
