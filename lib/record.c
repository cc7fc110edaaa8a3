/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/uio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <bearssl.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/fmtscan.h>

#include "path.h"
#include "record.h"

void nc_record_time(char *s)
{
  struct timespec now;
  struct tm tm;
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &tm);
  /* a year of five digits does not fit, and then nothing does: better than half a time */
  size_t n = strftime(s, NC_TIME_LEN + 1, "%Y-%m-%dT%H:%M:%S", &tm);
  snprintf(s + n, NC_TIME_LEN + 1 - n, ".%03uZ", (unsigned int)(now.tv_nsec / 1000000) % 1000);
}

int nc_record_new_id(nc_record *r)
{
  char bytes[NC_ID_LEN / 2];
  if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
    return -1;
  ucharn_fmt(r->id, bytes, sizeof bytes);
  r->id[NC_ID_LEN] = 0;
  return 0;
}

static int link_name(nc_state const *s, nc_record const *r, char const *name)
{
  char target[64];
  struct stat st;
  snprintf(target, sizeof target, "../containers/%s", r->id);
  if (symlinkat(target, s->names, name) == 0)
    return 0;
  /* one that points nowhere: whoever held it crashed while removing its record */
  if (errno != EEXIST)
    return -1;
  if (fstatat(s->names, name, &st, 0) == 0)
    return (errno = EEXIST, -1);
  return errno == ENOENT && unlinkat(s->names, name, 0) == 0 ? symlinkat(target, s->names, name)
                                                             : -1;
}

static int take_name(nc_state const *s, nc_record const *r, char const *name)
{
  if (symlinkat(name, r->dir, "name") < 0 || flock(s->names, LOCK_EX) < 0)
    return -1;
  int taken = link_name(s, r, name), e = errno;
  flock(s->names, LOCK_UN);
  return (errno = e, taken);
}

int nc_record_create(nc_record *r, nc_state const *s, char const *name, int ephemeral,
                     char const *config, size_t n)
{
  struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  char born[64];

  snprintf(born, sizeof born, ".new-%s", r->id);
  if (mkdirat(s->containers, born, 0700) < 0)
    return -1;
  /* born under another name and locked before anyone looks for it */
  r->dir = openat(s->containers, born, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (r->dir < 0 ||
      (r->lock = openat(r->dir, "lock", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0 ||
      fcntl(r->lock, F_SETLK, &l) < 0 ||
      (r->audit = openat(r->dir, "audit.ndjson", O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC,
                         0600)) < 0 ||
      nc_path_create(r->dir, "config.json", config, n, 0600) < 0 ||
      (ephemeral && nc_path_create(r->dir, "rm", "", 0, 0600) < 0) ||
      renameat(s->containers, born, s->containers, r->id) < 0)
    return -1;
  r->seq = 0;
  memset(r->prev, '0', 64);
  r->prev[64] = 0;
  if (!name || take_name(s, r, name) == 0)
    return 0;
  int e = errno;
  nc_state_remove(s, r->id);
  return (errno = e, -1);
}

int nc_record_write(nc_record const *r, char const *file, char const *s, size_t n)
{
  char tmp[64];
  snprintf(tmp, sizeof tmp, ".%s", file);
  if ((unlinkat(r->dir, tmp, 0) < 0 && errno != ENOENT) ||
      nc_path_create(r->dir, tmp, s, n, 0600) < 0)
    return -1;
  return renameat(r->dir, tmp, r->dir, file);
}

int nc_record_log(nc_record *r, char const *value, size_t len)
{
  char head[160], when[NC_TIME_LEN + 1];
  unsigned char hash[32];
  br_sha256_context ctx;

  nc_record_time(when);
  int n =
      snprintf(head, sizeof head,
               "{\"seq\":%u,\"time\":\"%s\",\"prev\":\"%s\",\"record\":", r->seq++, when, r->prev);
  struct iovec v[3] = {
      {.iov_base = head, .iov_len = (size_t)n},
      {.iov_base = (char *)(uintptr_t)value, .iov_len = len},
      {.iov_base = "}\n", .iov_len = 2},
  };
  /* one write: a line is there whole or not at all, whenever we are killed */
  if (writev(r->audit, v, 3) != (ssize_t)(v[0].iov_len + v[1].iov_len + v[2].iov_len))
    return -1;
  br_sha256_init(&ctx);
  br_sha256_update(&ctx, head, (size_t)n);
  br_sha256_update(&ctx, value, len);
  br_sha256_update(&ctx, "}", 1); /* the newline is not part of the line */
  br_sha256_out(&ctx, hash);
  ucharn_fmt(r->prev, (char const *)hash, sizeof hash);
  return 0;
}

int nc_record_keep(nc_record const *r)
{
  return unlinkat(r->dir, "rm", 0);
}

int nc_record_cgroup(nc_record const *r, char const *path)
{
  return path ? symlinkat(path, r->dir, "cgroup") : unlinkat(r->dir, "cgroup", 0);
}

int nc_record_release(nc_record const *r)
{
  return unlinkat(r->dir, "lock", 0);
}
