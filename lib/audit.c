/* SPDX-License-Identifier: ISC */

#include <limits.h>
#include <string.h>

#include "audit.h"
#include "sha256.h"

void nc_audit_begin(nc_audit *a, char const *text, size_t n)
{
  *a = (nc_audit){.rest = text, .len = n};
  memset(a->prev, '0', 64);
}

int nc_audit_next(nc_audit *a)
{
  nc_value object, v;
  int64_t seq;
  char prev[65];
  if (a->broken || !a->len)
    return 0;
  char const *newline = memchr(a->rest, '\n', a->len);
  size_t len = newline ? (size_t)(newline - a->rest) : a->len;
  if (!newline)
    a->broken = "it is cut short";
  else if (!nc_reader_object(a->rest, len, &object) || object.len != len ||
           !nc_reader_member(&object, "seq", &v) || !nc_reader_int(&v, &seq) ||
           !nc_reader_member(&object, "prev", &v) || !nc_reader_string(&v, prev, sizeof prev) ||
           !nc_reader_member(&object, "record", &v) || *v.s != '{')
    a->broken = "it is not a line of nc-monitor's";
  else if (seq != a->lines)
    a->broken = "it is not the next in sequence";
  else if (strcmp(prev, a->prev))
    a->broken = "the line before it was changed";
  if (a->broken)
    return 0;
  a->line = object;
  a->record = v;
  a->lines++;
  a->rest += len + 1;
  a->len -= len + 1;
  nc_sha256(a->prev, object.s, object.len);
  return 1;
}

int nc_audit_ended(nc_audit const *a, int *code)
{
  char event[16];
  int64_t n;
  nc_value v;
  if (!a->lines || !nc_reader_member(&a->record, "event", &v) ||
      !nc_reader_string(&v, event, sizeof event) ||
      (strcmp(event, "exited") && strcmp(event, "not-started")) ||
      !nc_reader_member(&a->record, "exit_code", &v) || !nc_reader_int(&v, &n) || n < 0 ||
      n > INT_MAX)
    return 0;
  *code = (int)n;
  return 1;
}

void nc_audit_check_end(nc_audit *a, nc_entry const *e)
{
  int code;
  if (a->broken || e->phase != PHASE_STOPPED)
    return;
  if (!nc_audit_ended(a, &code))
    a->broken = "the container has stopped, and the log does not say so";
  else if (code != e->code)
    a->broken = "the line before it and the status differ in the exit code";
}
