/* SPDX-License-Identifier: ISC */

#ifndef PROC_H
#define PROC_H

#include "mnt.h"

/* Mounts a new proc at path, read-only unless writable, and masks what speaks of the host. With
   writable, /proc/sys and its like stay read-only. Dies 111. */
extern void nc_proc_mount(nc_tree *t, char const *path, int writable);

/* Covers what is at the descriptor target: a directory with an empty one, anything else with the
   host's null device. Dies 111. */
extern void nc_mask(nc_tree *t, int target, char const *path);

#endif
