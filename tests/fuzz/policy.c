/* SPDX-License-Identifier: ISC */

/* lib/policy: one object of JSON, or an error with a place. */

#include <stdint.h>
#include <stdlib.h>

#include "policy.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  nc_policy const policy = {.s = (char *)(uintptr_t)data, .n = size};
  json_error_t error = {.line = 0};
  json_t *json = nc_policy_json(&policy, &error);
  if (json ? !json_is_object(json) : !error.text[0] || error.line < 1 || error.column < 0)
    abort();
  json_decref(json);
  return 0;
}
