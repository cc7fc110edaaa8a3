/* SPDX-License-Identifier: ISC */

#include <limits.h>
#include <string.h>

#include <skalibs/types.h>

#include "scan.h"

#define DIGITS  "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

#define CPU_PERIOD  100000 /* microseconds */
#define CPUS_MAX    65536
#define QUOTA_LEAST 1000

int nc_scan_size(char const *s, uint64_t *bytes)
{
  static char const suffixes[] = "KMGT";
  unsigned int shift = 0;
  uint64_t n;
  size_t len = uint64_scan(s, &n);

  if (!len || !strchr(DIGITS, *s))
    return 0;
  s += len;
  if (*s) {
    char const *suffix = strchr(suffixes, *s & ~0x20);
    if (!suffix || !*suffix)
      return 0;
    shift = 10 * (unsigned int)(suffix - suffixes + 1);
    s++;
    if (*s == 'i' && (s[1] & ~0x20) == 'B')
      s++;
    if ((*s & ~0x20) == 'B')
      s++;
  }
  if (*s || n > UINT64_MAX >> shift)
    return 0;
  *bytes = n << shift;
  return 1;
}

int nc_scan_cpus(char const *s, uint64_t *quota)
{
  uint64_t whole, micros = 0, unit = CPU_PERIOD;
  size_t len = strspn(s, DIGITS);

  if (!len || uint64_scan(s, &whole) != len || whole > CPUS_MAX)
    return 0;
  s += len;
  if (*s == '.') {
    s++;
    if (!*s)
      return 0;
    for (; *s && strchr(DIGITS, *s); s++) {
      unit /= 10;
      micros += (uint64_t)(*s - '0') * unit;
    }
  }
  if (*s || whole * CPU_PERIOD + micros < QUOTA_LEAST)
    return 0;
  *quota = whole * CPU_PERIOD + micros;
  return 1;
}

int nc_scan_fd(char const *s, int *fd)
{
  unsigned int n;
  if (!uint0_scan(s, &n) || n > INT_MAX)
    return 0;
  *fd = (int)n;
  return 1;
}

int nc_scan_ids(char const *s, uid_t *uid, gid_t *gid)
{
  size_t len = strspn(s, DIGITS);
  return len && uid_scan(s, uid) == len && s[len] == ':' && gid0_scan(s + len + 1, gid) &&
         strchr(DIGITS, s[len + 1]) && *uid != (uid_t)-1 && *gid != (gid_t)-1;
}

int nc_scan_name(char const *s)
{
  size_t len = strspn(s, LETTERS DIGITS "-_.");
  return len && len <= 128 && !s[len] && strchr(LETTERS DIGITS, *s);
}

int nc_scan_id(char const *s)
{
  return strspn(s, "0123456789abcdef") == 32 && !s[32];
}

int nc_scan_hostname(char const *s)
{
  size_t total = strlen(s);
  if (!total || total > 64)
    return 0;
  for (;;) {
    size_t len = strspn(s, LETTERS DIGITS "-");
    if (!len || len > 63 || *s == '-' || s[len - 1] == '-')
      return 0;
    s += len;
    if (!*s)
      return 1;
    if (*s++ != '.')
      return 0;
  }
}

int nc_scan_variable(char const *s)
{
  return *s && strchr(LETTERS "_", *s) && !s[strspn(s, LETTERS DIGITS "_")];
}
