/* SPDX-License-Identifier: ISC */

/* Paths, the rights that were taken on them, and the least rules that grant these to the next run,
   too. Pure. */

#ifndef NC_PLACES_H
#define NC_PLACES_H

#include <stddef.h>
#include <stdint.h>

/* More files of one directory tree than a person would list. */
#define NC_PLACES_FILES_MAX 8

/* So many names a directory's path must have for them to be folded into it: /usr/lib/x. */
#define NC_PLACES_DEPTH_MIN 3

typedef struct nc_place_s nc_place;
struct nc_place_s {
  char *path;
  uint64_t rights;
  int changes;    /* a directory whose entries the program changes */
  size_t parent;  /* 1 + index of the nearest one above it, or 0; of nc_places_fold */
  uint64_t above; /* rights of all above it; of nc_places_fold */
};

typedef struct nc_places_s nc_places;
struct nc_places_s {
  nc_place *s;
  size_t n, max;
};

/* Adds rights on path, which is copied; made: needed for what is made beneath it. Returns 0, or -1
   if there is no memory. */
extern int nc_places_add(nc_places *p, char const *path, uint64_t rights, int made);

/* Makes rules of what was added, in the order of paths:
   - what lies beneath a directory that the program changes is in its rule, but for what it
   executes, and if it is not the root;
   - more than NC_PLACES_FILES_MAX rules, beneath a directory deep enough, that only read become
   one;
   - between directories that files are moved between rights are equal: the kernel asks for that;
   - what a rule above grants is not granted again. */
extern void nc_places_fold(nc_places *p);

extern void nc_places_free(nc_places *p);

#endif
