/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "cgroup.h"
#include "failed.h"

void nc_cgroup_adopt(nc_cgroup *c, int dir, int parent)
{
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0)
    strerr_diefusys(NC_FAILED, "find the cgroup's path");
  path[n] = 0;
  c->dir = dir;
  c->parent = parent;
  c->path = strdup(path);
  if (!c->path)
    strerr_diefusys(NC_FAILED, "allocate memory");
}

void nc_cgroup_kill(nc_cgroup const *c)
{
  if (!c->path)
    return;
  int fd = openat(c->dir, "cgroup.kill", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || fd_write(fd, "1", 1) != 1)
    strerr_diefusys(NC_FAILED, "kill what is left in ", c->path);
  close(fd);
}

/* The value of key in a flat-keyed file of the cgroup; 0 if there is no such file or key: a
   cgroup without the memory controller has no memory.events. */
static unsigned long read_key(nc_cgroup const *c, char const *file, char const *key)
{
  char buf[1024];
  unsigned long value = 0;
  int fd = openat(c->dir, file, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return 0;
  size_t n = allread(fd, buf, sizeof buf - 1), len = strlen(key);
  close(fd);
  buf[n] = 0;
  for (char *s = buf; s; s = strchr(s, '\n'), s = s ? s + 1 : NULL)
    if (!strncmp(s, key, len) && s[len] == ' ')
      ulong_scan(s + len + 1, &value);
  return value;
}

void nc_cgroup_read_oom(nc_cgroup *c)
{
  if (c->path)
    c->oom_killed = read_key(c, "memory.events", "oom_kill") > 0;
}

void nc_cgroup_remove(nc_cgroup *c)
{
  if (!c->path)
    return;
  /* what was killed may not have left yet: cgroup.events says when it has */
  int fd = openat(c->dir, "cgroup.events", O_RDONLY | O_CLOEXEC);
  struct pollfd p = {.fd = fd, .events = POLLPRI};
  while (unlinkat(c->parent, strrchr(c->path, '/') + 1, AT_REMOVEDIR) < 0) {
    char buf[256];
    if (errno != EBUSY || fd < 0)
      strerr_diefusys(NC_FAILED, "remove the cgroup ", c->path);
    /* reading it arms the notification */
    if (lseek(fd, 0, SEEK_SET) < 0 || read(fd, buf, sizeof buf) < 0)
      strerr_diefusys(NC_FAILED, "read cgroup.events of ", c->path);
    if (read_key(c, "cgroup.events", "populated") && poll(&p, 1, -1) < 0)
      strerr_diefusys(NC_FAILED, "wait for the cgroup ", c->path);
  }
  if (fd >= 0)
    close(fd);
}
