/* SPDX-License-Identifier: ISC */

/* What to add to a policy so that it allows what was refused. Pure. */

#ifndef ALLOW_H
#define ALLOW_H

#include <stddef.h>

#include "denial.h"

#define ALLOW_MAX 8192 /* is enough */

/* The entry of a seccomp profile, JSON without a newline, that allows the call, which has a name.
   Returns its length. */
extern size_t nc_allow_call(nc_denial const *d, char *buf, size_t max);

/* The lines of a Landlock policy; none if nothing in one would allow it. */
extern void nc_allow_object(nc_kernel_line const *l, char *buf, size_t max);

#endif
