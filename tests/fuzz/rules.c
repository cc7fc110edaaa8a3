/* SPDX-License-Identifier: ISC */

/* nc-landlock's policies, in each format: refused with a text, or rules that the kernel takes. */

#include <stdlib.h>
#include <string.h>

#include "rules.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  nc_policy const file = {.s = (char *)(uintptr_t)data, .n = size};
  policy p;
  char error[POLICY_ERROR_MAX] = "";
  if (!policy_parse(&p, &file, error)) {
    if (!*error || strpbrk(error, "\n\33\177"))
      abort();
    return 0;
  }
  if (*error || !(p.handled_fs | p.handled_net | p.scoped) || p.min_abi < 1 ||
      p.min_abi > ABI_KNOWN)
    abort();
  for (size_t i = 0; i < p.n; i++)
    if (*p.rules[i].path != '/' || !p.rules[i].rights || (p.rules[i].rights & ~p.handled_fs) ||
        strstr(p.rules[i].path, "/../"))
      abort();
  for (size_t i = 0; i < p.ports_n; i++)
    if (!p.ports[i].rights || (p.ports[i].rights & ~p.handled_net))
      abort();
  if (!policy_is_strict(&p, error) && !*error)
    abort();
  policy_free(&p);
  return 0;
}
