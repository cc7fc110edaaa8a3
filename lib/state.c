/* SPDX-License-Identifier: ISC */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include <linux/magic.h>

#include "base.h"
#include "kernel.h"
#include "scan.h"
#include "state.h"

#define BIRTH_SECONDS 60 /* a half-born record younger than this may still be locked */

/* 1 if path is a directory of the caller's own, writable by nobody else */
static int is_own(struct stat const *st)
{
  return S_ISDIR(st->st_mode) && st->st_uid == geteuid() && !(st->st_mode & 022);
}

static int choose_path(char *path)
{
  char const *dir = getenv("NUCLEUS_STATE_DIR");
  char const *run = getenv("XDG_RUNTIME_DIR");
  struct stat st;
  int n;
  if (dir)
    n = snprintf(path, PATH_MAX, "%s", dir);
  else if (!geteuid())
    n = snprintf(path, PATH_MAX, "/run/nucleus");
  else if (run && *run == '/' && lstat(run, &st) == 0 && is_own(&st))
    n = snprintf(path, PATH_MAX, "%s/nucleus", run);
  else /* no session: su(1) and cron leave a runtime folder that is another's, or none */
    n = snprintf(path, PATH_MAX, "/tmp/nucleus-%lu", (unsigned long)geteuid());
  return n > 0 && n < PATH_MAX ? 0 : (errno = ENAMETOOLONG, -1);
}

static int open_folder(int at, char const *path)
{
  struct stat st;
  int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) {
    if (mkdirat(at, path, 0700) < 0 && errno != EEXIST)
      return -1;
    fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  }
  if (fd < 0)
    return -1;
  int r = fstat(fd, &st), e = errno;
  if (r == 0 && is_own(&st))
    return fd;
  close(fd);
  return (errno = r < 0 ? e : EPERM, -1);
}

static int open_root(char *path)
{
  return choose_path(path) < 0 ? -1 : open_folder(AT_FDCWD, path);
}

int nc_state_cache(char *path)
{
  int root = open_root(path);
  if (root < 0)
    return -1;
  int fd = open_folder(root, "cache"), e = errno;
  close(root);
  return (errno = e, fd);
}

int nc_state_open(nc_state *s, char *path)
{
  int root = open_root(path);
  if (root < 0)
    return -1;
  s->cgroups = -1;
  s->containers = open_folder(root, "containers");
  s->names = s->containers < 0 ? -1 : open_folder(root, "names");
  int e = errno;
  close(root);
  return s->names < 0 ? (errno = e, -1) : 0;
}

/* A record's folder holds files, symlinks and s6-log's folder: two levels, no more. */
static int remove_tree(int at, char const *name, int depth)
{
  int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return -1;
  DIR *dir = fdopendir(fd);
  if (!dir) {
    close(fd);
    return -1;
  }
  int e = 0;
  struct dirent *d;
  while ((errno = 0, d = readdir(dir))) {
    if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
      continue;
    if (unlinkat(fd, d->d_name, 0) < 0 && errno != ENOENT &&
        (errno != EISDIR || depth == 0 || remove_tree(fd, d->d_name, depth - 1) < 0))
      e = errno;
  }
  if (!e)
    e = errno;
  closedir(dir);
  if (!e && (unlinkat(at, name, AT_REMOVEDIR) == 0 || errno == ENOENT))
    return 0;
  return (errno = e ? e : errno, -1);
}

/* Does the symlink names/NAME point to the record ID? -1 with errno if nobody can say. */
static int names_record(nc_state const *s, char const *name, char const *id)
{
  char target[64];
  ssize_t n = readlinkat(s->names, name, target, sizeof target - 1);
  if (n < 0)
    return errno == ENOENT || errno == EINVAL ? 0 : -1;
  target[n] = 0;
  return !strncmp(target, "../containers/", 14) && !strcmp(target + 14, id);
}

