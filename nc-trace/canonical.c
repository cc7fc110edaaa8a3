/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "canonical.h"

#define DELETED " (deleted)"

/* What is mounted over, or in another namespace, has a name that leads elsewhere. */
int canonical(traced *t, int fd, char buf[PATH_MAX])
{
  struct stat st, there;
  char name[32];
  ssize_t n;
  size_t deleted = strlen(DELETED);
  snprintf(name, sizeof name, "self/fd/%d", fd);
  n = readlinkat(t->proc, name, buf, PATH_MAX - 1);
  if (n <= 0 || fstat(fd, &st) < 0) {
    traced_hidden(t);
    *buf = 0;
    return 0;
  }
  buf[n] = 0;
  if (*buf != '/' || (!st.st_nlink && !strncmp(buf, "/memfd:", 7))) {
    *buf = 0;
    return 0;
  }
  if (lstat(buf, &there) == 0) {
    if (st.st_dev == there.st_dev && st.st_ino == there.st_ino)
      return 1;
  } else if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
    traced_hidden(t);
    *buf = 0;
    return 0;
  }
  if (st.st_nlink || (size_t)n <= deleted || strcmp(buf + n - deleted, DELETED))
    return 0;
  *strrchr(buf, '/') = 0;
  if (!*buf)
    strcpy(buf, "/");
  return 2;
}
