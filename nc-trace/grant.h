/* SPDX-License-Identifier: ISC */

/* Rights of Landlock that a call takes, written down. */

#ifndef NC_GRANT_H
#define NC_GRANT_H

#include <stdint.h>
#include <sys/types.h>

#include "traced.h"

/* On what fd (O_PATH) is open on. What was made while we looked is not there before the next run:
   then on the nearest directory above that was. made: they are for what is made in it. What has no
   path, a pipe or memory, takes none. */
extern void grant(traced *t, int fd, uint64_t rights, int made);

/* The right to make what has that type, bits of S_IFMT. */
extern uint64_t grant_of_type(mode_t mode);

#endif
