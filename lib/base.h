/* SPDX-License-Identifier: ISC */

/*
 * Below which cgroup containers' are made, in one that is called NC_BASE_NAME:
 *   $NUCLEUS_CGROUP_ROOT, if it is set;
 *   else our own cgroup, if it was delegated to us, or if we are not root;
 *   else the root of the cgroup v2 file system.
 */

#ifndef NC_BASE_H
#define NC_BASE_H

#include <stddef.h>

#define NC_BASE_NAME "nucleus"
#define NC_BASE_HOST "nucleus-host" /* where nc-cgroup moves what is in our own */

/* Writes its path to the max bytes at path. Returns 1 if it is our own, 0 if not, or -1 with errno
   and what could not be done, and to what. */
extern int nc_base_find(char *path, size_t max, char const *what[2]);

#endif
