/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "text.h"

#define TABLE_GAP 3 /* blanks between columns */

static int digits(char const *s, int n)
{
  int value = 0;
  while (n--)
    value = value * 10 + *s++ - '0';
  return value;
}

time_t nc_text_time(char const *s)
{
  struct tm tm = {.tm_year = digits(s, 4) - 1900,
                  .tm_mon = digits(s + 5, 2) - 1,
                  .tm_mday = digits(s + 8, 2),
                  .tm_hour = digits(s + 11, 2),
                  .tm_min = digits(s + 14, 2),
                  .tm_sec = digits(s + 17, 2)};
  return timegm(&tm);
}

void nc_text_age(char *buf, size_t max, time_t seconds)
{
  static struct {
    long below, unit;
    char const *one; /* said of less than two of them; NULL: they are counted from one on */
    char const *name;
  } const steps[] = {
      {60, 1, "1 second", "seconds"},
      {3600, 60, "About a minute", "minutes"},
      {48 * 3600L, 3600, "About an hour", "hours"},
      {14 * 86400L, 86400, NULL, "days"},
      {60 * 86400L, 7 * 86400L, NULL, "weeks"},
      {2 * 365 * 86400L, 30 * 86400L, NULL, "months"},
      {0, 365 * 86400L, NULL, "years"},
  };
  size_t i = 0;
  if (seconds < 1) {
    snprintf(buf, max, "Less than a second");
    return;
  }
  while (steps[i].below && seconds >= steps[i].below)
    i++;
  long n = seconds / steps[i].unit;
  if (n < 2 && steps[i].one)
    snprintf(buf, max, "%s", steps[i].one);
  else
    snprintf(buf, max, "%ld %s", n, steps[i].name);
}

void nc_text_size(char *buf, size_t max, uint64_t bytes)
{
  static char const *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  size_t i = 0;
  double n = (double)bytes;
  for (; n >= 1024 && i < sizeof units / sizeof *units - 1; i++)
    n /= 1024;
  snprintf(buf, max, "%.4g%s", n, units[i]);
}

void nc_table_add(nc_table *t, char const *cell)
{
  size_t *width = t->widths + t->n++ % t->columns, columns = 0;
  for (char const *s = cell; *s; s++)
    columns += ((unsigned char)*s & 0xc0) != 0x80;
  if (columns > *width)
    *width = columns;
  if (!stralloc_catb(&t->cells, cell, strlen(cell) + 1))
    strerr_diefusys(111, "allocate memory");
}

void nc_table_print(nc_table *t)
{
  char const *s = t->cells.s;
  for (size_t i = 0; i < t->n; i++) {
    size_t column = i % t->columns, pad = t->widths[column] + TABLE_GAP;
    for (; *s; s++) {
      putchar_unlocked(*s);
      pad -= ((unsigned char)*s & 0xc0) != 0x80;
    }
    s++;
    if (column == t->columns - 1)
      putchar_unlocked('\n');
    else
      while (pad--)
        putchar_unlocked(' ');
  }
  stralloc_free(&t->cells);
}
