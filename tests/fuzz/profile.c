/* SPDX-License-Identifier: ISC */

/* nc-seccomp/profile: what is JSON is compiled, or refused with a reason. */

#include <stdint.h>
#include <stdlib.h>

#include <jansson.h>

#include "profile.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  static nc_filter filter;
  static nc_profile_host const host = {.major = 6, .minor = 1};
  char error[256] = "", *skipped;
  json_error_t e;
  json_t *profile = json_loadb((char const *)data, size, JSON_REJECT_DUPLICATES, &e);
  if (!profile)
    return 0;
  if (nc_profile_compile(&filter, profile, &host, &skipped, error, sizeof error) < 0 && !*error)
    abort();
  free(skipped);
  json_decref(profile);
  return 0;
}
