/* SPDX-License-Identifier: ISC */

/* Numbers and their names, in tables. */

#ifndef NC_NAMED_H
#define NC_NAMED_H

#include <stdint.h>

typedef struct nc_named_s nc_named;
struct nc_named_s {
  uint32_t value;
  char const *name;
};

/* An entry for a constant, by its own name; and the last. */
#define NC_NAMED(name)                                                                             \
  {                                                                                                \
    (uint32_t)(name), #name                                                                        \
  }
#define NC_NAMED_END                                                                               \
  {                                                                                                \
    0, NULL                                                                                        \
  }

#endif
