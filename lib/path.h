/* SPDX-License-Identifier: ISC */

/*
 * Paths inside a root that may be hostile. Each is resolved once, with openat2(2)'s
 * RESOLVE_IN_ROOT (absolute and ".." symlinks stay below root) and RESOLVE_NO_MAGICLINKS,
 * and what is done is done on the descriptor. Nothing is ever created through more than
 * one path component: a plain mkdirat(root, "etc/x") would follow a symlink etc to the host.
 * All descriptors returned are close-on-exec. On failure: -1 with errno.
 */

#ifndef NC_PATH_H
#define NC_PATH_H

#include <sys/types.h>

#define NC_PATH_DEPTH_MAX 128 /* components: deeper is refused with ENAMETOOLONG */

/* Opens path below the directory root. flags as for openat2, O_CLOEXEC is added. */
extern int nc_path_open(int root, char const *path, int flags);

/* Opens the directory path (O_PATH), creating what is missing with mode, one component at a
   time. The directories it creates belong to the caller. An existing component may be a
   symlink to a directory inside root. "/" and "." are root itself. */
extern int nc_path_mkdirs(int root, char const *path, mode_t mode);

/* The same for all but the last component, whose name is left at *name, a buffer of the
   caller of NAME_MAX + 1 bytes. EINVAL if the last component is empty, "." or "..". */
extern int nc_path_parent(int root, char const *path, mode_t mode, char *name);

/* Opens (O_PATH) what is at path, to be covered by a mount: an existing directory if
   directory is true, else anything else that exists; a missing one is created, empty, with
   its parents. ENOTDIR or EISDIR if it is there and of the wrong kind. */
extern int nc_path_target(int root, char const *path, int directory);

/* Creates the regular file name, which must not exist, in the directory dirfd, and writes n
   bytes to it. Returns 0. */
extern int nc_path_create(int dirfd, char const *name, char const *s, size_t n, mode_t mode);

#endif
