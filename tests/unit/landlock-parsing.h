/* SPDX-License-Identifier: ISC */

/* nc-landlock's policies from text, which is not changed. */

#ifndef LANDLOCK_PARSING_H
#define LANDLOCK_PARSING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules.h"

static inline int parse(policy *p, char const *s, char *error)
{
  nc_policy file = {.s = strdup(s), .n = strlen(s)};
  assert_non_null(file.s);
  int ok = policy_parse(p, &file, error);
  free(file.s);
  return ok;
}

static inline void parses(policy *p, char const *s)
{
  char error[POLICY_ERROR_MAX] = "";
  if (!parse(p, s, error))
    fail_msg("%s", error);
}

#endif
