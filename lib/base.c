/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <linux/magic.h>

#include "base.h"

static int fail(char const *what[2], char const *verb, char const *object)
{
  what[0] = verb;
  what[1] = object;
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
   moved us (nc-cgroup), the one above. Returns 0, or -1 with errno. */
static int find_own(char *own, size_t max)
{
  char line[PATH_MAX];
  int found = 0;
  FILE *f = fopen("/proc/self/cgroup", "re");
  if (!f)
    return -1;
  while (!found && fgets(line, sizeof line, f))
    found = !strncmp(line, "0::/", 4);
  int broken = ferror(f);
  fclose(f);
  if (!found)
    return (errno = broken ? EIO : ENOENT, -1);
  line[strcspn(line, "\n")] = 0;
  if (!strncmp(line + 3, "/..", 3)) /* above the root of our cgroup namespace */
    return (errno = EXDEV, -1);
  size_t len = strlen(line);
  if (len >= sizeof "/" NC_BASE_HOST &&
      !strcmp(line + len - (sizeof "/" NC_BASE_HOST - 1), "/" NC_BASE_HOST))
    line[len - (sizeof "/" NC_BASE_HOST - 1)] = 0;
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

int nc_base_find(char *path, size_t max, char const *what[2])
{
  char const *root = getenv("NUCLEUS_CGROUP_ROOT");
  char own[PATH_MAX];

  if (root) {
    if (!is_cgroup2(root))
      return (errno = EINVAL, fail(what, "use as a cgroup v2 file system ", root));
    if ((size_t)snprintf(path, max, "%s", root) >= max)
      return (errno = ENAMETOOLONG, fail(what, "use ", root));
    return 0;
  }
  root = find_mount();
  if (!root)
    return fail(what, "find a cgroup v2 file system in ", "/sys/fs/cgroup");
  if (find_own(own, sizeof own) < 0) {
    if (geteuid() || (errno != ENOENT && errno != EXDEV))
      return fail(what, "find our own cgroup in ", "/proc/self/cgroup");
    *own = 0;
  }
  if ((size_t)snprintf(path, max, "%s%s", root, own) >= max)
    return (errno = ENAMETOOLONG, fail(what, "use our own cgroup in ", root));
  if (geteuid() || is_delegated(path))
    return 1;
  strcpy(path, root);
  return 0;
}
