/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <linux/mount.h>

#include "chain.h"
#include "kernel.h"
#include "tools.h"

#ifndef MS_PRIVATE
#define MS_PRIVATE (1 << 18)
#endif

int nc_tools_clone(void)
{
  struct mount_attr const attr = {.attr_set =
                                      MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV,
                                  .propagation = MS_PRIVATE};
  int folder = nc_chain_folder();
  if (folder < 0)
    return (errno = ENOENT, -1);
  int tools =
      nc_open_tree(folder, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);
  if (tools >= 0 &&
      nc_mount_setattr(tools, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr) < 0) {
    int error = errno;
    close(tools);
    errno = error;
    tools = -1;
  }
  int error = errno;
  close(folder);
  return (errno = error, tools);
}
