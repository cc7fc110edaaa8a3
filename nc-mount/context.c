/* SPDX-License-Identifier: ISC */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "contents.h"
#include "context.h"
#include "exclude.h"

/* of a struct stat, for utimensat(2) */
#define TIMES(st) ((struct timespec const[2]){(st).st_atim, (st).st_mtim})

typedef struct walk_s walk;
struct walk_s {
  nc_context_options const *options;
  nc_context_counts *counts;
  nc_context_error *error;
  char *path;      /* error->path: where the walk stands */
  int to;          /* the top of the copy */
  struct stat top; /* of it */
  void *links;     /* tsearch tree of struct link_s */
  nc_exclude exclude;
  int64_t next; /* when to show progress, or INT64_MAX */
  int shown;
};

/* A file with several links, and where its copy is. */
typedef struct link_s link_to;
struct link_s {
  dev_t dev;
  ino_t ino;
  char path[];
};

/* reason is NULL where errno tells. */
static int fail(walk *w, char const *verb, char const *reason)
{
  w->error->verb = verb;
  w->error->reason = reason ? reason : strerror(errno);
  if (!*w->path)
    memcpy(w->path, ".", 2);
  /* a name must not write escape sequences or lines of its own to the caller's terminal */
  for (char *s = w->path; *s; s++)
    if ((unsigned char)*s < ' ' || *s == 127)
      *s = '?';
  return -1;
}

static int64_t milliseconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void progress(walk *w)
{
  if (w->next == INT64_MAX || milliseconds() < w->next)
    return;
  w->next = milliseconds() + 100;
  w->shown = 1;
  dprintf(2, "\rcopying the context: %llu files, %llu MiB", (unsigned long long)w->counts->files,
          (unsigned long long)(w->counts->bytes >> 20));
}

static void count(void *data, size_t n)
{
  walk *w = data;
  w->counts->bytes += n;
  progress(w);
}

static int by_inode(void const *a, void const *b)
{
  link_to const *x = a, *y = b;
  if (x->dev != y->dev)
    return x->dev < y->dev ? -1 : 1;
  return x->ino < y->ino ? -1 : x->ino > y->ino;
}

/* Links name to the copy that the same inode already has: 1. 0 if this is the first. */
static int copy_link(walk *w, int to, char const *name, struct stat const *st)
{
  size_t size = strlen(w->path) + 1;
  link_to *mine = malloc(sizeof *mine + size), **found;
  if (!mine)
    return fail(w, "write", NULL);
  mine->dev = st->st_dev;
  mine->ino = st->st_ino;
  memcpy(mine->path, w->path, size);
  found = tsearch(mine, &w->links, by_inode);
  if (found && *found == mine)
    return 0;
  free(mine);
  if (!found) {
    errno = ENOMEM;
    return fail(w, "write", NULL);
  }
  /* the folders on that path are ours: nobody else writes to the copy */
  return linkat(w->to, (*found)->path, to, name, 0) < 0 ? fail(w, "write", NULL) : 1;
}

/* The copy at path of the folder dirfd (or, with AT_EMPTY_PATH, dirfd itself) gets its owner. */
static int give(walk *w, int dirfd, char const *path, int flags)
{
  nc_context_options const *o = w->options;
  if (!o->uid && !o->gid)
    return 0;
  return fchownat(dirfd, path, o->uid, o->gid, flags) < 0 ? fail(w, "write", NULL) : 0;
}

/* As copy_link: 1 if it became a link. */
static int copy_opened(walk *w, int in, int to, char const *name)
{
  struct stat st;
  int out, r = 0;
  if (fstat(in, &st) < 0)
    return fail(w, "read", NULL);
  if (!S_ISREG(st.st_mode))
    return fail(w, "read", "it became another kind of file while being copied");
  if (st.st_nlink > 1 && strlen(w->path) < PATH_MAX) /* a longer one cannot be linked to */
    r = copy_link(w, to, name, &st);
  if (r)
    return r;
  out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, st.st_mode & 0777);
  if (out < 0)
    return fail(w, "write", NULL);
  char const *failed = nc_contents_copy(in, out, &st, &count, w);
  r = failed ? fail(w, failed, NULL) : give(w, out, "", AT_EMPTY_PATH);
  if (!r && futimens(out, TIMES(st)) < 0)
    r = fail(w, "write", NULL);
  close(out);
  return r;
}

static int missing(walk *w)
{
  if (errno != ENOENT)
    return fail(w, "read", NULL);
  w->counts->gone++;
  return 0;
}

static int copy_file(walk *w, int from, int to, char const *name)
{
  /* O_NONBLOCK: it may have become a fifo since it was listed */
  int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (in < 0)
    return missing(w);
  int r = copy_opened(w, in, to, name);
  close(in);
  if (r < 0)
    return -1;
  w->counts->files++;
  progress(w);
  return 0;
}

