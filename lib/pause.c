/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>

#include "pause.h"

#define MARK         "paused"
#define WAIT_SECONDS 10

static int write_freeze(int cgroup, int frozen)
{
  int fd = openat(cgroup, "cgroup.freeze", O_WRONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  ssize_t n = fd_write(fd, frozen ? "1" : "0", 1);
  int error = errno;
  close(fd);
  return n == 1 ? 0 : (errno = error, -1);
}

/* What cgroup.events says: 1 if all are frozen, else 0, or -1 with errno. */
static int read_frozen(int events)
{
  char s[256];
  ssize_t n = pread(events, s, sizeof s - 1, 0);
  if (n < 0)
    return -1;
  s[n] = 0;
  return !!strstr(s, "frozen 1");
}

/* The kernel wakes whoever polls cgroup.events when it changes. */
static int await_frozen(int cgroup)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  time_t end = now.tv_sec + WAIT_SECONDS;
  struct pollfd p = {.fd = openat(cgroup, "cgroup.events", O_RDONLY | O_CLOEXEC),
                     .events = POLLPRI};
  if (p.fd < 0)
    return -1;
  int frozen;
  while (!(frozen = read_frozen(p.fd)) && now.tv_sec < end) {
    if (poll(&p, 1, 1000) < 0 && errno != EINTR) {
      frozen = -1;
      break;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
  }
  int error = frozen ? errno : ETIME;
  close(p.fd);
  return frozen > 0 ? 0 : (errno = error, -1);
}

static int mark(nc_entry const *e)
{
  int fd = openat(e->dir, MARK, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    return -1;
  close(fd);
  return 0;
}

static int thaw(nc_entry const *e, int cgroup)
{
  if (write_freeze(cgroup, 0) < 0)
    return -1;
  return unlinkat(e->dir, MARK, 0) == 0 || errno == ENOENT ? 0 : -1;
}

static int freeze(nc_entry const *e, int cgroup)
{
  if (mark(e) == 0 && write_freeze(cgroup, 1) == 0 && await_frozen(cgroup) == 0)
    return 0;
  int error = errno;
  thaw(e, cgroup);
  return (errno = error, -1);
}

int nc_pause_set(nc_entry const *e, int frozen)
{
  int cgroup = nc_entry_cgroup(e);
  if (cgroup < 0)
    return -1;
  /* or the mark could be one's and the cgroup's state another's; closing e->dir ends it, too */
  int r = flock(e->dir, LOCK_EX);
  if (r == 0)
    r = frozen ? freeze(e, cgroup) : thaw(e, cgroup);
  int error = errno;
  flock(e->dir, LOCK_UN);
  close(cgroup);
  return (errno = error, r);
}

int nc_pause_is(nc_entry const *e)
{
  if (faccessat(e->dir, MARK, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
    return 0;
  int cgroup = nc_entry_cgroup(e);
  if (cgroup < 0)
    return 0;
  int events = openat(cgroup, "cgroup.events", O_RDONLY | O_CLOEXEC);
  close(cgroup);
  if (events < 0)
    return 0;
  int frozen = read_frozen(events);
  close(events);
  return frozen > 0;
}
