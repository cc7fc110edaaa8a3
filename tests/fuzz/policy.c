/* SPDX-License-Identifier: ISC */

/* lib/policy: one object of JSON, or an error with a place. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  nc_policy const policy = {.s = (char *)(uintptr_t)data, .n = size};
  char error[256] = "";
  json_t *json = nc_policy_json(&policy, error, sizeof error);
  int line, column;
  if (json ? !json_is_object(json) || *error
           : sscanf(error, "line %d, column %d: ", &line, &column) != 2 || line < 1 || column < 0 ||
                 strpbrk(error, "\n\33\177"))
    abort();
  json_decref(json);
  return 0;
}
