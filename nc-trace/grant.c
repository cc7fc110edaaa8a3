/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "birth.h"
#include "canonical.h"
#include "grant.h"
#include "kernel.h"
#include "objects.h"

static int is_made(traced *t, int fd)
{
  int made = birth_is_since(fd, t->start_sec, t->start_nsec);
  if (made < 0)
    traced_hidden(t);
  return made > 0;
}

static int was_there(traced *t, char const *path)
{
  int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  int old = fd >= 0 && !is_made(t, fd);
  if (fd >= 0)
    close(fd);
  else if (errno != ENOENT && errno != ENOTDIR)
    traced_hidden(t);
  return old;
}

/* Cuts path to the nearest directory that was there. */
static void climb(traced *t, char *path)
{
  while (path[1] && !was_there(t, path)) {
    char *slash = strrchr(path, '/');
    slash[slash == path] = 0;
  }
}

/* Numbers of processes are others in each run. */
static void fold_proc(char *path)
{
  if (!strncmp(path, "/proc/", 6) && path[6] >= '0' && path[6] <= '9')
    path[5] = 0;
}

void grant(traced *t, int fd, uint64_t rights, int made)
{
  char path[PATH_MAX];
  int named;
  if (!rights)
    return;
  named = canonical(t, fd, path);
  if (!named) {
    if (*path)
      traced_hidden(t);
    return;
  }
  fold_proc(path);
  if (named == 2 || is_made(t, fd)) {
    climb(t, path);
    made = 1;
  }
  if (!objects_path(t->log, path, rights, made))
    traced_hidden(t);
}

uint64_t grant_of_type(mode_t mode)
{
  switch (mode & S_IFMT) {
  case S_IFDIR: return LANDLOCK_ACCESS_FS_MAKE_DIR;
  case S_IFLNK: return LANDLOCK_ACCESS_FS_MAKE_SYM;
  case S_IFCHR: return LANDLOCK_ACCESS_FS_MAKE_CHAR;
  case S_IFBLK: return LANDLOCK_ACCESS_FS_MAKE_BLOCK;
  case S_IFIFO: return LANDLOCK_ACCESS_FS_MAKE_FIFO;
  case S_IFSOCK: return LANDLOCK_ACCESS_FS_MAKE_SOCK;
  default: return LANDLOCK_ACCESS_FS_MAKE_REG;
  }
}
