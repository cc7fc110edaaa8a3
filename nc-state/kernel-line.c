/* SPDX-License-Identifier: ISC */

#include <string.h>

#include "kernel-line.h"

#define LINE_MAX_BYTES 8192 /* what a read of /dev/kmsg gives at most */

#define ACCESS 1423
#define DOMAIN 1424

static int digit(char c)
{
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/* A number at the start of s, which is moved behind it. Returns 1, or 0 if there is none, or it is
   too large. */
static int take_number(char const **s, unsigned int base, uint64_t *n)
{
  char const *start = *s;
  *n = 0;
  for (int d; (d = digit(**s)) >= 0 && (unsigned int)d < base; ++*s) {
    if (*n > (UINT64_MAX - (unsigned int)d) / base)
      return 0;
    *n = *n * base + (unsigned int)d;
  }
  return *s != start;
}

static int take_text(char const **s, char const *text)
{
  size_t len = strlen(text);
  if (strncmp(*s, text, len))
    return 0;
  *s += len;
  return 1;
}

/* The value of " KEY=", or NULL. No value has a blank in it: what could is quoted without, or in
   hexadecimal. */
static char const *find(char const *fields, char const *key)
{
  size_t len = strlen(key);
  for (char const *s = fields; s; s = strchr(s, ' ')) {
    s += *s == ' ';
    if (!strncmp(s, key, len) && s[len] == '=')
      return s + len + 1;
  }
  return NULL;
}

static int copy(char *to, size_t max, char const *from, size_t len)
{
  if (len >= max)
    return 0;
  memcpy(to, from, len);
  to[len] = 0;
  return 1;
}

/* A NUL, which abstract sockets begin with, becomes an @. */
static int copy_untrusted(char *to, size_t max, char const *s)
{
  size_t n = 0;
  if (*s == '"')
    return copy(to, max, s + 1, strcspn(s + 1, "\""));
  for (; digit(s[0]) >= 0 && digit(s[1]) >= 0 && n + 1 < max; s += 2)
    to[n++] = digit(s[0]) || digit(s[1]) ? (char)(digit(s[0]) << 4 | digit(s[1])) : '@';
  to[n] = 0;
  return n && (!*s || *s == ' ');
}

static int scan_access(nc_kernel_line *l, char const *fields)
{
  char const *blockers = find(fields, "blockers"), *path = find(fields, "path");
  char const *port = find(fields, "dest");
  uint64_t n;
  if (!blockers || !copy(l->blockers, sizeof l->blockers, blockers, strcspn(blockers, " ")))
    return 0;
  if (path && !copy_untrusted(l->path, sizeof l->path, path))
    return 0;
  if (!port)
    port = find(fields, "src");
  if (port && (!take_number(&port, 10, &n) || n > UINT16_MAX))
    return 0;
  if (port)
    l->port = (int)n;
  return 1;
}

static int scan_domain(nc_kernel_line *l, char const *fields)
{
  char const *status = find(fields, "status"), *pid = find(fields, "pid");
  uint64_t n;
  if (!status || !take_text(&status, "allocated ") || !pid || !take_number(&pid, 10, &n) || !n ||
      n > INT32_MAX)
    return 0;
  l->pid = (int64_t)n;
  return 1;
}

/* The first line of the record, without what /dev/kmsg puts before it. It must be the kernel's own:
   the facility of others is not 0. */
static int take_line(char *line, char const *s, size_t n)
{
  char const *end = memchr(s, '\n', n), *text = memchr(s, ';', n);
  size_t len = 0;
  if (!end)
    end = s + n;
  if (!text || text > end || digit(*s) < 0 || digit(*s) > 7 || s[1] != ',')
    return 0;
  for (text++; text < end && len + 1 < LINE_MAX_BYTES; text++) {
    int escaped = end - text >= 4 && text[0] == '\\' && text[1] == 'x' && digit(text[2]) >= 0 &&
                  digit(text[3]) >= 0;
    line[len++] = escaped ? (char)(digit(text[2]) << 4 | digit(text[3])) : *text;
    if (escaped)
      text += 3;
  }
  line[len] = 0;
  return strlen(line) == len;
}

int nc_kernel_line_scan(nc_kernel_line *l, char const *s, size_t n)
{
  char line[LINE_MAX_BYTES];
  char const *p = line, *domain;
  uint64_t type, when, ms, serial;
  *l = (nc_kernel_line){.port = -1};
  if (!take_line(line, s, n) || !take_text(&p, "audit: type=") || !take_number(&p, 10, &type) ||
      (type != ACCESS && type != DOMAIN) || !take_text(&p, " audit(") ||
      !take_number(&p, 10, &when) || when > INT64_MAX || !take_text(&p, ".") ||
      !take_number(&p, 10, &ms) || !take_text(&p, ":") || !take_number(&p, 10, &serial) ||
      !take_text(&p, "): "))
    return 0;
  l->when = (int64_t)when;
  domain = find(p, "domain");
  if (!domain || !take_number(&domain, 16, &l->domain))
    return 0;
  return type == ACCESS ? scan_access(l, p) : scan_domain(l, p);
}