/* The name is a symlink in the record too, so nobody has to parse JSON to find it. */
static int remove_half(nc_state const *s, char const *id)
{
  char old[64], name[NAME_MAX + 1];
  snprintf(old, sizeof old, ".old-%.32s", id);
  int dir = openat(s->containers, old, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (dir < 0)
    return -1;
  ssize_t n = readlinkat(dir, "name", name, sizeof name - 1);
  int e = errno;
  close(dir);
  if (n < 0 && e != ENOENT)
    return (errno = e, -1);
  if (n > 0) {
    name[n] = 0;
    if (flock(s->names, LOCK_EX) < 0)
      return -1;
    int named = nc_scan_name(name) ? names_record(s, name, id) : 0;
    int failed = named < 0 || (named && unlinkat(s->names, name, 0) < 0);
    e = errno;
    flock(s->names, LOCK_UN);
    if (failed)
      return (errno = e, -1);
  }
  return remove_tree(s->containers, old, 1);
}

int nc_state_remove(nc_state const *s, char const *id)
{
  char old[64];
  snprintf(old, sizeof old, ".old-%.32s", id);
  /* the rename has one winner */
  if (renameat(s->containers, id, s->containers, old) < 0)
    return -1;
  /* a sweep may have come upon it meanwhile, and done the rest */
  return remove_half(s, id) == 0 || errno == ENOENT ? 0 : -1;
}

/* 1 if somebody holds the lock of the record (an entry of containers/); 0 if nobody, or there is
   none; -1 with errno. One call for a container that stopped in order: there may be many. */
static int lock_is_held(nc_state const *s, char const *record, int *exists)
{
  struct open_how const how = {.flags = O_RDWR | O_CLOEXEC,
                               .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
  struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  char path[64];
  snprintf(path, sizeof path, "%.40s/lock", record);
  int fd = nc_openat2(s->containers, path, &how);
  *exists = fd >= 0;
  if (fd < 0)
    return errno == ENOENT ? 0 : -1;
  int r = fcntl(fd, F_GETLK, &l);
  close(fd);
  return r < 0 ? -1 : l.l_type != F_UNLCK;
}

/* Those who die with its nc-monitor take a moment to leave it. */
static int remove_leaving(int at, char const *cgroup)
{
  for (int tries = 0; unlinkat(at, cgroup, AT_REMOVEDIR) < 0 && errno != ENOENT; tries++) {
    if (errno != EBUSY || tries == 100)
      return -1;
    nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
  }
  return 0;
}

/* Its nc-monitor may have died after nc-cgroup's report and before the note of it: one that is
   empty, then, or about to be, where we would make one ourselves. */
static int remove_unnoted(nc_state const *s, char const *id)
{
  char path[PATH_MAX];
  char const *what[2];
  int dir = s->cgroups;
  if (dir < 0) {
    if (nc_base_find(path, sizeof path - sizeof "/" NC_BASE_NAME, what) < 0)
      return 0; /* nowhere, then */
    strcat(path, "/" NC_BASE_NAME);
    dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir < 0)
      return errno == ENOENT ? 0 : -1;
  }
  int r = remove_leaving(dir, id), e = errno;
  if (dir != s->cgroups)
    close(dir);
  return (errno = e, r);
}

/* Kills what is left in a dead container's cgroup and removes it. The path comes from our
   own record, yet only a cgroup that is named for the record is touched. */
static int remove_cgroup(nc_state const *s, int dir, char const *id)
{
  char path[PATH_MAX];
  struct statfs fs;
  ssize_t n = readlinkat(dir, "cgroup", path, sizeof path - 1);
  if (n < 0 && errno != ENOENT)
    return -1;
  if (n < 0)
    return remove_unnoted(s, id);
  path[n] = 0;
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT ? 0 : -1;
  int r = -1;
  if (fstatfs(fd, &fs) == 0 && (fs.f_type != CGROUP2_SUPER_MAGIC || !strstr(path, id))) {
    errno = EINVAL;
  } else {
    int kill_fd = openat(fd, "cgroup.kill", O_WRONLY | O_CLOEXEC);
    if (kill_fd >= 0 && write(kill_fd, "1", 1) == 1)
      r = remove_leaving(AT_FDCWD, path);
    if (kill_fd >= 0)
      close(kill_fd);
  }
  close(fd);
  return r;
}

int nc_state_sweep_one(nc_state const *s, char const *id)
{
  int exists, held = lock_is_held(s, id, &exists);
  if (held || !exists)
    return held < 0 ? -1 : 0;
  int dir = openat(s->containers, id, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (dir < 0)
    return -1;
  int r = remove_cgroup(s, dir, id);
  if (r == 0)
    r = faccessat(dir, "rm", F_OK, AT_SYMLINK_NOFOLLOW) == 0 ? nc_state_remove(s, id)
                                                             : unlinkat(dir, "lock", 0);
  int e = errno;
  close(dir);
  return (errno = e, r); /* ENOENT: another sweep was quicker */
}

static int sweep_newborn(nc_state const *s, char const *entry)
{
  struct stat st;
  int exists, held = lock_is_held(s, entry, &exists);
  if (held || fstatat(s->containers, entry, &st, AT_SYMLINK_NOFOLLOW) < 0)
    return held > 0 ? 0 : -1;
  return time(NULL) - st.st_mtime < BIRTH_SECONDS ? 0 : remove_tree(s->containers, entry, 1);
}

int nc_state_sweep(nc_state const *s, char const *own)
{
  int e = 0, fd = openat(s->containers, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  DIR *dir = fdopendir(fd);
  if (!dir) {
    close(fd);
    return -1;
  }
  struct dirent *d;
  while ((errno = 0, d = readdir(dir))) {
    int r = 0;
    if (nc_scan_id(d->d_name) && !(own && !strcmp(own, d->d_name)))
      r = nc_state_sweep_one(s, d->d_name);
    else if (!strncmp(d->d_name, ".old-", 5) && nc_scan_id(d->d_name + 5))
      r = remove_half(s, d->d_name + 5);
    else if (!strncmp(d->d_name, ".new-", 5) && nc_scan_id(d->d_name + 5))
      r = sweep_newborn(s, d->d_name);
    if (r < 0 && errno != ENOENT)
      e = errno;
  }
  if (!e)
    e = errno;
  closedir(dir);
  return e ? (errno = e, -1) : 0;
}
