/* SPDX-License-Identifier: ISC */

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <sys/capability.h>

#include <skalibs/strerr.h>

#include "capability.h"

int nc_capability(char const *s, size_t n)
{
  char full[64] = "cap_";
  cap_value_t cap;
  if (n >= 4 && !strncasecmp(s, "cap_", 4)) {
    s += 4;
    n -= 4;
  }
  if (n >= sizeof full - 4 || memchr(s, 0, n))
    return -1;
  for (size_t i = 0; i < n; i++)
    full[4 + i] = (char)tolower((unsigned char)s[i]);
  if (cap_from_name(full, &cap) < 0 || cap >= NC_CAPABILITIES_MAX)
    return -1;
  return cap;
}

uint64_t nc_capability_list(char const *s)
{
  uint64_t set = 0;
  for (;;) {
    size_t len = strcspn(s, ",");
    int cap = nc_capability(s, len);
    if (cap < 0) {
      char shown[64];
      if (len >= sizeof shown)
        len = sizeof shown - 1;
      memcpy(shown, s, len);
      shown[len] = 0;
      strerr_dief(100, "unknown capability: ", shown);
    }
    set |= (uint64_t)1 << cap;
    if (!s[len])
      return set;
    s += len + 1;
  }
}
