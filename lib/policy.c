/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <bearssl.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/fmtscan.h>
#include <skalibs/strerr.h>

#include "policy.h"
#include "text.h"

#define WRONG_MAX 512

int nc_policy_is_sha256(char const *s)
{
  return strlen(s) == NC_POLICY_SHA256_LEN &&
         strspn(s, "0123456789abcdefABCDEF") == NC_POLICY_SHA256_LEN;
}

static void hash(nc_policy *policy)
{
  unsigned char out[br_sha256_SIZE];
  br_sha256_context ctx;
  br_sha256_init(&ctx);
  br_sha256_update(&ctx, policy->s, policy->n);
  br_sha256_out(&ctx, out);
  ucharn_fmt(policy->sha256, (char const *)out, sizeof out);
  policy->sha256[NC_POLICY_SHA256_LEN] = 0;
}

void nc_policy_read(nc_policy *policy, int fd, char const *pin)
{
  policy->s = malloc(NC_POLICY_MAX + 1); /* one more, to see that there is more */
  if (!policy->s)
    strerr_diefusys(111, "allocate memory");
  /* allread stops before the end on an error only, and sets errno to EPIPE at the end */
  errno = 0;
  policy->n = allread(fd, policy->s, NC_POLICY_MAX + 1);
  if (policy->n > NC_POLICY_MAX)
    strerr_diefu(111, "read the policy: it is longer than 1 MiB");
  if (errno && errno != EPIPE)
    strerr_diefusys(111, "read the policy");
  close(fd);
  hash(policy);
  if (pin && strcasecmp(pin, policy->sha256))
    strerr_diefu(111, "trust the policy: its SHA-256 is ", policy->sha256, ", pinned is ", pin);
}

json_t *nc_policy_json(nc_policy const *policy, json_error_t *error)
{
  json_t *json = json_loadb(policy->s, policy->n, JSON_REJECT_DUPLICATES, error);
  if (!json || json_is_object(json))
    return json;
  json_decref(json);
  *error = (json_error_t){.line = 1, .column = 1, .text = "a policy is an object"};
  return NULL;
}

int nc_policy_wrong(char *error, size_t max, char const *format, ...)
{
  char text[WRONG_MAX];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  nc_text_escape(error, max, max, text);
  return 0;
}
