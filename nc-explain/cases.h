/* SPDX-License-Identifier: ISC */

/*
 * All that conditions can tell apart of a call's six arguments: for each combination of them that
 * can be true together one case, with values for which it is. What holds for every case holds
 * for every call. Pure.
 */

#ifndef NC_CASES_H
#define NC_CASES_H

#include <stddef.h>
#include <stdint.h>

#include "filter.h"

#define NC_CASES_MAX 1024 /* of one argument */

typedef struct nc_cases_s nc_cases;
struct nc_cases_s {
  struct scmp_arg_cmp *conditions;
  size_t n, max;
  uint64_t *values[NC_ARGS_MAX];
  size_t values_n[NC_ARGS_MAX];
  size_t at[NC_ARGS_MAX]; /* of the next case */
  int ended;
};

extern int nc_condition_holds(struct scmp_arg_cmp const *condition, uint64_t value);

/* Takes a condition, which is copied, into account. Returns 0, or -1 with errno. A c that is all
   zero has none. */
extern int nc_cases_add(nc_cases *c, struct scmp_arg_cmp const *condition);

/* Finds the cases. Returns 0, or -1 with errno: E2BIG for more than anybody waits for. */
extern int nc_cases_make(nc_cases *c);

/* The next case. Returns 1, or 0 if there is none left. */
extern int nc_cases_next(nc_cases *c, uint64_t args[NC_ARGS_MAX]);

/* Of what add and make took, also where they failed. */
extern void nc_cases_free(nc_cases *c);

#endif
