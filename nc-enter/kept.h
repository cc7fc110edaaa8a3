/* SPDX-License-Identifier: ISC */

/*
 * What the container's links obeyed: nc-monitor has kept the bytes, and the audit log says, by
 * their SHA-256, which those are; and what nc-landlock's rules for paths are for.
 */

#ifndef KEPT_H
#define KEPT_H

#include "entry.h"
#include "sha256.h"

typedef struct nc_obeyed_s nc_obeyed;
struct nc_obeyed_s {
  char sha256[NC_SHA256_HEX + 1]; /* empty: it obeyed nothing */
  int fd;                         /* then a sealed copy of the bytes, close-on-exec; or -1 */
};

typedef struct nc_kept_s nc_kept;
struct nc_kept_s {
  nc_obeyed caps, landlock, filter;
  char const *objects; /* as nc-landlock -o takes them */
};

/* Reads what the record e has, and copies it, if it still is what was obeyed. Dies NC_FAILED. */
extern void nc_kept_open(nc_kept *kept, nc_entry const *e);

#endif
