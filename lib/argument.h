/* SPDX-License-Identifier: ISC */

/* What the arguments of system calls are called, and their values. */

#ifndef NC_ARGUMENT_H
#define NC_ARGUMENT_H

#include <stdint.h>

typedef struct nc_named_s nc_named;
struct nc_named_s {
  uint32_t value;
  char const *name;
};

typedef struct nc_argument_s nc_argument;
struct nc_argument_s {
  char const *call;
  unsigned int index;
  char const *noun;       /* "family" */
  nc_named const *values; /* to one without a name; NULL: all are just numbers */
  uint32_t aside;         /* flags that may stand in the same number */
  int is_set;             /* the values are flags, and any of them can stand together */
};

/* NULL if it has no name. */
extern nc_argument const *nc_argument_find(char const *call, unsigned int index);

/* The name of exactly this value, or NULL if it has none. a may be NULL: then it has none. */
extern char const *nc_argument_name(nc_argument const *a, uint64_t value);

#endif
