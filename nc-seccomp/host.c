/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <sys/utsname.h>

#include "profile.h"

int nc_profile_ask_kernel(nc_profile_host *host)
{
  struct utsname u;
  if (uname(&u) < 0)
    return -1;
  if (sscanf(u.release, "%3u.%3u", &host->major, &host->minor) == 2)
    return 0;
  errno = EINVAL;
  return -1;
}
