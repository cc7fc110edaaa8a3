/* SPDX-License-Identifier: ISC */

/* lib/caps-policy: each is refused with a text, or is a set of sets that the kernel takes. */

#include <stdlib.h>
#include <string.h>

#include "caps-policy.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  nc_caps_sets sets;
  nc_policy const policy = {.s = (char *)(uintptr_t)data, .n = size};
  char error[256] = "";
  if (!nc_caps_policy_parse(&sets, &policy, error, sizeof error)) {
    if (!*error || strpbrk(error, "\n\33\177"))
      abort();
    return 0;
  }
  if (*error || (sets.effective & ~sets.bounding) || (sets.inheritable & ~sets.bounding) ||
      (sets.ambient & ~(sets.inheritable & sets.effective)))
    abort();
  nc_caps_policy_forbidden(sets.bounding);
  return 0;
}
