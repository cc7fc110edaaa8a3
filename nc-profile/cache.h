/* SPDX-License-Identifier: ISC */

/*
 * Filters that were compiled before, in the folder cache/ of the state folder: one file each, named
 * by its key, the SHA-256 of all that the filter depends on. At most CACHE_ENTRIES are kept, the
 * newest. Whoever may write there may choose filters: it is the caller's own folder, and an entry
 * that is another's, or that others may write to, is not used. A cache that cannot be used is
 * warned of, and is no error.
 */

#ifndef CACHE_H
#define CACHE_H

#include "filter.h"
#include "profile.h"

#define CACHE_ENTRIES 64

typedef struct cache_s cache;
struct cache_s {
  int dir; /* -1: cannot be used */
  unsigned char key[32];
  char name[65]; /* the key in hexadecimal */
};

/* sha256: of the profile, as text. production: unknown calls are errors. */
extern void cache_open(cache *c, char const *sha256, nc_profile_host const *host, int production);

/* Returns 1 with the filter and *skipped, text to be freed, as nc_profile_compile gives them, or 0
   if there is none to be trusted. */
extern int cache_read(cache const *c, nc_filter *filter, char **skipped);

/* skipped may be NULL. */
extern void cache_write(cache const *c, nc_filter const *filter, char const *skipped);

#endif
