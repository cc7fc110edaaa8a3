/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>

#include "arguments.h"
#include "calls.h"
#include "commands.h"
#include "output.h"
#include "trace.h"

static void read_trace(nc_calls *calls, char const *file)
{
  nc_trace t;
  json_t *line;
  char error[256];
  size_t before = calls->n;
  int ring = 0;
  nc_trace_open(&t, file);
  while ((line = nc_trace_next(&t, "syscall"))) {
    if (!nc_calls_add(calls, line, error, sizeof error))
      nc_trace_refuse(&t, error);
    ring |= nc_trace_is_ring(line);
    json_decref(line);
  }
  if (calls->n == before)
    strerr_dief(111, "unable to use ", file, ": no system call is in it");
  if (ring)
    strerr_warnw(file, ": io_uring was set up, and the profile allows it:"
                       " what is done with it is no system call, and no filter sees it");
}

int nc_learn_seccomp(int argc, char const *const *argv)
{
  nc_calls calls = {.n = 0};
  nc_arguments a;
  json_t *profile;
  char *s;
  size_t n;
  nc_arguments_read(&a, argc, argv, "o:");
  for (; *a.traces; a.traces++)
    read_trace(&calls, *a.traces);
  profile = nc_calls_least(&calls);
  s = profile ? json_dumps(profile, JSON_INDENT(2)) : NULL;
  if (!s)
    strerr_diefusys(111, "allocate memory");
  n = strlen(s);
  s[n] = '\n'; /* where its NUL was */
  nc_output_write(a.file, s, n + 1);
  free(s);
  json_decref(profile);
  return 0;
}
