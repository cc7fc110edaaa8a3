/* SPDX-License-Identifier: ISC */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <seccomp.h>

#include "scanner.h"

static char const *const arch_keys[] = {"architecture", "subArchitectures", NULL};

static int scan_arch(scanner *c, char const *where, json_t const *value, uint32_t *arch)
{
  char const *s = json_string_value(value);
  char name[16];
  size_t i;
  if (!s || strncmp(s, "SCMP_ARCH_", 10) || strlen(s + 10) >= sizeof name)
    return scan_bad(c, "%s: unknown architecture %s", where, s ? s : "");
  for (i = 0; s[10 + i]; i++)
    name[i] = (char)tolower((unsigned char)s[10 + i]);
  name[i] = 0;
  *arch = seccomp_arch_resolve_name(name);
  return *arch ? 0 : scan_bad(c, "%s: unknown architecture %s", where, s);
}

/* Others than these cannot run on this machine: their rules would never be asked. */
static int is_companion(uint32_t native, uint32_t arch)
{
  return (native == SCMP_ARCH_X86_64 && (arch == SCMP_ARCH_X86 || arch == SCMP_ARCH_X32)) ||
         (native == SCMP_ARCH_AARCH64 && arch == SCMP_ARCH_ARM);
}

static int scan_arch_list(scanner *c, char const *where, json_t const *list, int *has_native)
{
  size_t n;
  if (scan_array(c, where, "", list, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    uint32_t arch, native = seccomp_arch_native();
    char path[64];
    int seen = 0;
    snprintf(path, sizeof path, "%s[%zu]", where, i);
    if (scan_arch(c, path, json_array_get(list, i), &arch) < 0)
      return -1;
    *has_native |= arch == native;
    for (unsigned int k = 0; k < c->rules->archs_n; k++)
      seen |= c->rules->archs[k] == arch;
    if (!seen && is_companion(native, arch))
      c->rules->archs[c->rules->archs_n++] = arch;
  }
  return 0;
}

int scan_archs(scanner *c, json_t const *profile)
{
  json_t const *list = json_object_get(profile, "architectures");
  json_t const *map = json_object_get(profile, "archMap");
  int has_native = 0;
  size_t n;

  if (list && map)
    return scan_bad(c, "archMap: architectures is there too, only one of them can be");
  if (!list && !map)
    return 0;
  if (scan_arch_list(c, "architectures", list, &has_native) < 0 ||
      scan_array(c, "", "archMap", map, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    json_t const *entry = json_array_get(map, i);
    uint32_t arch;
    char path[64], sub[96];
    snprintf(path, sizeof path, "archMap[%zu]", i);
    if (scan_keys(c, path, entry, arch_keys) < 0)
      return -1;
    snprintf(sub, sizeof sub, "%s.architecture", path);
    if (scan_arch(c, sub, json_object_get(entry, "architecture"), &arch) < 0)
      return -1;
    if (arch != seccomp_arch_native())
      continue;
    has_native = 1;
    snprintf(sub, sizeof sub, "%s.subArchitectures", path);
    if (scan_arch_list(c, sub, json_object_get(entry, "subArchitectures"), &has_native) < 0)
      return -1;
  }
  return has_native ? 0
                    : scan_bad(c, "%s: this machine's architecture is not there",
                               list ? "architectures" : "archMap");
}
