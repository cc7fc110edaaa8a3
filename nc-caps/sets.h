/* SPDX-License-Identifier: ISC */

#ifndef SETS_H
#define SETS_H

#include <sys/types.h>

#include "caps-policy.h"
#include "json.h"

/* Over an exec, of each of the links behind us too, uid 0 gets what is bounding or inheritable, but
   with NOROOT, like anyone else, what is ambient. Returns whether uid needs NOROOT for sets to be
   what is left in the end. Dies 111 if it cannot be. */
extern int sets_noroot(nc_caps_sets const *sets, uid_t uid);

/* In this order, the IDs being changed before the last: the first two take CAP_SETPCAP. Each
   dies 111. */
extern void sets_bound(nc_caps_sets const *sets);
extern void sets_securebits(nc_caps_sets const *sets, int noroot);
extern void sets_apply(nc_caps_sets const *sets);

/* Adds an array of names. */
extern void sets_report(nc_json *json, char const *key, uint64_t set);

#endif
