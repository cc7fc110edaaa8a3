/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include <linux/magic.h>

#include <skalibs/strerr.h>

#include "kernel.h"
#include "objects.h"
#include "traced.h"

#define PAGE       4096 /* the least there is */
#define STATUS_MAX 8192

/* Files are stamped with the clock as of the last tick. It must have passed all that was stamped
   before us. */
static void note_start(traced *t)
{
  struct timespec now, tick;
  if (clock_gettime(CLOCK_REALTIME, &now) < 0)
    strerr_diefusys(111, "read the clock");
  do {
    if (clock_gettime(CLOCK_REALTIME_COARSE, &tick) < 0)
      strerr_diefusys(111, "read the clock");
  } while (tick.tv_sec < now.tv_sec || (tick.tv_sec == now.tv_sec && tick.tv_nsec <= now.tv_nsec));
  t->start_sec = tick.tv_sec;
  t->start_nsec = (uint32_t)tick.tv_nsec;
}

void traced_open(traced *t, nc_tally *log, int listener)
{
  struct statfs fs;
  char self[16], number[16];
  ssize_t n;
  *t = (traced){.log = log, .listener = listener, .dir = -1};
  t->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  n = t->proc < 0 ? -1 : readlinkat(t->proc, "self", self, sizeof self - 1);
  if (n < 0 || fstatfs(t->proc, &fs) < 0)
    strerr_diefusys(111, "open /proc, without which no path is known");
  self[n] = 0;
  snprintf(number, sizeof number, "%d", (int)getpid());
  if (fs.f_type != PROC_SUPER_MAGIC || strcmp(self, number))
    strerr_dief(111, "unable to use /proc: it is not of this process's namespace");
  note_start(t);
}

/* Numbers of processes are used again: what we look at must still be what waits for us. */
static int is_waiting(traced const *t)
{
  while (ioctl(t->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &t->id) < 0) {
    if (errno == ENOENT)
      return 0;
    if (errno != EINTR)
      strerr_diefusys(111, "ask whether a system call waits");
  }
  return 1;
}

int traced_begin(traced *t, struct seccomp_notif const *notif, char const *call)
{
  char name[16];
  t->id = notif->id;
  t->tid = (pid_t)notif->pid;
  t->call = call;
  t->args = notif->data.args;
  t->known = 0;
  snprintf(name, sizeof name, "%d", (int)t->tid);
  t->dir = openat(t->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (t->dir >= 0 && is_waiting(t))
    return 1;
  if (is_waiting(t))
    strerr_diefusys(111, "look at a process");
  traced_end(t);
  return 0;
}

void traced_end(traced *t)
{
  if (t->dir >= 0)
    close(t->dir);
  t->dir = -1;
}

void traced_hidden(traced *t)
{
  if (is_waiting(t))
    objects_hidden(t->log, t->call);
}

int traced_read(traced *t, uint64_t address, void *buf, size_t n)
{
  struct iovec const local = {.iov_base = buf, .iov_len = n};
  struct iovec const remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = n};
  ssize_t done = process_vm_readv(t->tid, &local, 1, &remote, 1, 0);
  if (done == (ssize_t)n)
    return is_waiting(t) ? 0 : -1;
  if (done < 0 && errno != EFAULT)
    traced_hidden(t);
  return -1;
}

/* A page at a time: what is behind the string may not be there. */
int traced_path(traced *t, uint64_t address, char buf[PATH_MAX])
{
  size_t done = 0;
  while (done < PATH_MAX) {
    size_t n = PAGE - (size_t)((address + done) % PAGE);
    if (n > PATH_MAX - done)
      n = PATH_MAX - done;
    if (traced_read(t, address + done, buf + done, n) < 0)
      return -1;
    if (memchr(buf + done, 0, n))
      return 0;
    done += n;
  }
  return -1; /* ENAMETOOLONG */
}

int traced_entry(traced *t, char const *name)
{
  int fd = openat(t->dir, name, O_PATH | O_CLOEXEC);
  if (fd < 0 && errno != ENOENT && errno != ESRCH)
    traced_hidden(t);
  return fd;
}

int traced_fd(traced *t, int fd)
{
  char name[24];
  snprintf(name, sizeof name, "fd/%d", fd);
  return traced_entry(t, name);
}

/* What stands behind key at the beginning of a line. */
static char const *find(char const *status, char const *key)
{
  char const *s = strstr(status, key);
  while (s && s != status && s[-1] != '\n')
    s = strstr(s + 1, key);
  return s ? s + strlen(key) : NULL;
}

static uint64_t number(char const *status, char const *key, int base)
{
  char const *s = find(status, key);
  return s ? strtoull(s, NULL, base) : 0;
}

static void scan_four(uint32_t *ids, char const *status, char const *key)
{
  char const *s = find(status, key);
  if (!s || sscanf(s, "%u %u %u %u", ids, ids + 1, ids + 2, ids + 3) != 4)
    strerr_dief(111, "unable to read the status of a process: no ", key);
}

static void scan_status(traced_ids *ids, char const *status)
{
  char const *s;
  char *end;
  memset(ids, 0, sizeof *ids);
  ids->tgid = (pid_t)number(status, "Tgid:", 10);
  scan_four(ids->uid, status, "Uid:");
  scan_four(ids->gid, status, "Gid:");
  for (s = find(status, "Groups:"); s && ids->ngroups < TRACED_GROUPS; s = end) {
    while (*s == ' ' || *s == '\t')
      s++;
    if (*s < '0' || *s > '9')
      break;
    ids->groups[ids->ngroups++] = (gid_t)strtoul(s, &end, 10);
  }
  ids->inheritable = number(status, "CapInh:", 16);
  ids->permitted = number(status, "CapPrm:", 16);
  ids->effective = number(status, "CapEff:", 16);
  ids->locked = number(status, "VmLck:", 10) * 1024;
  ids->size = number(status, "VmSize:", 10) * 1024;
}

/* Returns 1, or 0 with errno. */
static int read_status(traced_ids *ids, int dir, char const *name)
{
  char status[STATUS_MAX];
  int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
  size_t len = 0;
  ssize_t n = -1;
  while (fd >= 0 && len < sizeof status - 1 &&
         (n = read(fd, status + len, sizeof status - 1 - len)) > 0)
    len += (size_t)n;
  if (fd < 0)
    return 0;
  close(fd);
  if (n < 0)
    return 0;
  if (!len)
    return (errno = ESRCH, 0);
  status[len] = 0;
  scan_status(ids, status);
  return 1;
}

traced_ids const *traced_know(traced *t)
{
  if (!t->known) {
    t->known = read_status(&t->ids, t->dir, "status");
    if (!t->known)
      traced_hidden(t); /* it is there: Landlock may not let us read it */
  }
  return t->known ? &t->ids : NULL;
}

int traced_ids_of(traced *t, traced_ids *ids, pid_t pid)
{
  char name[32];
  snprintf(name, sizeof name, "%d/status", (int)pid);
  if (read_status(ids, t->proc, name))
    return 1;
  if (errno != ENOENT && errno != ESRCH)
    traced_hidden(t);
  return 0;
}

int traced_socket(traced *t, int fd)
{
  traced_ids const *ids = traced_know(t);
  int process = ids ? nc_pidfd_open(ids->tgid) : -1;
  int copy = process < 0 ? -1 : nc_pidfd_getfd(process, fd);
  if (process >= 0)
    close(process);
  return copy;
}
