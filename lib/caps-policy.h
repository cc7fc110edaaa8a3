/* SPDX-License-Identifier: ISC */

#ifndef NC_CAPS_POLICY_H
#define NC_CAPS_POLICY_H

#include <stddef.h>
#include <stdint.h>

#include "policy.h"

/* What the payload is to have; permitted is always what is effective. Bit n is capability n. */
typedef struct nc_caps_sets_s nc_caps_sets;
struct nc_caps_sets_s {
  uint64_t bounding, effective, inheritable, ambient;
};

/* What the policy says (nc-policy(5)). Returns 1 with *sets, or 0 with what is wrong, and where, in
   the max bytes at error. Pure. */
extern int nc_caps_policy_parse(nc_caps_sets *sets, nc_policy const *file, char *error, size_t max);

/* The first capability of the set that a production policy may not give away, in its name's upper
   case and without "CAP_"; or NULL. */
extern char const *nc_caps_policy_forbidden(uint64_t set);

#endif
