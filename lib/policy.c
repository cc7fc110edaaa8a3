/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "escape.h"
#include "policy.h"
#include "sealed.h"
#include "sha256.h"
#include "toml.h"

char const *nc_policy_pin(char const *s)
{
  if (!nc_sha256_is(s))
    strerr_dief(100, "not a SHA-256, which is 64 hexadecimal digits: ", s);
  return s;
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

static size_t span(char const *s, size_t n, char const *of)
{
  size_t i = 0;
  while (i < n && s[i] && strchr(of, s[i]))
    i++;
  return i;
}

/* Copies JSON that is known to be right, with its long integers in quotes. Returns its length, at
   most twice what it was. */
static size_t quote_integers(char *to, char const *s, size_t n)
{
  size_t i = 0, k = 0;
  while (i < n) {
    size_t len = 1;
    int quoted = 0;
    if (s[i] == '"') {
      while (s[i + len] != '"')
        len += s[i + len] == '\\' ? 2 : 1;
      len++;
    } else if ((len = span(s + i, n - i, "-+.0123456789eE")) == 0)
      len = 1;
    else
      quoted = len >= NC_POLICY_DIGITS && span(s + i, len, "-0123456789") == len;
    if (quoted)
      to[k++] = '"';
    memcpy(to + k, s + i, len);
    k += len;
    if (quoted)
      to[k++] = '"';
    i += len;
  }
  return k;
}

/* jansson's integers end at 2^63 - 1. First all numbers are read as others, so that every error
   but this one has its right place. */
static json_t *load_long_integers(nc_policy const *policy, json_error_t *error)
{
  json_t *json =
      json_loadb(policy->s, policy->n, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, error);
  char *quoted;
  if (!json)
    return NULL;
  json_decref(json);
  quoted = malloc(2 * policy->n);
  if (!quoted)
    strerr_diefusys(111, "allocate memory");
  json = json_loadb(quoted, quote_integers(quoted, policy->s, policy->n), JSON_REJECT_DUPLICATES,
                    error);
  free(quoted);
  return json;
}

static json_t *wrong_at(char *error, size_t max, int line, int column, char const *text)
{
  nc_policy_wrong(error, max, "line %d, column %d: %s", line, column, text);
  return NULL;
}

json_t *nc_policy_json(nc_policy const *policy, char *error, size_t max)
{
  json_error_t e;
  json_t *json = json_loadb(policy->s, policy->n, JSON_REJECT_DUPLICATES, &e);
  if (!json && json_error_code(&e) == json_error_numeric_overflow)
    json = load_long_integers(policy, &e);
  if (!json)
    return wrong_at(error, max, e.line, e.column, e.text);
  if (json_is_object(json))
    return json;
  json_decref(json);
  return wrong_at(error, max, 1, 1, "a policy is an object");
}

json_t *nc_policy_toml(nc_policy const *policy, char *error, size_t max)
{
  nc_toml_error e;
  json_t *toml = nc_toml_parse(policy->s, policy->n, &e);
  return toml ? toml : wrong_at(error, max, (int)e.line, (int)e.column, e.text);
}

int nc_policy_wrong(char *error, size_t max, char const *format, ...)
{
  va_list args;
  va_start(args, format);
  nc_escape_vprintf(error, max, format, args);
  va_end(args);
  return 0;
}
