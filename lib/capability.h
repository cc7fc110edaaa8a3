/* SPDX-License-Identifier: ISC */

#ifndef NC_CAPABILITY_H
#define NC_CAPABILITY_H

#include <stddef.h>
#include <stdint.h>

#define NC_CAPABILITIES_MAX 64 /* the kernel's sets are 64 bits wide */

/* The number of the capability whose name is the n bytes at s: as in capabilities(7), in either
   case, with or without "CAP_". -1 if libcap knows none. Pure. */
extern int nc_capability(char const *s, size_t n);

/* The set that s lists, an option's argument: names as above, between commas. Dies 100. */
extern uint64_t nc_capability_list(char const *s);

#endif
