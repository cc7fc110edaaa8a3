/* SPDX-License-Identifier: ISC */

/* nc-learn's traces: refused with a text, or a profile that nc-profile takes. */

#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "profile.h"
#include "trace.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

static void check_reason(char const *error)
{
  if (!*error || strpbrk(error, "\n\33\177"))
    abort();
}

/* Is it a line that goes on? */
static int read_line(nc_calls *calls, char const *s, size_t n)
{
  char error[256] = "";
  char const *kind;
  json_t *line = nc_trace_parse(s, n, &kind, error, sizeof error);
  int good = line && (strcmp(kind, "syscall") || nc_calls_add(calls, line, error, sizeof error));
  if (!good)
    check_reason(error);
  json_decref(line);
  return good;
}

/* The only thing that can be wrong with it is that this machine is another. */
static void check_profile(json_t const *profile, unsigned int archs)
{
  static nc_profile_host const host = {.major = 6, .minor = 1};
  static nc_filter filter;
  char error[256] = "";
  if (nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error) < 0 && archs &&
      !strstr(error, "this machine's architecture is not there"))
    abort();
}

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  nc_calls calls = {.n = 0};
  char const *s = (char const *)data;
  unsigned int archs;
  json_t *profile;
  while (size) {
    char const *end = memchr(s, '\n', size);
    size_t n = end ? (size_t)(end - s) + 1 : size;
    if (!read_line(&calls, s, n))
      break;
    s += n;
    size -= n;
  }
  archs = calls.archs;
  profile = nc_calls_least(&calls);
  if (!profile)
    abort();
  check_profile(profile, archs);
  json_decref(profile);
  return 0;
}
