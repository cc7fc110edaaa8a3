/* SPDX-License-Identifier: ISC */

/* What the arguments of system calls are called, and their values. */

#ifndef NC_ARGUMENT_H
#define NC_ARGUMENT_H

#include <stdint.h>

#include "named.h"

/* of getsockopt and setsockopt: what their next argument is called depends on it */
#define NC_ARGUMENT_LEVEL 1

typedef struct nc_argument_s nc_argument;
struct nc_argument_s {
  char const *call;
  unsigned int index;
  char const *noun;       /* "family" */
  nc_named const *values; /* to one without a name; NULL: all are just numbers */
  uint32_t aside;         /* flags that may stand in the same number */
  int is_set;             /* the values are flags, and any of them can stand together */
};

/* NULL if it has no name. level: the value of NC_ARGUMENT_LEVEL, or NULL if it is not known. */
extern nc_argument const *nc_argument_find(char const *call, unsigned int index,
                                           uint32_t const *level);

/* The name of exactly this value, or NULL if it has none. a may be NULL: then it has none. */
extern char const *nc_argument_name(nc_argument const *a, uint64_t value);

#endif
