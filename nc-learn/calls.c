/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>

#include <seccomp.h>

#include "call.h"
#include "calls.h"
#include "errors.h"
#include "policy.h"
#include "syscall.h"

static struct {
  uint32_t arch, native;
  char const *name;
} const archs[] = {
    {SCMP_ARCH_X86_64, SCMP_ARCH_X86_64, "SCMP_ARCH_X86_64"},
    {SCMP_ARCH_X86, SCMP_ARCH_X86_64, "SCMP_ARCH_X86"},
    {SCMP_ARCH_X32, SCMP_ARCH_X86_64, "SCMP_ARCH_X32"},
    {SCMP_ARCH_AARCH64, SCMP_ARCH_AARCH64, "SCMP_ARCH_AARCH64"},
    {SCMP_ARCH_ARM, SCMP_ARCH_AARCH64, "SCMP_ARCH_ARM"},
};
#define ARCHS (sizeof archs / sizeof *archs)

static char const *const line_keys[] = {"syscall", "number", "arch", "count", "args", "errno"};

static int scan_keys(json_t const *line, char *error, size_t size)
{
  json_t *o = (json_t *)line; /* jansson's iterators want it so, and do not change it */
  for (void *it = json_object_iter(o); it; it = json_object_iter_next(o, it)) {
    size_t i = 0;
    while (i < sizeof line_keys / sizeof *line_keys &&
           strcmp(line_keys[i], json_object_iter_key(it)))
      i++;
    if (i == sizeof line_keys / sizeof *line_keys)
      return nc_policy_wrong(error, size, "unknown key %s", json_object_iter_key(it));
  }
  return 1;
}

static int scan_integer(json_t const *line, char const *key, json_int_t min, json_int_t max,
                        json_int_t *value, char *error, size_t size)
{
  json_t const *j = json_object_get(line, key);
  *value = json_integer_value(j);
  return json_is_integer(j) && *value >= min && *value <= max
             ? 1
             : nc_policy_wrong(error, size, "%s: not a number from %lld to %lld", key,
                               (long long)min, (long long)max);
}

/* A filter is of one machine: what it can run, and nothing else. */
static int scan_arch(nc_calls *c, json_t const *line, uint32_t *arch, char *error, size_t size)
{
  char const *s = json_string_value(json_object_get(line, "arch"));
  size_t i = 0;
  while (s && i < ARCHS && strcmp(nc_call_arch(archs[i].arch), s))
    i++;
  if (!s || i == ARCHS)
    return nc_policy_wrong(error, size, "arch: unknown architecture %s", s ? s : "");
  for (size_t k = 0; k < ARCHS; k++)
    if (c->archs >> k & 1 && archs[k].native != archs[i].native)
      return nc_policy_wrong(error, size, "arch: no machine runs %s and %s, which was seen before",
                             s, nc_call_arch(archs[k].arch));
  c->archs |= 1U << i;
  *arch = archs[i].arch;
  return 1;
}

/* Numbers are what a filter sees; a name that stands there must mean the same. */
static int scan_call(json_t const *line, uint32_t arch, char **name, char *error, size_t size)
{
  json_t const *call = json_object_get(line, "syscall");
  char const *s = json_string_value(call);
  json_int_t number;
  if (!scan_integer(line, "number", INT32_MIN, INT32_MAX, &number, error, size))
    return 0;
  if (!s && !json_is_null(call))
    return nc_policy_wrong(error, size, "syscall: neither a name nor null");
  if (s && nc_syscall_number(arch, s) != number)
    return nc_policy_wrong(error, size, "number: %lld is not %s of %s", (long long)number, s,
                           nc_call_arch(arch));
  *name = number < 0 ? NULL : nc_syscall_name(arch, (int)number);
  return *name ? 1
               : nc_policy_wrong(
                     error, size,
                     "number: nobody knows a system call %lld of %s; take the line out if the "
                     "program can do without it",
                     (long long)number, nc_call_arch(arch));
}

static int scan_args(json_t const *line, nc_seen *seen, char *error, size_t size)
{
  json_t *args = json_object_get(line, "args");
  if (args && !json_is_object(args))
    return nc_policy_wrong(error, size, "args: not an object");
  for (void *it = json_object_iter(args); it; it = json_object_iter_next(args, it)) {
    char const *key = json_object_iter_key(it);
    json_int_t value;
    if (*key < '0' || *key >= '0' + NC_CALLS_ARGS || key[1])
      return nc_policy_wrong(error, size, "args: no argument has the index %s", key);
    if (!scan_integer(args, key, 0, UINT32_MAX, &value, error, size))
      return 0;
    seen->args[*key - '0'] = (uint32_t)value;
    seen->shown |= 1U << (*key - '0');
  }
  return 1;
}

int nc_calls_insert(nc_calls *c, nc_seen const *seen)
{
  if (c->n == c->max) {
    size_t max = c->max ? 2 * c->max : 256;
    nc_seen *s = realloc(c->s, max * sizeof *s);
    if (!s)
      return -1;
    c->s = s;
    c->max = max;
  }
  c->s[c->n++] = *seen;
  return 0;
}

int nc_calls_add(nc_calls *c, json_t const *line, char *error, size_t size)
{
  nc_seen seen = {.shown = 0};
  uint32_t arch = 0;
  json_int_t count, answer;
  if (!scan_keys(line, error, size) || !scan_arch(c, line, &arch, error, size) ||
      !scan_integer(line, "count", 1, INT64_MAX, &count, error, size) ||
      (json_object_get(line, "errno") &&
       !scan_integer(line, "errno", 0, NC_ERROR_MAX, &answer, error, size)) ||
      !scan_args(line, &seen, error, size) || !scan_call(line, arch, &seen.name, error, size))
    return 0;
  return nc_calls_insert(c, &seen) == 0 ||
         nc_policy_wrong(error, size, "unable to allocate memory");
}

int nc_calls_have_32_bits(nc_calls const *c)
{
  for (size_t i = 0; i < ARCHS; i++)
    if (c->archs >> i & 1 && (archs[i].arch == SCMP_ARCH_X86 || archs[i].arch == SCMP_ARCH_ARM))
      return 1;
  return 0;
}

json_t *nc_calls_archs(nc_calls const *c)
{
  json_t *list = json_array();
  uint32_t native = 0;
  for (size_t i = 0; i < ARCHS; i++)
    if (c->archs >> i & 1)
      native = archs[i].native;
  for (size_t i = 0; i < ARCHS; i++)
    if (c->archs >> i & 1 || archs[i].arch == native)
      json_array_append_new(list, json_string(archs[i].name));
  return list;
}
