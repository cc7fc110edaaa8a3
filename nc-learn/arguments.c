/* SPDX-License-Identifier: ISC */

#include <string.h>

#include <jansson.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "arguments.h"
#include "commands.h"
#include "trace.h"

void nc_arguments_read(nc_arguments *a, int argc, char const *const *argv, char const *options)
{
  subgetopt l = SUBGETOPT_ZERO;
  *a = (nc_arguments){.file = NULL};
  for (;;) {
    int opt = subgetopt_r(argc, argv, options, &l);
    if (opt == -1)
      break;
    switch (opt) {
    case 'o': a->file = l.arg; break;
    case 'u': a->unseen = 1; break;
    default: dieusage();
    }
  }
  a->traces = argv + l.ind;
  if (!*a->traces)
    dieusage();
}

static void unseen(nc_arguments const *a, char const *file, char const *what, char const *which)
{
  if (!a->unseen)
    strerr_dief(111, "unable to use ", file, ": ", what, which,
                "; -u makes a policy that does without");
  strerr_warnw(file, ": ", what, which, ": the policy does without");
}

static size_t check_calls(nc_arguments const *a, char const *file)
{
  static char const *const foreign[] = {"x86", "x32", "arm"};
  int seen[3] = {0}, ring = 0;
  size_t n = 0;
  nc_trace t;
  json_t *line;
  nc_trace_open(&t, file);
  while ((line = nc_trace_next(&t, "syscall"))) {
    char const *arch = json_string_value(json_object_get(line, "arch"));
    for (int i = 0; arch && i < 3; i++)
      seen[i] |= !strcmp(arch, foreign[i]);
    ring |= nc_trace_is_ring(line);
    json_decref(line);
    n++;
  }
  for (int i = 0; i < 3; i++)
    if (seen[i])
      unseen(a, file, "nc-trace does not see what is touched by calls of ", foreign[i]);
  if (ring)
    strerr_warnw(file, ": io_uring was set up, and nc-trace does not see what is done with it");
  return n;
}

static void check_paths(nc_arguments const *a, char const *file)
{
  nc_trace t;
  json_t *line;
  nc_trace_open(&t, file);
  while ((line = nc_trace_next(&t, "path"))) {
    char const *call = json_string_value(json_object_get(line, "call"));
    if (json_is_null(json_object_get(line, "path"))) {
      if (!call)
        nc_trace_refuse(&t, "call: not a string");
      unseen(a, file, "nc-trace could not see what was touched by ", call);
    }
    json_decref(line);
  }
}

size_t nc_arguments_check(nc_arguments const *a, char const *file)
{
  size_t calls = check_calls(a, file);
  check_paths(a, file);
  return calls;
}
