/* SPDX-License-Identifier: ISC */

#ifndef DEV_H
#define DEV_H

#include <sys/types.h>

#include "mnt.h"

/* Mounts a /dev of the container's own at path: null zero full random urandom tty, a new
   devpts, shm, and the links to the standard descriptors. Where mknod is not allowed (in a user
   namespace) the nodes are bound from the host. Dies 111. */
extern void nc_dev_mount(nc_tree *t, char const *path);

/* A new terminal of the devpts that nc_dev_mount has put below path, on path's console, too. It has
   the size, the erase character and UTF-8 mode of standard input if that is a terminal, and belongs
   to uid. master and
   slave are close-on-exec. Dies 111. */
extern void nc_dev_terminal(nc_tree *t, char const *path, uid_t uid, int *master, int *slave);

/* Opens (O_PATH) the host's device of that name, checked to be the device it should be: a
   planted /dev/null would be bound over what is to be hidden (CVE-2025-31133). Dies 111. */
extern int nc_dev_open(char const *name);

#endif
