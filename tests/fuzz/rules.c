/* SPDX-License-Identifier: ISC */

/* nc-landlock's policies: each is refused with a text, or has rules that the kernel takes. */

#include <stdlib.h>
#include <string.h>

#include "rules.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  policy p;
  char error[POLICY_ERROR_MAX] = "";
  if (!policy_parse(&p, (char const *)data, size, error)) {
    if (!*error)
      abort();
    return 0;
  }
  if (!p.n || p.min_abi < 1 || p.min_abi > ABI_KNOWN)
    abort();
  for (size_t i = 0; i < p.n; i++)
    if (*p.rules[i].path != '/' || !p.rules[i].rights || strstr(p.rules[i].path, "/../"))
      abort();
  for (size_t i = 0; i < p.ports_n; i++)
    if (!p.handles_tcp || !p.ports[i].rights)
      abort();
  if (!policy_is_strict(&p, error) && !*error)
    abort();
  policy_free(&p);
  return 0;
}
