/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/mount.h>

#include <skalibs/strerr.h>

#include "kernel.h"
#include "mnt.h"
#include "path.h"

#ifndef MS_PRIVATE
#define MS_PRIVATE (1 << 18)
#endif

int mnt_new(char const *type, mnt_parameter const *parameters, uint64_t attributes,
            char const *path)
{
  int fs = nc_fsopen(type, FSOPEN_CLOEXEC);
  if (fs < 0)
    strerr_diefusys(111, "open the file system ", type, " for ", path);
  for (; parameters->key; parameters++)
    if (nc_fsconfig(fs, parameters->value ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG,
                    parameters->key, parameters->value, 0) < 0)
      strerr_diefusys(111, "set ", parameters->key, " of ", path);
  if (nc_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
    strerr_diefusys(111, "create ", type, " for ", path);
  int mount = nc_fsmount(fs, FSMOUNT_CLOEXEC, (unsigned int)attributes);
  if (mount < 0)
    strerr_diefusys(111, "mount ", type, " for ", path);
  close(fs);
  return mount;
}

int mnt_clone(int source, uint64_t attributes, char const *path)
{
  struct mount_attr const attr = {.attr_set = attributes, .propagation = MS_PRIVATE};
  int mount =
      nc_open_tree(source, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);
  /* recursive: a read-only bind whose submounts stay writable is not read-only */
  if (mount < 0 ||
      nc_mount_setattr(mount, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr) < 0)
    strerr_diefusys(111, "bind ", path);
  return mount;
}

void mnt_set(int mount, uint64_t attributes, char const *path)
{
  struct mount_attr const attr = {.attr_set = attributes};
  if (nc_mount_setattr(mount, "", AT_EMPTY_PATH, &attr, sizeof attr) < 0)
    strerr_diefusys(111, "set the mount attributes of ", path);
}

void mnt_attach(nc_tree *t, int mount, int target, char const *path)
{
  if (nc_move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
    strerr_diefusys(111, "attach the mount at ", path);
  t->mounts++;
}

void mnt_place(nc_tree *t, int mount, char const *path, int directory)
{
  int target = nc_path_target(t->root, path, directory);
  if (target < 0)
    strerr_diefusys(111, "make the mount point ", path);
  mnt_attach(t, mount, target, path);
  close(target);
  if (!path[strspn(path, "/")]) {
    /* a descriptor of the old root would go on to see what is below the new one */
    close(t->root);
    t->root = mount;
  } else {
    close(mount);
  }
}

int mnt_plain_directory(nc_tree const *t, char const *path)
{
  char name[NAME_MAX + 1];
  int parent = nc_path_parent(t->root, path, 0755, name);
  if (parent < 0 || (mkdirat(parent, name, 0755) < 0 && errno != EEXIST))
    strerr_diefusys(111, "make the mount point ", path);
  int fd = openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    strerr_diefusys(111, "use ", path, " as a mount point: it is not an ordinary directory");
  close(parent);
  return fd;
}
