/* SPDX-License-Identifier: ISC */

/*
 * The copy of an agent's context tree into the container, made before the pivot.
 *
 * The source may be hostile and may change meanwhile: every entry is opened by one name on
 * its parent's descriptor, without following a symlink, and every copy is created anew, by
 * one name. What is kept: names, contents, permission bits, times, symlinks, holes, hard
 * links within the tree. What is not: the owner (the copy is the payload's), set-id bits and
 * extended attributes (they can hold capabilities, and the container's mount is nosuid). A
 * mount in the tree is part of it.
 *
 * What is left out, and counted:
 *   - entries, with all below them, whose name is on the list of what should not reach an
 *     agent (keys, credentials, version control, build products). Names match exactly;
 *     only "contains" patterns ignore case;
 *   - symlinks that are absolute or have more ".." than there are folders above them. They
 *     would lead elsewhere in the container than they do here. That is a matter of meaning
 *     and not of safety, so it is decided by the letter, without looking at what is there;
 *     nobody may follow a copied symlink before the pivot;
 *   - devices, sockets and fifos.
 *
 * A context that is bound, not copied, needs no check beyond being a directory: symlinks in
 * it resolve inside the container, the mount is nosuid and nodev, and a walk over it would
 * cost what binding is there to save, and prove nothing about the tree a moment later.
 */

#ifndef NC_CONTEXT_H
#define NC_CONTEXT_H

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

#define NC_CONTEXT_DEPTH_MAX 128 /* folders within each other; one more is refused */
#define NC_CONTEXT_PATH_MAX  ((NC_CONTEXT_DEPTH_MAX + 1) * (NAME_MAX + 1))

/* Patterns are fnmatch(3)'s, of one name: one with a slash matches nothing, so whoever takes
   it from a user refuses it. exclude is stronger than include, include than the list. */
typedef struct nc_context_options_s nc_context_options;
struct nc_context_options_s {
  char const *const *include; /* NULL-terminated, or NULL: copied though they are listed */
  char const *const *exclude; /* the same: left out, too */
  uid_t uid; /* owner of the copy; 0 and 0: the caller, who must be root for any other */
  gid_t gid;
  int progress; /* shown on stderr if that is a terminal and it takes a second */
};

typedef struct nc_context_counts_s nc_context_counts;
struct nc_context_counts_s {
  uint64_t files; /* each name of a hard-linked one counts */
  uint64_t directories;
  uint64_t symlinks;
  uint64_t bytes;
  uint64_t excluded; /* entries left out by name */
  uint64_t outside;  /* symlinks left out */
  uint64_t special;  /* devices, sockets, fifos */
  uint64_t gone;     /* entries removed by someone else between being listed and being read */
  char why[1024];    /* "node_modules (3), *.pem (2)": excluded, by pattern; cut with "..." */
};

typedef struct nc_context_error_s nc_context_error;
struct nc_context_error_s {
  char const *verb;               /* read or write */
  char const *reason;             /* not to be freed */
  char path[NC_CONTEXT_PATH_MAX]; /* from the top of the tree; control characters are "?" */
};

/* Copies the tree below the directory from into the empty directory to (any descriptors,
   even O_PATH; both stay open), and gives to the mode and times of from. The umask is
   changed meanwhile: the process must have one thread. Returns 0; or -1 at the first
   failure, with *error filled and a partial copy left behind. *counts is valid in both
   cases. */
extern int nc_context_copy(int from, int to, nc_context_options const *options,
                           nc_context_counts *counts, nc_context_error *error);

#endif
