/* SPDX-License-Identifier: ISC */

#include <stdint.h>
#include <string.h>

#include "when.h"

#define SPAN_MAX INT64_C(100000000000) /* seconds, some 3000 years: sums cannot overflow */

/* Exactly n digits, at most max. Returns where they end, or NULL. */
static char const *digits(char const *s, int n, int max, int *value)
{
  *value = 0;
  for (; n; n--, s++) {
    if (*s < '0' || *s > '9')
      return NULL;
    *value = *value * 10 + *s - '0';
  }
  return *value <= max ? s : NULL;
}

static int scan_span(char const *s, int64_t *seconds)
{
  static struct {
    char unit;
    int seconds;
  } const units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
  size_t next = 0;
  *seconds = 0;
  if (!*s)
    return 0;
  while (*s) {
    int64_t n = 0;
    size_t len = strspn(s, "0123456789");
    if (!len || len > 11)
      return 0;
    for (; len; len--)
      n = n * 10 + *s++ - '0';
    while (next < sizeof units / sizeof *units && units[next].unit != *s)
      next++;
    if (next == sizeof units / sizeof *units || n > SPAN_MAX / units[next].seconds)
      return 0;
    *seconds += n * units[next++].seconds;
    s++;
  }
  return 1;
}

static int days_in(int year, int month)
{
  static int const days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && leap);
}

/* "Z", "+01:00" */
static int scan_offset(char const *s, int *seconds)
{
  int h, m, sign = *s == '-' ? -1 : 1;
  *seconds = 0;
  if ((*s == 'Z' || *s == 'z') && !s[1])
    return 1;
  if (*s != '+' && *s != '-')
    return 0;
  s = digits(s + 1, 2, 23, &h);
  s = s && *s == ':' ? digits(s + 1, 2, 59, &m) : NULL;
  if (!s || *s)
    return 0;
  *seconds = sign * (h * 3600 + m * 60);
  return 1;
}

static int scan_time(char const *s, struct timespec *when)
{
  struct tm tm = {0};
  int year, month, offset = 0;
  long unit = 100000000;
  s = digits(s, 4, 9999, &year);
  s = s && *s == '-' ? digits(s + 1, 2, 12, &month) : NULL;
  s = s && month && *s == '-' ? digits(s + 1, 2, days_in(year, month), &tm.tm_mday) : NULL;
  if (!s || !tm.tm_mday)
    return 0;
  when->tv_nsec = 0;
  if (*s) {
    s = *s == 'T' || *s == 't' || *s == ' ' ? digits(s + 1, 2, 23, &tm.tm_hour) : NULL;
    s = s && *s == ':' ? digits(s + 1, 2, 59, &tm.tm_min) : NULL;
    s = s && *s == ':' ? digits(s + 1, 2, 60, &tm.tm_sec) : NULL;
    if (!s)
      return 0;
    if (*s == '.') {
      if (s[1] < '0' || s[1] > '9')
        return 0;
      for (s++; *s >= '0' && *s <= '9'; s++, unit /= 10)
        when->tv_nsec += unit * (*s - '0');
    }
    if (!scan_offset(s, &offset))
      return 0;
  }
  tm.tm_year = year - 1900;
  tm.tm_mon = month - 1;
  when->tv_sec = timegm(&tm) - offset;
  return 1;
}

int nc_when_scan(char const *s, time_t now, struct timespec *when)
{
  int64_t seconds;
  if (!scan_span(s, &seconds))
    return scan_time(s, when);
  *when = (struct timespec){.tv_sec = now - seconds};
  return 1;
}
