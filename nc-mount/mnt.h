/* SPDX-License-Identifier: ISC */

/*
 * The new mount API, on descriptors only. Every function dies 111, naming path: the place in
 * the container that it works for.
 */

#ifndef MNT_H
#define MNT_H

#include <stdint.h>

/* The new root while it is built. */
typedef struct nc_tree_s nc_tree;
struct nc_tree_s {
  int root;            /* its tmpfs, attached over / of the host's tree */
  unsigned int mounts; /* made so far */
};

/* What a mount must not do: MOUNT_ATTR_* of linux/mount.h */
#define MNT_SAFE (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)

/* A key and its value (NULL: a flag) for a new file system. */
typedef struct mnt_parameter_s mnt_parameter;
struct mnt_parameter_s {
  char const *key;
  char const *value;
};

/* A new file system of this type, mounted nowhere yet. parameters ends with a NULL key.
   Returns its descriptor. */
extern int mnt_new(char const *type, mnt_parameter const *parameters, uint64_t attributes,
                   char const *path);

/* A copy of the mounts at the descriptor source, submounts too, with the attributes set on all
   of them, and cut off from mount propagation. Returns its descriptor. */
extern int mnt_clone(int source, uint64_t attributes, char const *path);

/* Sets attributes on one mount that is already attached. */
extern void mnt_set(int mount, uint64_t attributes, char const *path);

/* Attaches mount at the descriptor target. */
extern void mnt_attach(nc_tree *t, int mount, int target, char const *path);

/* Attaches mount at path in the tree, which is created if it is missing (directory or file,
   as directory says), and closes mount. At "/" it becomes the root. */
extern void mnt_place(nc_tree *t, int mount, char const *path, int directory);

/* Opens path of the tree as a new directory would be: created if missing, with its parents.
   Only an ordinary directory will do: a symlink is refused (CVE-2019-16884 and its like). */
extern int mnt_plain_directory(nc_tree const *t, char const *path);

#endif
