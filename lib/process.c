/* SPDX-License-Identifier: ISC */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/djbunix.h>
#include <skalibs/types.h>

#include "process.h"

#define DEPTH_MAX 64 /* from PID 1 inside to its monitor there are two steps in nucleus's chain */

int nc_process_read(nc_process *p, pid_t pid)
{
  char path[32], buf[1024];
  unsigned long utime, stime;
  long rss;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  ssize_t n = openreadnclose(path, buf, sizeof buf - 1);
  if (n < 0)
    return (errno = errno == ENOENT ? ESRCH : errno, -1);
  buf[n] = 0;
  /* the name may have blanks and brackets in it: what follows its last bracket has none */
  char *name = strchr(buf, '('), *end = strrchr(buf, ')');
  if (!name || !end ||
      sscanf(
          end + 1,
          " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %*u %*u %ld",
          &p->state, &p->parent, &utime, &stime, &rss) != 5)
    return (errno = EPROTO, -1);
  *end = 0;
  snprintf(p->name, sizeof p->name, "%s", name + 1);
  p->pid = pid;
  p->cpu_ticks = utime + stime;
  p->rss = rss > 0 ? (uint64_t)rss : 0;
  return 0;
}

int nc_process_is_below(pid_t pid, pid_t ancestor)
{
  nc_process p;
  for (int depth = 0; depth < DEPTH_MAX && pid > 1; depth++) {
    if (nc_process_read(&p, pid) < 0)
      return -1;
    if (p.parent == ancestor)
      return 1;
    pid = p.parent;
  }
  return 0;
}

nc_process *nc_process_all(size_t *n)
{
  nc_process *all = NULL;
  size_t max = 0;
  struct dirent *d;
  DIR *dir = opendir("/proc");
  if (!dir)
    return NULL;
  *n = 0;
  while ((errno = 0, d = readdir(dir))) {
    pid_t pid;
    if (!pid0_scan(d->d_name, &pid))
      continue;
    if (*n == max) {
      max = max ? 2 * max : 256;
      nc_process *more = realloc(all, max * sizeof *all);
      if (!more)
        break;
      all = more;
    }
    if (nc_process_read(all + *n, pid) == 0)
      ++*n;
  }
  int error = errno;
  closedir(dir);
  if (!error)
    return all;
  free(all);
  return (errno = error, NULL);
}
