/* SPDX-License-Identifier: ISC */

/* System calls that were seen, and the least profile that allows them. Pure. */

#ifndef NC_CALLS_H
#define NC_CALLS_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#define NC_CALLS_ARGS 6

typedef struct nc_seen_s nc_seen;
struct nc_seen_s {
  char *name;
  unsigned int shown; /* bit i: args[i] is known */
  uint32_t args[NC_CALLS_ARGS];
};

typedef struct nc_calls_s nc_calls;
struct nc_calls_s {
  nc_seen *s;
  size_t n, max;
  unsigned int archs; /* bit i: the architecture i of calls.c's table was seen */
};

/* Adds what a line of a trace says, one of the kind "syscall"; with an errno it is of a call that
   was refused, and is to be allowed all the same. Returns 1, or 0 with what is
   wrong in error, a buffer of size bytes. */
extern int nc_calls_add(nc_calls *c, json_t const *line, char *error, size_t size);

/* Adds one call; its name is the set's from then on. Returns 0, or -1 if there is no memory. */
extern int nc_calls_insert(nc_calls *c, nc_seen const *seen);

/* Whether calls of i386 or of 32-bit ARM were seen. */
extern int nc_calls_have_32_bits(nc_calls const *c);

/* The architectures that were seen, and the one that a machine of these is itself, as a profile
   names them: a new reference. */
extern json_t *nc_calls_archs(nc_calls const *c);

/* The least profile that allows them, in OCI's format: a new reference, or NULL if there is no
   memory. It depends on what was added alone, not on the order. Frees the set. */
extern json_t *nc_calls_least(nc_calls *c);

#endif
