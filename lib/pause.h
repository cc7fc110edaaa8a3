/* SPDX-License-Identifier: ISC */

/*
 * Pausing: the cgroup freezer stops all processes of a container where they are. The record has a
 * file "paused" while that may be so, which saves everybody else a look at the cgroup. Functions
 * return 0, or -1 with errno: ENOENT if the container has no cgroup (any more).
 */

#ifndef NC_PAUSE_H
#define NC_PAUSE_H

#include "entry.h"

/* Freezes the container's processes and waits until all are, or thaws them. ETIME if the kernel
   does not bring it about in 10 seconds, as of processes in a system call that does not end: then
   it runs, as before. */
extern int nc_pause_set(nc_entry const *e, int frozen);

/* Is it paused, as far as anybody can say? */
extern int nc_pause_is(nc_entry const *e);

#endif
