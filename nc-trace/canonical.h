/* SPDX-License-Identifier: ISC */

#ifndef NC_CANONICAL_H
#define NC_CANONICAL_H

#include <limits.h>

#include "traced.h"

/* The path from our root, without symlinks, of what fd is open on, into buf. Returns 1; 2 if it is
   removed, and buf is the directory it was in; or 0 if there is no such path, with buf empty if it
   needs none, a pipe, a socket, memory, or if that cannot be seen, which is said. */
extern int canonical(traced *t, int fd, char buf[PATH_MAX]);

#endif
