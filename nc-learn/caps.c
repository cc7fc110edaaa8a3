/* SPDX-License-Identifier: ISC */

/* The capabilities that traces have calls for: nc-policy(5). */

#include <stdio.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "arguments.h"
#include "capability.h"
#include "commands.h"
#include "output.h"
#include "trace.h"

#define CALLS_MAX  16
#define CALL_BYTES 32

typedef struct asked_s asked;
struct asked_s {
  char name[CALL_BYTES];             /* in capitals; empty: not asked for */
  int held;                          /* once at least */
  char calls[CALLS_MAX][CALL_BYTES]; /* those beyond are not named */
  size_t n;
};

typedef struct seen_s seen;
struct seen_s {
  asked caps[NC_CAPABILITIES_MAX];
};

static int is_word(char const *s)
{
  return s && *s && strlen(s) < CALL_BYTES &&
         !s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789")];
}

static void add_call(asked *a, char const *call)
{
  for (size_t i = 0; i < a->n; i++)
    if (!strcmp(a->calls[i], call))
      return;
  if (a->n < CALLS_MAX)
    strcpy(a->calls[a->n++], call);
}

static void add(seen *s, nc_trace const *t, json_t const *line)
{
  char const *name = json_string_value(json_object_get(line, "capability"));
  char const *call = json_string_value(json_object_get(line, "call"));
  json_t const *held = json_object_get(line, "held");
  int cap = is_word(name) ? nc_capability(name, strlen(name)) : -1;
  if (cap < 0)
    nc_trace_refuse(t, "capability: unknown");
  if (!is_word(call))
    nc_trace_refuse(t, "call: not a name");
  if (!json_is_boolean(held))
    nc_trace_refuse(t, "held: neither true nor false");
  strcpy(s->caps[cap].name, name);
  s->caps[cap].held |= json_is_true(held);
  add_call(s->caps + cap, call);
}

static void read_trace(seen *s, char const *file)
{
  nc_trace t;
  json_t *line;
  nc_trace_open(&t, file);
  while ((line = nc_trace_next(&t, "capability"))) {
    add(s, &t, line);
    json_decref(line);
  }
}

static void write_comments(FILE *out, seen const *s)
{
  for (size_t i = 0; i < NC_CAPABILITIES_MAX; i++) {
    asked const *a = s->caps + i;
    if (!*a->name)
      continue;
    fprintf(out, "# %s:", a->name);
    for (size_t k = 0; k < a->n; k++)
      fprintf(out, " %s", a->calls[k]);
    fputs(a->held ? "\n" : "; the program did not have it, and went on: not kept\n", out);
  }
}

/* The same in all sets: so any user keeps them over an exec (nc-caps(1)). */
static void write_policy(FILE *out, void const *data)
{
  seen const *s = data;
  static char const *const sets[] = {"bounding", "effective", "inheritable", "ambient"};
  fputs("# made by nc-learn: which call may need it, as nc-trace(1) says\n", out);
  write_comments(out, s);
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    char const *before = "";
    fprintf(out, "\n[%s]\nkeep = [", sets[i]);
    for (size_t k = 0; k < NC_CAPABILITIES_MAX; k++)
      if (s->caps[k].held) {
        fprintf(out, "%s\"%s\"", before, s->caps[k].name);
        before = ", ";
      }
    fputs("]\n", out);
  }
}

int nc_learn_caps(int argc, char const *const *argv)
{
  static seen s;
  nc_arguments a;
  nc_arguments_read(&a, argc, argv, "o:u");
  for (; *a.traces; a.traces++) {
    /* most programs ask for nothing, but every program has calls */
    if (!nc_arguments_check(&a, *a.traces))
      strerr_dief(111, "unable to use ", *a.traces, ": no system call is in it");
    read_trace(&s, *a.traces);
  }
  nc_output_print(a.file, &write_policy, &s);
  return 0;
}
