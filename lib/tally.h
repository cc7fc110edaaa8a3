/* SPDX-License-Identifier: ISC */

/*
 * A log of system calls: one line for each that is different, with how often it was made. A line
 * is written when its call comes first, and its count is updated in its place.
 */

#ifndef NC_TALLY_H
#define NC_TALLY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "call.h"

typedef struct nc_counted_s nc_counted;
struct nc_counted_s {
  nc_call call;
  uint64_t count;
  off_t offset; /* of its line */
};

typedef struct nc_tally_s nc_tally;
struct nc_tally_s {
  int log;
  char *(*name)(uint32_t arch, int number); /* of a call, to be freed; NULL: not written */
  int live;                                 /* each count is written at once, not at the end */
  nc_counted *calls;
  size_t n, max;
  off_t end;
};

/* Takes the log, an empty regular file, from the variable (nc-chain(7)), which is unset, and has
   room for max different calls. name and live are not set. Dies 100 if the variable is not set,
   else 111. */
extern void nc_tally_open(nc_tally *t, char const *variable, size_t max);

/* Counts call; a new one is in the log when this returns. Returns 1, or 0 if it would be one too
   many: then it is not counted. Dies 111. */
extern int nc_tally_add(nc_tally *t, nc_call const *call);

/* Counts one that there is no room for, on one line with all such. Dies 111. */
extern void nc_tally_add_other(nc_tally *t);

/* Writes how often each was made, and closes the log. Dies 111. */
extern void nc_tally_close(nc_tally *t);

#endif
