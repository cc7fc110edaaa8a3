/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "policy.h"
#include "trace.h"

static char const *const kinds[] = {"syscall", "path", "port", "capability"};

/* How many kinds it has; the last one is left at *kind. */
static unsigned int count_kinds(json_t const *object, char const **kind)
{
  unsigned int n = 0;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (json_object_get(object, kinds[i])) {
      *kind = kinds[i];
      n++;
    }
  return n;
}

json_t *nc_trace_parse(char const *s, size_t n, char const **kind, char *error, size_t max)
{
  json_error_t e;
  json_t *object;
  unsigned int found;
  if (!n || s[n - 1] != '\n') {
    nc_policy_wrong(error, max, "cut short");
    return NULL;
  }
  object = json_loadb(s, n, JSON_REJECT_DUPLICATES, &e);
  if (!object) {
    nc_policy_wrong(error, max, "column %d: %s", e.column, e.text);
    return NULL;
  }
  found = count_kinds(object, kind);
  if (found == 1)
    return object;
  nc_policy_wrong(error, max, "%s",
                  !json_is_object(object) ? "not an object"
                  : found                 ? "of more than one kind"
                                          : "not of a kind that a trace has");
  json_decref(object);
  return NULL;
}

void nc_trace_open(nc_trace *t, char const *file)
{
  *t = (nc_trace){.file = file, .stream = fopen(file, "re")};
  if (!t->stream)
    strerr_diefusys(111, "open ", file);
}

void nc_trace_refuse(nc_trace const *t, char const *reason)
{
  char line[ULONG_FMT];
  line[ulong_fmt(line, t->line)] = 0;
  strerr_dief(111, "unable to use ", t->file, ", line ", line, ": ", reason);
}

int nc_trace_is_ring(json_t const *line)
{
  char const *name = json_string_value(json_object_get(line, "syscall"));
  return name && !strcmp(name, "io_uring_setup");
}

json_t *nc_trace_next(nc_trace *t, char const *kind)
{
  char *s = NULL;
  size_t max = 0;
  ssize_t n;
  json_t *object = NULL;
  errno = 0;
  while (!object && (n = getline(&s, &max, t->stream)) >= 0) {
    char error[JSON_ERROR_TEXT_LENGTH + 32];
    char const *found;
    t->line++;
    object = nc_trace_parse(s, (size_t)n, &found, error, sizeof error);
    if (!object)
      nc_trace_refuse(t, error);
    if (strcmp(found, kind)) {
      json_decref(object);
      object = NULL;
    }
    errno = 0;
  }
  free(s);
  if (!object && errno)
    strerr_diefusys(111, "read ", t->file);
  if (!object)
    fclose(t->stream);
  return object;
}
