/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/types.h>

#include "audit.h"
#include "commands.h"
#include "find.h"
#include "json.h"

/* Prints JSON with a line a member. It is valid: only strings and brackets need to be told apart.
 */
static void print_indented(char const *s, size_t n)
{
  int depth = 0, quoted = 0;
  for (char const *end = s + n; s < end; s++) {
    int empty = !quoted && (*s == '{' || *s == '[') && s + 1 < end && (s[1] == '}' || s[1] == ']');
    if (!quoted && (*s == '}' || *s == ']'))
      printf("\n%*s", 2 * --depth, "");
    putchar(*s);
    if (empty) {
      putchar(*++s);
    } else if (quoted) {
      if (*s == '\\')
        putchar(*++s);
      else if (*s == '"')
        quoted = 0;
    } else if (*s == '"') {
      quoted = 1;
    } else if (*s == '{' || *s == '[') {
      printf("\n%*s", 2 * ++depth, "");
    } else if (*s == ',') {
      printf("\n%*s", 2 * depth, "");
    } else if (*s == ':') {
      putchar(' ');
    }
  }
  putchar('\n');
}

static int is_applied(nc_value const *record)
{
  char event[16];
  nc_value v;
  return nc_reader_member(record, "event", &v) && nc_reader_string(&v, event, sizeof event) &&
         !strcmp(event, "applied");
}

/* What each link enforced, and whether the log that says so is what it was. */
static void add_audit(nc_json *j, nc_entry const *e, char const *text, size_t n)
{
  nc_audit a;
  nc_audit_begin(&a, text, n);
  nc_json_open(j, "enforced", '[');
  while (nc_audit_next(&a))
    if (is_applied(&a.record))
      nc_json_raw(j, NULL, a.record.s, a.record.len);
  nc_json_close(j, '[');
  nc_audit_check_end(&a, e);
  nc_json_open(j, "audit", '{');
  nc_json_bool(j, "intact", !a.broken);
  nc_json_int(j, "lines", a.lines);
  if (a.broken) {
    nc_json_int(j, "breaks_at", a.lines + 1);
    nc_json_string(j, "reason", a.broken);
  }
  nc_json_close(j, '{');
}

static int show(nc_entry const *e)
{
  nc_value config, status;
  nc_json j;
  size_t naudit = 0;
  char cgroup[PATH_MAX];
  ssize_t ncgroup = readlinkat(e->dir, "cgroup", cgroup, sizeof cgroup - 1);
  char *config_text = nc_entry_json(e, "config.json", &config);
  if (!config_text) {
    nc_entry_warn(e, "config.json");
    return 0;
  }
  char *status_text = nc_entry_json(e, "status.json", &status);
  int no_status = !status_text && errno == ENOENT; /* just born, or died then */
  if (!status_text && !no_status) {
    nc_entry_warn(e, "status.json");
    return 0;
  }
  int fd = nc_entry_file(e, "audit.ndjson");
  char *audit = fd < 0 ? NULL : nc_entry_read(fd, ENTRY_AUDIT_MAX, &naudit);
  if (!audit) {
    nc_entry_warn(e, "audit.ndjson");
    return 0;
  }
  close(fd);

  size_t max = config.len + (no_status ? 0 : status.len) + naudit + 4096 + PATH_MAX;
  char *buf = malloc(max);
  if (!buf)
    strerr_diefusys(111, "allocate memory");
  nc_json_begin(&j, buf, max);
  nc_json_string(&j, "id", e->id);
  nc_json_string(&j, "name", e->name);
  nc_json_string(&j, "state", nc_entry_state(e));
  nc_json_raw(&j, "config", config.s, config.len);
  if (no_status)
    nc_json_null(&j, "status");
  else
    nc_json_raw(&j, "status", status.s, status.len);
  if (ncgroup > 0) {
    cgroup[ncgroup] = 0;
    nc_json_string(&j, "cgroup", cgroup);
  }
  add_audit(&j, e, audit, naudit);
  size_t n = nc_json_end(&j);
  print_indented(buf, n - 1);
  free(buf);
  free(audit);
  free(status_text);
  free(config_text);
  return 1;
}

static int show_one(nc_state const *s, char const *ref)
{
  nc_entry e;
  if (!nc_find(&e, s, ref))
    return 0;
  int shown = show(&e);
  nc_entry_close(&e);
  return shown;
}

int nc_show(int argc, char const *const *argv)
{
  return nc_each(argc, argv, &show_one);
}
