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
#include <skalibs/strerr.h>

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

void nc_record_new_id(nc_record *r)
{
  char bytes[NC_ID_LEN / 2];
  if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
    strerr_diefusys(111, "get random bytes");
  ucharn_fmt(r->id, bytes, sizeof bytes);
  r->id[NC_ID_LEN] = 0;
}

static void take_name(nc_state const *s, nc_record const *r, char const *name)
{
  char target[64];
  struct stat st;
  snprintf(target, sizeof target, "../containers/%s", r->id);
  if (symlinkat(name, r->dir, "name") < 0 || flock(s->names, LOCK_EX) < 0)
    goto fail;
  int taken = symlinkat(target, s->names, name);
  if (taken < 0 && errno == EEXIST && fstatat(s->names, name, &st, 0) < 0 && errno == ENOENT) {
    /* it points nowhere: whoever held it crashed while removing its record */
    if (unlinkat(s->names, name, 0) == 0)
      taken = symlinkat(target, s->names, name);
  }
  int e = errno;
  flock(s->names, LOCK_UN);
  if (taken == 0)
    return;
  errno = e;
fail:
  e = errno;
  if (nc_state_remove(s, r->id) < 0)
    strerr_warnwusys("remove the record ", r->id);
  if (e == EEXIST)
    strerr_dief(111, "the name ", name, " is taken by another container");
  errno = e;
  strerr_diefusys(111, "take the name ", name);
}

void nc_record_create(nc_record *r, nc_state const *s, char const *name, int ephemeral,
                      char const *config, size_t n)
{
  struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  char born[64];

  snprintf(born, sizeof born, ".new-%s", r->id);
  if (mkdirat(s->containers, born, 0700) < 0)
    strerr_diefusys(111, "create the record ", r->id);
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
    strerr_diefusys(111, "write the record ", r->id);
  r->seq = 0;
  memset(r->prev, '0', 64);
  r->prev[64] = 0;
  if (name)
    take_name(s, r, name);
}

void nc_record_write(nc_record const *r, char const *file, char const *s, size_t n)
{
  char tmp[64];
  snprintf(tmp, sizeof tmp, ".%s", file);
  if ((unlinkat(r->dir, tmp, 0) < 0 && errno != ENOENT) ||
      nc_path_create(r->dir, tmp, s, n, 0600) < 0 || renameat(r->dir, tmp, r->dir, file) < 0)
    strerr_diefusys(111, "write ", file, " of the record ", r->id);
}

void nc_record_log(nc_record *r, char const *value, size_t len)
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
    strerr_diefusys(111, "write the audit log of ", r->id);
  br_sha256_init(&ctx);
  br_sha256_update(&ctx, head, (size_t)n);
  br_sha256_update(&ctx, value, len);
  br_sha256_update(&ctx, "}", 1); /* the newline is not part of the line */
  br_sha256_out(&ctx, hash);
  ucharn_fmt(r->prev, (char const *)hash, sizeof hash);
}

void nc_record_cgroup(nc_record const *r, char const *path)
{
  if ((path && symlinkat(path, r->dir, "cgroup") < 0) ||
      (!path && unlinkat(r->dir, "cgroup", 0) < 0))
    strerr_diefusys(111, "note the cgroup of ", r->id);
}

void nc_record_release(nc_record const *r)
{
  if (unlinkat(r->dir, "lock", 0) < 0)
    strerr_diefusys(111, "release the record ", r->id);
}
