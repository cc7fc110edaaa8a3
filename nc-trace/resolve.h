/* SPDX-License-Identifier: ISC */

/* Paths as the process of a call sees them: from its root and directories, with its /proc/self. */

#ifndef NC_RESOLVE_H
#define NC_RESOLVE_H

#include <limits.h>
#include <sys/stat.h>

#include "traced.h"

typedef struct place_s place;
struct place_s {
  int fd;                  /* what is there, O_PATH; -1 if nothing is */
  struct stat st;          /* of it */
  int parent;              /* the directory its name is in; -1 if it has none: the root, or ".." */
  struct stat dir;         /* of parent */
  int searched_restricted; /* a directory on the way is not open to this process by its mode */
};

/* Finds the path at address, relative to the process's descriptor dirfd, or AT_FDCWD. follow: what
   it names itself is not to be a symlink. Returns 0, and place is to be left by resolve_end; or -1
   if the call fails by itself, or if what it touches is hidden. */
extern int resolve(place *p, traced *t, int dirfd, uint64_t address, int follow);

/* The same with dirfd for a root: openat2's RESOLVE_IN_ROOT. */
extern int resolve_in_root(place *p, traced *t, int dirfd, uint64_t address, int follow);

/* The same for a path of ours. */
extern int resolve_text(place *p, traced *t, int dirfd, char const *path, int follow);

/* The same for what a descriptor is open on. */
extern int resolve_fd(place *p, traced *t, int fd);

/* The same with the flags of a call that ends with "at": AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH. */
extern int resolve_at(place *p, traced *t, int dirfd, uint64_t address, int flags);

extern void resolve_end(place *p);

#endif
