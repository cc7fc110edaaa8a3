/* SPDX-License-Identifier: ISC */

/* What the commands have in common: options, and traces that do not tell all. */

#ifndef NC_ARGUMENTS_H
#define NC_ARGUMENTS_H

#include <stddef.h>

typedef struct nc_arguments_s nc_arguments;
struct nc_arguments_s {
  char const *file;          /* -o, or NULL */
  int unseen;                /* -u: what could not be seen is done without */
  char const *const *traces; /* at least one, then NULL */
};

/* Reads a command's argument list; options are those of sgetopt that it knows. Dies 100. */
extern void nc_arguments_read(nc_arguments *a, int argc, char const *const *argv,
                              char const *options);

/* What file's calls touched but nc-trace could not see: dies 111, or warns with -u. Warns of what
   is done without a call. Returns how many lines of calls there are. */
extern size_t nc_arguments_check(nc_arguments const *a, char const *file);

#endif
