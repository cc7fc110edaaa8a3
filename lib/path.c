/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>

#include "kernel.h"
#include "path.h"

int nc_path_open(int root, char const *path, int flags)
{
  struct open_how const how = {
      .flags = (unsigned int)flags | O_CLOEXEC,
      .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
  };
  int fd;
  /* EAGAIN: a rename raced with the look-up of ".."; the kernel asks to try again */
  for (int tries = 0; tries < 32; tries++) {
    fd = nc_openat2(root, path, &how);
    if (fd >= 0 || errno != EAGAIN)
      break;
  }
  return fd;
}

static void close_keeping_errno(int fd)
{
  int e = errno;
  close(fd);
  errno = e;
}

/* One step of mkdirs. path[0..len-1] is the way so far: opened whole each time, because a
   ".." or a symlink in it is to be resolved against root and not against its parent. */
static int step(int root, int parent, char const *sofar, char const *name, mode_t mode)
{
  int fd = nc_path_open(root, sofar, O_PATH | O_DIRECTORY);
  if (fd >= 0 || errno != ENOENT)
    return fd;
  if (mkdirat(parent, name, mode) < 0 && errno != EEXIST)
    return -1;
  /* a dangling symlink is EEXIST to mkdirat and ENOENT here */
  fd = openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  return fd;
}

/* Walks path, creating directories; the last component is left at name if it is not NULL. */
static int walk(int root, char const *path, mode_t mode, char *last)
{
  char sofar[PATH_MAX], name[NAME_MAX + 1];
  size_t len = 0, depth = 0;
  int dir = nc_path_open(root, ".", O_PATH | O_DIRECTORY);

  while (dir >= 0) {
    path += strspn(path, "/");
    size_t n = strcspn(path, "/");
    size_t rest = strspn(path + n, "/");
    if (last && !path[n + rest]) {
      if (!n || n > NAME_MAX || (n == 1 && *path == '.') || (n == 2 && !strncmp(path, "..", 2))) {
        errno = n > NAME_MAX ? ENAMETOOLONG : EINVAL;
        break;
      }
      memcpy(last, path, n);
      last[n] = 0;
      return dir;
    }
    if (!n)
      return dir;
    if (n > NAME_MAX || len + n + 2 > sizeof sofar || ++depth > NC_PATH_DEPTH_MAX) {
      errno = ENAMETOOLONG;
      break;
    }
    memcpy(name, path, n);
    name[n] = 0;
    sofar[len++] = '/';
    memcpy(sofar + len, name, n + 1);
    len += n;
    int next = step(root, dir, sofar, name, mode);
    close_keeping_errno(dir);
    dir = next;
    path += n;
  }
  if (dir >= 0)
    close_keeping_errno(dir);
  return -1;
}

int nc_path_mkdirs(int root, char const *path, mode_t mode)
{
  return walk(root, path, mode, NULL);
}

int nc_path_parent(int root, char const *path, mode_t mode, char *name)
{
  return walk(root, path, mode, name);
}

int nc_path_create(int dirfd, char const *name, char const *s, size_t n, mode_t mode)
{
  int fd = openat(dirfd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  if (fd < 0)
    return -1;
  if (allwrite(fd, s, n) < n) {
    close_keeping_errno(fd);
    return -1;
  }
  return close(fd);
}

int nc_path_target(int root, char const *path, int directory)
{
  char name[NAME_MAX + 1];
  struct stat st;
  int fd, parent;

  if (directory)
    return nc_path_mkdirs(root, path, 0755);
  fd = nc_path_open(root, path, O_PATH);
  if (fd < 0 && errno == ENOENT) {
    parent = nc_path_parent(root, path, 0755, name);
    if (parent < 0)
      return -1;
    if (nc_path_create(parent, name, "", 0, 0644) == 0)
      fd = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    close_keeping_errno(parent);
  }
  if (fd < 0)
    return -1;
  if (fstat(fd, &st) < 0 || S_ISDIR(st.st_mode)) {
    errno = EISDIR;
    close_keeping_errno(fd);
    return -1;
  }
  return fd;
}
