/* SPDX-License-Identifier: ISC */

/*
 * A log of what was seen: one line of JSON for each thing that is different, with how often it
 * was. A line is written when its thing comes first, and its count is updated in its place.
 */

#ifndef NC_TALLY_H
#define NC_TALLY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "call.h"

typedef struct nc_tally_s nc_tally;

/* Writes a line about key, with its end, into max bytes at buf, and returns its length, which may
   not depend on count. */
typedef size_t nc_tally_format(nc_tally const *t, void const *key, uint64_t count, char *buf,
                               size_t max);

typedef struct nc_counted_s nc_counted;
struct nc_counted_s {
  nc_tally_format *format;
  void *key;
  size_t len;
  uint64_t count;
  off_t offset; /* of its line */
};

struct nc_tally_s {
  int log;
  char *(*name)(uint32_t arch, int number); /* of a call, to be freed; NULL: not written */
  int live;                                 /* each count is written at once, not at the end */
  nc_counted *things;
  size_t n, max;
  uint32_t *slots; /* a hash table of 1 + index of things; 0 is free */
  size_t nslots;   /* a power of two, more than max */
  off_t end;
};

/* Takes the log, an empty regular file, from the variable (nc-chain(7)), which is unset, and has
   room for max different things. name and live are not set. Dies 100 if the variable is not set,
   else 111. */
extern void nc_tally_open(nc_tally *t, char const *variable, size_t max);

/* Counts what the len bytes at key say; they are compared, so padding must be zero. What is new is
   in the log when this returns. Returns 1, or 0 if it would be one too many: then it is not
   counted. Dies 111. */
extern int nc_tally_count(nc_tally *t, nc_tally_format *format, void const *key, size_t len);

/* The same of a call. */
extern int nc_tally_add(nc_tally *t, nc_call const *call);

/* Counts a call that there is no room for, on one line with all such. Dies 111. */
extern void nc_tally_add_other(nc_tally *t);

/* Writes how often each was made, and closes the log. Dies 111. */
extern void nc_tally_close(nc_tally *t);

#endif
