/* SPDX-License-Identifier: ISC */

/* What a cgroup is limited to: values for its files. */

#ifndef LIMIT_H
#define LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "json.h"
#include "place.h"

typedef struct limit_s limit;
struct limit_s {
  char const *act; /* for messages */
  enum controller_e controller;
  char const *file;
  char const *value;
  int skipped; /* not to be had, and not needed */
};

typedef struct limits_s limits;
struct limits_s {
  limit *all; /* the caller's, with room for all that it adds */
  size_t n;
};

/* Adds a limit; value is copied. Dies 111. */
extern void limits_add(limits *l, char const *act, enum controller_e c, char const *file,
                       char const *value);
extern void limits_add_number(limits *l, char const *act, enum controller_e c, char const *file,
                              uint64_t value);

/* The controllers that they need: a mask of 1 << CPU … */
extern unsigned int limits_controllers(limits const *l);

/* Writes them to the cgroup dir, called name, of p. One that the kernel or the place does not have
   is skipped with a warning if tries. Otherwise, or if it cannot be written, removes the cgroup and
   dies 111. */
extern void limits_write(limits *l, place const *p, char const *name, int dir, int tries);

/* Reports "limits", and what is "missing" if there is any. */
extern void limits_report(limits const *l, nc_json *j);

#endif
