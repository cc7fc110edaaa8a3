/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "base.h"
#include "place.h"

#define LOCK_SECONDS 10
#define LOCK_NAP_MS  10

char const *const controller_names[CONTROLLERS] = {"cpu", "io", "memory", "pids"};

static int fail(place *p, char const *verb, char const *object)
{
  p->verb = verb;
  p->object = object;
  return -1;
}

int place_write(int dir, char const *file, char const *s)
{
  int fd = openat(dir, file, O_WRONLY | O_CLOEXEC);
  size_t n = strlen(s);
  if (fd < 0)
    return -1;
  ssize_t w = fd_write(fd, s, n);
  int e = errno;
  close(fd);
  errno = e;
  return w == (ssize_t)n ? 0 : -1;
}

/* Who vacates the cgroup has a list of processes, and would move one that has joined a cgroup of
   its own meanwhile out of that again, and of its limits. So both lock it, until base is closed.
   Anybody may lock what he can read: we do not wait for ever. */
static int lock(int base)
{
  for (int tries = 0; flock(base, LOCK_EX | LOCK_NB) < 0; tries++) {
    if ((errno != EWOULDBLOCK && errno != EINTR) || tries == LOCK_SECONDS * 1000 / LOCK_NAP_MS)
      return -1;
    nanosleep(&(struct timespec){.tv_nsec = LOCK_NAP_MS * 1000000}, NULL);
  }
  return 0;
}

/* A cgroup with processes in it cannot enable controllers for its children: the memory and io
   controllers refuse (EBUSY); cpu and pids make it a threaded one instead, whose children
   nobody can join (EOPNOTSUPP). So what is in our own goes to a leaf of it: ourselves,
   nc-monitor, the shell, and those of other runs of nucleus, which do the same at the same
   time perhaps. A process may be forked while we look, or end: the list is read until it is
   empty. */
static int vacate(int base)
{
  char fmt[16];
  int pid;
  if (lock(base) < 0 || (mkdirat(base, NC_BASE_HOST, 0755) < 0 && errno != EEXIST))
    return -1;
  for (int tries = 0; tries < 16; tries++) {
    int fd = openat(base, "cgroup.procs", O_RDONLY | O_CLOEXEC), left = 0;
    FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
    if (!f)
      return -1;
    while (fscanf(f, "%d", &pid) == 1) {
      left = 1;
      snprintf(fmt, sizeof fmt, "%d", pid);
      if (place_write(base, NC_BASE_HOST "/cgroup.procs", fmt) < 0 && errno != ESRCH) {
        int e = errno;
        fclose(f);
        return (errno = e, -1);
      }
    }
    fclose(f);
    if (!left)
      return 0;
  }
  return (errno = EBUSY, -1);
}

/* Is the controller among the words of cgroup.subtree_control? */
static int is_enabled(int dir, char const *controller)
{
  char word[32];
  int fd = openat(dir, "cgroup.subtree_control", O_RDONLY | O_CLOEXEC), found = 0;
  FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
  if (!f)
    return 0;
  while (!found && fscanf(f, "%31s", word) == 1)
    found = !strcmp(word, controller);
  fclose(f);
  return found;
}

/* Writes only what is missing: the rest of the hierarchy is not ours to change. */
static void enable(place *p, int dir, unsigned int wanted, int is_own)
{
  for (int c = 0; c < CONTROLLERS; c++) {
    char word[32];
    if (!(wanted & 1U << c) || p->why[c] || is_enabled(dir, controller_names[c]))
      continue;
    snprintf(word, sizeof word, "+%s", controller_names[c]);
    if ((is_own && vacate(dir) < 0) || place_write(dir, "cgroup.subtree_control", word) < 0)
      p->why[c] = errno;
  }
}

int place_open(place *p, unsigned int wanted, int joins)
{
  *p = (place){.dir = -1};
  char const *what[2];
  int is_own = nc_base_find(p->path, sizeof p->path - sizeof "/" NC_BASE_NAME, what);
  if (is_own < 0)
    return fail(p, what[0], what[1]);
  int base = open(p->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (base < 0)
    return fail(p, "open ", p->path);
  if (is_own && joins && lock(base) < 0)
    return fail(p, "lock ", p->path);
  enable(p, base, wanted, is_own);
  strcat(p->path, "/" NC_BASE_NAME);
  if (mkdirat(base, NC_BASE_NAME, 0755) < 0 && errno != EEXIST)
    return fail(p, "make the cgroup ", p->path);
  p->dir = openat(base, NC_BASE_NAME, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (p->dir < 0)
    return fail(p, "open ", p->path);
  if (!joins) /* else it stays locked until our exec */
    close(base);
  enable(p, p->dir, wanted, 0);
  return 0;
}

void place_undo(place const *p, char const *name)
{
  int e = errno;
  if (unlinkat(p->dir, name, AT_REMOVEDIR) < 0)
    strerr_warnwusys("remove ", p->path, "/", name);
  errno = e;
}
