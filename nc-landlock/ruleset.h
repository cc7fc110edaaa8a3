/* SPDX-License-Identifier: ISC */

/* What the kernel is given of a policy: a Landlock ruleset, made and enforced. */

#ifndef NC_LANDLOCK_RULESET_H
#define NC_LANDLOCK_RULESET_H

#include "kernel.h"
#include "objects.h"
#include "rules.h"

typedef struct ruleset_s ruleset;
struct ruleset_s {
  int fd;
  int abi; /* the kernel's: to be set before */
  struct nc_landlock_ruleset_attr attr;
  unsigned int rules;
  unsigned int skipped;
  objects objects; /* of the rules for paths */
  int logged;      /* the kernel logs what is denied */
};

/* Restricts this process, for good, to what first (ends with a path that is NULL; or NULL), the
   policy, and the links that may still come are granted, as far as the ABI goes: nothing is done
   where that restricts nothing. only: the objects that the rules for paths must be for, or they
   are left out. logs: what is denied is logged if the ABI can. Dies 111. */
extern void ruleset_enforce(ruleset *set, rule const *first, policy const *p, objects const *only,
                            int logs);

#endif
