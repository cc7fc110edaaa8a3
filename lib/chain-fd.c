/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <linux/close_range.h>

#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain-fd.h"
#include "kernel.h"
#include "scan.h"

static char const *const fd_variables[] = {"NC_CGROUP", "NC_DENIED", "NC_FILTER",
                                           "NC_NETNS",  "NC_OUTPUT", "NC_REPORT",
                                           "NC_START",  "NC_TOOLS",  "NC_TRACE"};

int nc_chain_is_fd(char const *entry)
{
  size_t len = strcspn(entry, "=");
  for (size_t i = 0; i < sizeof fd_variables / sizeof *fd_variables; i++)
    if (strlen(fd_variables[i]) == len && !strncmp(fd_variables[i], entry, len))
      return 1;
  return 0;
}

int nc_chain_fd(char const *variable)
{
  char const *s = getenv(variable);
  int fd;
  if (!s)
    return -1;
  if (!nc_scan_fd(s, &fd))
    strerr_dief(111, variable, " is not a descriptor: ", s);
  if (fcntl(fd, F_GETFD) < 0)
    strerr_diefusys(111, "use the descriptor ", s, " of ", variable);
  return fd;
}

void nc_chain_pass(char const *variable, int fd)
{
  char fmt[INT_FMT];
  fmt[int_fmt(fmt, fd)] = 0;
  if (fcntl(fd, F_SETFD, 0) < 0 || setenv(variable, fmt, 1) < 0)
    strerr_diefusys(111, "pass on ", variable);
}

static void set_flags(int flags, char const *verb)
{
  for (size_t i = 0; i < sizeof fd_variables / sizeof *fd_variables; i++) {
    int fd = nc_chain_fd(fd_variables[i]);
    if (fd >= 0 && fcntl(fd, F_SETFD, flags) < 0)
      strerr_diefusys(111, verb, " the descriptor of ", fd_variables[i]);
  }
}

void nc_chain_seal(void)
{
  if (nc_close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC) < 0)
    strerr_diefusys(111, "mark descriptors close-on-exec");
  set_flags(0, "keep");
}

void nc_chain_withhold(void)
{
  set_flags(FD_CLOEXEC, "withhold");
}
