/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "chain.h"
#include "policy.h"
#include "sealed.h"
#include "sha256.h"
#include "text.h"

#define WRONG_MAX 512

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
  nc_sha256(policy->sha256, policy->s, policy->n);
  if (pin && strcasecmp(pin, policy->sha256))
    strerr_diefu(111, "trust the policy: its SHA-256 is ", policy->sha256, ", pinned is ", pin);
}

void nc_policy_report(nc_report *r, void const *s, size_t n)
{
  if (nc_chain_fd("NC_REPORT") < 0)
    return;
  int fd = nc_sealed_make(PROG, s, n);
  if (fd < 0)
    strerr_diefusys(111, "hand the policy to nc-monitor");
  nc_report_send_fds(r, &fd, 1);
  close(fd);
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
