/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/magic.h>

#include <skalibs/allreadwrite.h>

#include "place.h"

#define NAME "nucleus"
#define HOST "nucleus-host"

char const *const controller_names[CONTROLLERS] = {"cpu", "io", "memory", "pids"};

static int fail(place *p, char const *verb, char const *object)
{
  p->verb = verb;
  p->object = object;
  return -1;
}

static int is_cgroup2(char const *path)
{
  struct statfs fs;
  return statfs(path, &fs) == 0 && fs.f_type == CGROUP2_SUPER_MAGIC;
}

/* A hybrid hierarchy has it one folder down. */
static char const *find_mount(void)
{
  static char const *const mounts[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};
  for (size_t i = 0; i < sizeof mounts / sizeof *mounts; i++)
    if (is_cgroup2(mounts[i]))
      return mounts[i];
  return (errno = ENOENT, NULL);
}

/* Our own cgroup, from the root of the hierarchy; "" is the root itself. If a former run
   moved us (see vacate), the one above. Returns 0, or -1 with errno. */
static int find_own(char *own, size_t max)
{
  char line[PATH_MAX];
  int found = 0;
  FILE *f = fopen("/proc/self/cgroup", "re");
  if (!f)
    return -1;
  while (!found && fgets(line, sizeof line, f))
    found = !strncmp(line, "0::/", 4);
  fclose(f);
  if (!found)
    return (errno = ENOENT, -1);
  line[strcspn(line, "\n")] = 0;
  if (!strncmp(line + 3, "/..", 3)) /* above the root of our cgroup namespace */
    return (errno = EXDEV, -1);
  size_t len = strlen(line);
  if (len >= sizeof "/" HOST && !strcmp(line + len - (sizeof "/" HOST - 1), "/" HOST))
    line[len - (sizeof "/" HOST - 1)] = 0;
  if ((size_t)snprintf(own, max, "%s", strcmp(line + 3, "/") ? line + 3 : "") >= max)
    return (errno = ENAMETOOLONG, -1);
  return 0;
}

/* systemd marks what it delegates (Delegate=yes); the second name is for its versions since
   251, and can be read without privilege. */
static int is_delegated(char const *path)
{
  char value[2];
  return (getxattr(path, "trusted.delegate", value, sizeof value) == 1 && value[0] == '1') ||
         (getxattr(path, "user.delegate", value, sizeof value) == 1 && value[0] == '1');
}

/* Sets path to the cgroup above the place. Returns 1 if it is our own, 0 if not, -1. */
static int find_base(place *p, char *path, size_t max)
{
  char const *root = getenv("NUCLEUS_CGROUP_ROOT");
  char own[PATH_MAX];

  if (root) {
    if (!is_cgroup2(root))
      return (errno = EINVAL, fail(p, "use as a cgroup v2 file system ", root));
    if ((size_t)snprintf(path, max, "%s", root) >= max)
      return (errno = ENAMETOOLONG, fail(p, "use ", root));
    return 0;
  }
  root = find_mount();
  if (!root)
    return fail(p, "find a cgroup v2 file system in ", "/sys/fs/cgroup");
  if (find_own(own, sizeof own) < 0)
    return geteuid() ? fail(p, "find our own cgroup in ", "/proc/self/cgroup") : 0;
  if ((size_t)snprintf(path, max, "%s%s", root, own) >= max)
    return (errno = ENAMETOOLONG, fail(p, "use our own cgroup in ", root));
  if (geteuid() || is_delegated(path))
    return 1;
  strcpy(path, root);
  return 0;
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
  if (mkdirat(base, HOST, 0755) < 0 && errno != EEXIST)
    return -1;
  for (int tries = 0; tries < 16; tries++) {
    int fd = openat(base, "cgroup.procs", O_RDONLY | O_CLOEXEC), left = 0;
    FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
    if (!f)
      return -1;
    while (fscanf(f, "%d", &pid) == 1) {
      left = 1;
      snprintf(fmt, sizeof fmt, "%d", pid);
      if (place_write(base, HOST "/cgroup.procs", fmt) < 0 && errno != ESRCH) {
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

int place_open(place *p, unsigned int wanted)
{
  *p = (place){.dir = -1};
  int is_own = find_base(p, p->path, sizeof p->path - sizeof "/" NAME);
  if (is_own < 0)
    return -1;
  int base = open(p->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (base < 0)
    return fail(p, "open ", p->path);
  enable(p, base, wanted, is_own);
  strcat(p->path, "/" NAME);
  if (mkdirat(base, NAME, 0755) < 0 && errno != EEXIST)
    return fail(p, "make the cgroup ", p->path);
  p->dir = openat(base, NAME, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (p->dir < 0)
    return fail(p, "open ", p->path);
  close(base);
  enable(p, p->dir, wanted, 0);
  return 0;
}
