/* SPDX-License-Identifier: ISC */

/*
 * The variables of landlockconfig's format: names that stand for several texts each. Each function
 * returns 1, or 0 with place and what is wrong there in error, which is of POLICY_ERROR_MAX bytes.
 * Pure.
 */

#ifndef NC_LANDLOCK_VARIABLES_H
#define NC_LANDLOCK_VARIABLES_H

#include <jansson.h>

/* Adds table's, a [[variable]], to variables, an object. One that is there already gets more
   values. */
extern int variables_add(json_t *variables, json_t *table, char const *place, char *error);

/* Calls use(arg, path) for every combination of the values of the variables that are in s: ${NAME}
   is one, $$ a dollar. use returns 1 to go on, or 0 with error. *steps is 0 at first, and counts
   the work of a whole policy, which is bounded. */
extern int variables_expand(json_t const *variables, char const *s, unsigned int *steps,
                            int (*use)(void *arg, char const *path), void *arg, char const *place,
                            char *error);

#endif
