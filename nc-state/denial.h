/* SPDX-License-Identifier: ISC */

/* One thing that a container was refused, in words, and what would allow it. */

#ifndef DENIAL_H
#define DENIAL_H

#include <stdint.h>

#include "kernel-line.h"
#include "reader.h"

#define DENIAL_ARGS 6

typedef struct nc_denial_s nc_denial;
struct nc_denial_s {
  uint64_t count;
  char *call; /* the system call's name, to be freed; NULL: nobody knows one */
  char arch[16];
  int64_t number;
  int error;          /* the errno it was answered with; 0: as if it had been done */
  unsigned int shown; /* bit i: args[i] is known */
  uint32_t args[DENIAL_ARGS];
  int others;                     /* calls of all kinds, for which the log had no room */
  nc_kernel_line const *landlock; /* NULL: a system call */
};

/* What a line of denials.ndjson says. Returns 1, or 0 if it is none. */
extern int nc_denial_scan(nc_denial *d, nc_value const *line);

/* Prints it in words, and below what to add. */
extern void nc_denial_print(nc_denial const *d);

/* Prints it as one JSON object, without a newline. */
extern void nc_denial_print_json(nc_denial const *d);

#endif
