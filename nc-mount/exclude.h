/* SPDX-License-Identifier: ISC */

/* Which entries of a context are left out by name, and which symlinks: context.h says why. No
   file is looked at. */

#ifndef NC_EXCLUDE_H
#define NC_EXCLUDE_H

#include <stddef.h>
#include <stdint.h>

typedef struct nc_exclude_s nc_exclude;
struct nc_exclude_s {
  char const *const *include; /* the patterns of nc_context_options, the caller's */
  char const *const *exclude;
  int patterns;    /* the list's, then exclude's */
  uint64_t *tally; /* what each of them has left out */
};

/* Returns 0, or -1 with errno. */
extern int nc_exclude_begin(nc_exclude *x, char const *const *include, char const *const *exclude);

/* Frees what begin took, also if it failed. */
extern void nc_exclude_end(nc_exclude *x);

/* Is an entry of that name, at most NAME_MAX bytes, left out? Counts it. */
extern int nc_exclude_name(nc_exclude *x, char const *name);

/* Is a symlink to target left out, in a folder depth below the top? It is if it leads above. */
extern int nc_exclude_symlink(char const *target, unsigned int depth);

/* Writes "node_modules (3), *.pem (2)" and a NUL, cut with "...", to the max bytes at why. */
extern void nc_exclude_explain(nc_exclude const *x, char *why, size_t max);

#endif
