/* SPDX-License-Identifier: ISC */

/*
 * The audit log: lines that each carry the SHA-256 of the line before. What was changed, removed
 * or moved shows at the line behind it; what was cut off at the end shows only if the container
 * has stopped, as then the last line says so.
 */

#ifndef NC_AUDIT_H
#define NC_AUDIT_H

#include "entry.h"

typedef struct nc_audit_s nc_audit;
struct nc_audit_s {
  char const *rest; /* not looked at yet */
  size_t len;
  unsigned int lines; /* that are intact */
  char prev[65];      /* what the next line must carry */
  nc_value line;      /* the last one, without its newline */
  nc_value record;    /* what it records */
  char const *broken; /* why the next line is not intact; NULL: it is, or there is none */
};

/* Starts at the first of n bytes at text. */
extern void nc_audit_begin(nc_audit *a, char const *text, size_t n);

/* Goes to the next line. Returns 1, or 0 at the end, or where the log breaks (a->broken). */
extern int nc_audit_next(nc_audit *a);

/* Is the last line the container's end? Returns 1 with its exit code, or 0. */
extern int nc_audit_ended(nc_audit const *a, int *code);

/* The whole log of e, of which every line has been gone to: sets a->broken if the end is
   missing or is not what the status says. */
extern void nc_audit_check_end(nc_audit *a, nc_entry const *e);

#endif
