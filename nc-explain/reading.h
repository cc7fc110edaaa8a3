/* SPDX-License-Identifier: ISC */

/* A profile that is read, to be spoken of: its rules, and the filter that it becomes. */

#ifndef NC_READING_H
#define NC_READING_H

#include <linux/seccomp.h>

#include "cases.h"
#include "filter.h"
#include "profile.h"

typedef struct nc_reading_s nc_reading;
struct nc_reading_s {
  char const *file;
  nc_rules rules; /* from the strictest on: the first that matches decides */
  char **names;   /* of the call that each rule is about; NULL if this machine has none such */
  nc_filter filter;
  int asks; /* it has includes or excludes */
};

/* Reads file. Dies 111. */
extern void nc_reading_open(nc_reading *r, char const *file, nc_profile_host const *host);

/* What becomes of a call: the filter's answer, a SECCOMP_RET_*. */
extern uint32_t nc_reading_answer(nc_reading const *r, uint32_t arch, int number,
                                  uint64_t const args[NC_ARGS_MAX]);

/* The rule by which it becomes that, or NULL if no rule is about it. */
extern nc_rule const *nc_reading_rule(nc_reading const *r, char const *name,
                                      uint64_t const args[NC_ARGS_MAX]);

/* Takes the conditions of all rules about that call into account. Dies 111. */
extern void nc_reading_cases(nc_reading const *r, char const *name, nc_cases *c);

/* nc_cases_make, for that call. Dies 111. */
extern void nc_reading_solve(nc_cases *c, char const *name);

/* The names of all calls that rules of r or, if it is not NULL, of other are about, sorted, with
   NULL at the end. The array is the caller's to free(3), the names are not. Dies 111. */
extern char const **nc_reading_names(nc_reading const *r, nc_reading const *other);

#endif
