/* SPDX-License-Identifier: ISC */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <seccomp.h>
#include <sys/capability.h>

#include "scanner.h"

static char const *const condition_keys[] = {"caps", "arches", "minKernel", NULL};

/* How much of what an entry of includes or excludes names is so here. */
typedef enum { UNNAMED, NONE, SOME, ALL } share;

static share share_of(size_t are, size_t n)
{
  return !n ? UNNAMED : !are ? NONE : are < n ? SOME : ALL;
}

static int scan_caps(scanner *c, char const *where, json_t const *list, share *here)
{
  size_t n, are = 0;
  if (scan_array(c, where, ".caps", list, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    char const *name = json_string_value(json_array_get(list, i));
    cap_value_t cap;
    /* cap_from_name takes numbers and lower case too */
    if (!name || strncmp(name, "CAP_", 4) || cap_from_name(name, &cap) < 0)
      return scan_bad(c, "%s.caps[%zu]: unknown capability %s", where, i, name ? name : "");
    are += c->host->caps >> cap & 1;
  }
  *here = share_of(are, n);
  return 0;
}

/* The names are Go's. Architectures that are not this machine's may be anything. */
static int scan_arches(scanner *c, char const *where, json_t const *list, share *here)
{
  char const *native = seccomp_arch_native() == SCMP_ARCH_X86_64 ? "amd64" : "arm64";
  size_t n, are = 0;
  if (scan_array(c, where, ".arches", list, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    char const *name = json_string_value(json_array_get(list, i));
    if (!name)
      return scan_bad(c, "%s.arches[%zu]: not a string", where, i);
    are += !strcmp(name, native);
  }
  *here = share_of(are, n);
  return 0;
}

static int scan_kernel(scanner *c, char const *where, json_t const *value, share *here)
{
  char const *s = json_string_value(value);
  unsigned int major, minor;
  int end = -1;
  *here = UNNAMED;
  if (!value)
    return 0;
  if (!s || !isdigit((unsigned char)*s) || sscanf(s, "%3u.%3u%n", &major, &minor, &end) != 2 ||
      s[end])
    return scan_bad(c, "%s.minKernel: not a version, as 4.8 is: %s", where, s ? s : "");
  *here =
      c->host->major > major || (c->host->major == major && c->host->minor >= minor) ? ALL : NONE;
  return 0;
}

static int scan_condition(scanner *c, char const *where, json_t const *set, share here[3])
{
  if (!set || json_is_null(set)) {
    here[0] = here[1] = here[2] = UNNAMED;
    return 0;
  }
  if (scan_keys(c, where, set, condition_keys) < 0)
    return -1;
  if (!c->host && json_object_size(set))
    return scan_bad(c, "%s: what it asks for is not known, or must not matter", where);
  if (!c->host) {
    here[0] = here[1] = here[2] = UNNAMED;
    return 0;
  }
  return scan_caps(c, where, json_object_get(set, "caps"), here) < 0 ||
                 scan_arches(c, where, json_object_get(set, "arches"), here + 1) < 0 ||
                 scan_kernel(c, where, json_object_get(set, "minKernel"), here + 2) < 0
             ? -1
             : 0;
}

/* As Docker has it: of includes all must hold (all capabilities, one of the architectures), of
   excludes nothing. */
int scan_conditions(scanner *c, char const *where, json_t const *entry, int *counts)
{
  share in[3], ex[3];
  char path[64];
  snprintf(path, sizeof path, "%s.includes", where);
  if (scan_condition(c, path, json_object_get(entry, "includes"), in) < 0)
    return -1;
  snprintf(path, sizeof path, "%s.excludes", where);
  if (scan_condition(c, path, json_object_get(entry, "excludes"), ex) < 0)
    return -1;
  *counts = (in[0] == UNNAMED || in[0] == ALL) && in[1] != NONE && in[2] != NONE && ex[0] <= NONE &&
            ex[1] <= NONE && ex[2] <= NONE;
  return 0;
}
