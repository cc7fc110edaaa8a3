/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "json.h"
#include "text.h"

#define ELLIPSIS "\xe2\x80\xa6"

void nc_text_escape(char *buf, size_t max, size_t width, char const *s)
{
  size_t n = 0, columns = 0, len = strlen(s);
  size_t fits = 0; /* where the ellipsis would stand */
  while (len) {
    unsigned char c = (unsigned char)*s;
    size_t utf8 = c < 0x80 ? 1 : nc_json_utf8(s, len);
    /* C1 controls are U+0080 to U+009F */
    int plain = utf8 && c >= 0x20 && c != 0x7f && (c != 0xc2 || (unsigned char)s[1] >= 0xa0);
    size_t step = plain ? utf8 : 1, room = plain ? utf8 : 4, wide = plain ? 1 : 4;
    if (columns + wide > width || n + room + sizeof ELLIPSIS > max)
      break;
    if (plain)
      memcpy(buf + n, s, utf8);
    else
      snprintf(buf + n, 5, "\\x%02x", c);
    n += room;
    columns += wide;
    if (columns < width)
      fits = n;
    s += step;
    len -= step;
  }
  if (len) {
    memcpy(buf + fits, ELLIPSIS, sizeof ELLIPSIS - 1);
    n = fits + sizeof ELLIPSIS - 1;
  }
  buf[n] = 0;
}

time_t nc_text_time(char const *s)
{
  struct tm tm = {0};
  strptime(s, "%Y-%m-%dT%H:%M:%S", &tm);
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
  if (t->n == t->max) {
    t->max = t->max ? 2 * t->max : 64;
    t->cells = realloc(t->cells, t->max * sizeof *t->cells);
  }
  if (!t->cells || !(t->cells[t->n++] = strdup(cell)))
    strerr_diefusys(111, "allocate memory");
}

static size_t count_columns(char const *s)
{
  size_t n = 0;
  for (; *s; s++)
    n += ((unsigned char)*s & 0xc0) != 0x80;
  return n;
}

void nc_table_print(nc_table *t)
{
  size_t *widths = calloc(t->columns, sizeof *widths);
  if (!widths)
    strerr_diefusys(111, "allocate memory");
  for (size_t i = 0; i < t->n; i++) {
    size_t width = count_columns(t->cells[i]);
    if (width > widths[i % t->columns])
      widths[i % t->columns] = width;
  }
  for (size_t i = 0; i < t->n; i++) {
    size_t column = i % t->columns;
    int last = column == t->columns - 1;
    int pad = last ? 0 : (int)(widths[column] - count_columns(t->cells[i])) + 3;
    printf("%s%*s%s", t->cells[i], pad, "", last ? "\n" : "");
    free(t->cells[i]);
  }
  free(widths);
  t->n = 0;
}