static int copy_symlink(walk *w, int from, int to, char const *name, unsigned int depth)
{
  char target[PATH_MAX];
  struct stat st;
  ssize_t n = readlinkat(from, name, target, sizeof target - 1);
  if (n < 0 || fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
    return missing(w);
  target[n] = 0;
  if (nc_exclude_symlink(target, depth)) {
    w->counts->outside++;
    return 0;
  }
  if (symlinkat(target, to, name) < 0 || utimensat(to, name, TIMES(st), AT_SYMLINK_NOFOLLOW) < 0)
    return fail(w, "write", NULL);
  w->counts->symlinks++;
  return give(w, to, name, AT_SYMLINK_NOFOLLOW);
}

static int copy_tree(walk *w, int from, int to, unsigned int depth);

static int copy_directory(walk *w, int from, int to, char const *name, unsigned int depth)
{
  int in, out, r;
  if (depth > NC_CONTEXT_DEPTH_MAX)
    return fail(w, "read", "it is deeper than 128 folders");
  in = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (in < 0)
    return missing(w);
  if (mkdirat(to, name, 0700) < 0 ||
      (out = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0) {
    r = fail(w, "write", NULL);
    close(in);
    return r;
  }
  r = copy_tree(w, in, out, depth);
  close(out);
  if (!r)
    w->counts->directories++;
  return r;
}

static int copy_entry(walk *w, int from, int to, struct dirent const *d, unsigned int depth)
{
  struct stat st;
  unsigned char type = d->d_type;
  if (nc_exclude_name(&w->exclude, d->d_name)) {
    w->counts->excluded++;
    return 0;
  }
  if (type == DT_UNKNOWN) { /* not every file system says */
    if (fstatat(from, d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
      return missing(w);
    type = IFTODT(st.st_mode);
  }
  switch (type) {
  case DT_REG: return copy_file(w, from, to, d->d_name);
  case DT_DIR: return copy_directory(w, from, to, d->d_name, depth + 1);
  case DT_LNK: return copy_symlink(w, from, to, d->d_name, depth);
  default: w->counts->special++; return 0;
  }
}

static int copy_entries(walk *w, DIR *dir, int to, unsigned int depth)
{
  size_t len = strlen(w->path), slash = len > 0;
  struct dirent *d;
  for (errno = 0; (d = readdir(dir)); errno = 0) {
    size_t n = strlen(d->d_name);
    if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
      continue;
    if (n > NAME_MAX) { /* some file systems count characters */
      errno = ENAMETOOLONG;
      return fail(w, "read", NULL);
    }
    memcpy(w->path + len, "/", slash);
    memcpy(w->path + len + slash, d->d_name, n + 1);
    if (copy_entry(w, dirfd(dir), to, d, depth) < 0)
      return -1;
    w->path[len] = 0;
  }
  return errno ? fail(w, "read", NULL) : 0;
}

/* from is closed. */
static int copy_tree(walk *w, int from, int to, unsigned int depth)
{
  struct stat st;
  DIR *dir = fdopendir(from);
  int r;
  if (!dir || fstat(from, &st) < 0) {
    r = fail(w, "read", NULL);
    dir ? closedir(dir) : close(from);
    return r;
  }
  if (st.st_dev == w->top.st_dev && st.st_ino == w->top.st_ino)
    r = fail(w, "read", "the container is inside its own context");
  else
    r = copy_entries(w, dir, to, depth);
  if (!r)
    r = give(w, to, "", AT_EMPTY_PATH);
  /* last, since the entries need a writable folder and change its times */
  if (!r && (fchmod(to, st.st_mode & 01777) < 0 || futimens(to, TIMES(st)) < 0))
    r = fail(w, "write", NULL);
  closedir(dir);
  return r;
}

int nc_context_copy(int from, int to, nc_context_options const *options, nc_context_counts *counts,
                    nc_context_error *error)
{
  walk w = {.options = options, .counts = counts, .error = error, .path = error->path, .to = -1};
  int in, r = -1;
  mode_t mask = umask(0);

  memset(counts, 0, sizeof *counts);
  *w.path = 0;
  w.next = options->progress && isatty(2) ? milliseconds() + 1000 : INT64_MAX;
  if (nc_exclude_begin(&w.exclude, options->include, options->exclude) < 0 ||
      (w.to = openat(to, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0 || fstat(w.to, &w.top) < 0)
    fail(&w, "write", NULL);
  else if ((in = openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
    fail(&w, "read", NULL);
  else {
    r = copy_tree(&w, in, w.to, 0);
    nc_exclude_explain(&w.exclude, counts->why, sizeof counts->why);
  }
  if (w.shown)
    dprintf(2, "\r\033[K");
  if (w.to >= 0)
    close(w.to);
  tdestroy(w.links, free);
  nc_exclude_end(&w.exclude);
  umask(mask);
  return r;
}
