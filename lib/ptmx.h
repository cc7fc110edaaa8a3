/* SPDX-License-Identifier: ISC */

/* A new terminal of a container's devpts, whose root may be hostile. These die nc_wait_failed. */

#ifndef NC_PTMX_H
#define NC_PTMX_H

#include <sys/types.h>

/* Opens the multiplexer at path below the directory root: the master. */
extern int nc_ptmx_master(int root, char const *path);

/* Its other side, for uid, with size, erase character and UTF-8 mode of the terminal on standard
   input, if there is one. path is for messages. */
extern int nc_ptmx_slave(int master, uid_t uid, char const *path);

#endif
