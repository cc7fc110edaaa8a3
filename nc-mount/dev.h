/* SPDX-License-Identifier: ISC */

#ifndef DEV_H
#define DEV_H

#include "mnt.h"

/* Mounts a /dev of the container's own at path: null zero full random urandom tty, a new
   devpts, shm, and the links to the standard descriptors. Where mknod is not allowed (in a user
   namespace) the nodes are bound from the host. Dies 111. */
extern void nc_dev_mount(nc_tree *t, char const *path);

/* Opens (O_PATH) the host's device of that name, checked to be the device it should be: a
   planted /dev/null would be bound over what is to be hidden (CVE-2025-31133). Dies 111. */
extern int nc_dev_open(char const *name);

#endif
