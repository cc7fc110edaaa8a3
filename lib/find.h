/* SPDX-License-Identifier: ISC */

/* From references, as a user gives them, to records. */

#ifndef FIND_H
#define FIND_H

#include "entry.h"

/* The ID of the record that ref means, NC_ID_LEN bytes and a NUL: an exact ID, then a name, then
   a prefix that only one ID has. Returns 1, or 0 after saying on stderr why not. */
extern int nc_find_id(nc_state const *s, char const *ref, char *id);

/* Opens that record. */
extern int nc_find(nc_entry *e, nc_state const *s, char const *ref);

/* The IDs of all records, NULL at the end, in no order; the caller's to free, at once. *leftovers
   becomes 1 if there are half-born or half-removed ones, too. Dies 111. */
extern char **nc_find_all(nc_state const *s, int *leftovers);

#endif
