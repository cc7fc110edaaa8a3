/* SPDX-License-Identifier: ISC */

/* A root made of the host's own system, or of a folder. All die 111. */

#ifndef SYSTEM_H
#define SYSTEM_H

#include <sys/types.h>

#include "mnt.h"

/* Binds the host's system folders (/bin /sbin /lib* /usr /nix), those that there are, read-only
   with their submounts; a symlink among them stays a symlink. */
extern void nc_system_bind(nc_tree *t);

/* Makes a minimal /etc: passwd and group with root, nobody and uid:gid; hosts, hostname,
   nsswitch.conf; and of the host's what programs need to find libraries, certificates and the
   time zone, read-only. */
extern void nc_system_etc(nc_tree *t, uid_t uid, gid_t gid);

/* Binds what is in the folder rootfs, a descriptor, into the root, read-only. Nothing is
   written to it. proc, sys, dev, tmp and run of it are not used: they are the container's own,
   and anything but a directory there is refused. */
extern void nc_system_rootfs(nc_tree *t, int rootfs, char const *path);

#endif
