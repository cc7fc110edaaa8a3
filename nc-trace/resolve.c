/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "access.h"
#include "kernel.h"
#include "resolve.h"

#define LINKS_MAX     40 /* as the kernel */
#define PROC_ROOT_INO 1

/* A walk; its descriptors are its own. */
typedef struct walk_s walk;
struct walk_s {
  place *p;
  traced *t;
  int root;
  int dir;                     /* so far */
  struct stat st;              /* of dir */
  unsigned int links;          /* followed */
  char rest[2 * PATH_MAX + 2]; /* of the path */
};

static int is_same(struct stat const *a, struct stat const *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static int copy(int fd)
{
  return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

/* 1, 0, or -1 with errno */
static int is_proc(int fd)
{
  struct statfs fs;
  return fstatfs(fd, &fs) < 0 ? -1 : fs.f_type == PROC_SUPER_MAGIC;
}

/* Takes fd for dir. */
static int step(walk *w, int fd)
{
  if (fd < 0)
    return -1;
  if (w->dir >= 0)
    close(w->dir);
  w->dir = fd;
  if (fstat(fd, &w->st) < 0)
    return -1;
  if (S_ISDIR(w->st.st_mode) && access_is_restricted(w->t, &w->st, X_OK))
    w->p->searched_restricted = 1;
  return 0;
}

static int go_up(walk *w)
{
  struct stat root;
  if (fstat(w->root, &root) < 0)
    return -1;
  return is_same(&root, &w->st) ? 0 : step(w, openat(w->dir, "..", O_PATH | O_CLOEXEC));
}

/* Whoever looks is "self". Returns the name to open, or NULL if that is hidden, which has been
   said: of another mount of proc we do not know the numbers. */
static char const *name_in_proc(walk *w, char const *name, char buf[48])
{
  traced_ids const *ids;
  struct stat ours;
  int proc;
  if (w->st.st_ino != PROC_ROOT_INO || (strcmp(name, "self") && strcmp(name, "thread-self")))
    return name;
  proc = is_proc(w->dir);
  if (!proc)
    return name;
  ids = traced_know(w->t);
  if (proc < 0 || !ids || fstat(w->t->proc, &ours) < 0 || ours.st_dev != w->st.st_dev) {
    traced_hidden(w->t);
    return NULL;
  }
  if (*name == 's')
    snprintf(buf, 48, "%d", (int)ids->tgid);
  else
    snprintf(buf, 48, "%d/task/%d", (int)ids->tgid, (int)w->t->tid);
  return buf;
}

/* The symlink fd, name in dir, is followed: its text comes before the rest. Returns 1; or 0 if
   there is no text, but a magic link, of which *fd is the end now; or -1. */
static int follow_link(walk *w, int *fd, char const *name)
{
  char text[PATH_MAX], rest[sizeof w->rest];
  ssize_t n;
  int proc;
  if (++w->links > LINKS_MAX)
    return (errno = ELOOP, -1);
  proc = w->st.st_ino != PROC_ROOT_INO ? is_proc(*fd) : 0;
  if (proc < 0)
    return -1;
  if (proc) {
    int end = openat(w->dir, name, O_PATH | O_CLOEXEC);
    if (end < 0 && errno != ENOENT && errno != ESRCH)
      traced_hidden(w->t);
    close(*fd);
    *fd = end;
    return end < 0 ? -1 : 0;
  }
  n = readlinkat(*fd, "", text, sizeof text - 1);
  if (n <= 0)
    return -1;
  text[n] = 0;
  if ((size_t)snprintf(rest, sizeof rest, "%s/%s", text, w->rest) >= sizeof rest)
    return (errno = ENAMETOOLONG, -1);
  /* a slash at the end would ask for a directory */
  if (!w->rest[0])
    rest[n] = 0;
  strcpy(w->rest, rest);
  return *text != '/' || step(w, copy(w->root)) == 0 ? 1 : -1;
}

/* Cuts the next name off the rest. Returns 0 if there is none. slash: one stands behind it. */
static int next_name(walk *w, char name[NAME_MAX + 1], int *last, int *slash)
{
  char const *s = w->rest + strspn(w->rest, "/");
  size_t n = strcspn(s, "/");
  if (!n)
    return 0;
  if (n > NAME_MAX)
    return (errno = ENAMETOOLONG, -1);
  memcpy(name, s, n);
  name[n] = 0;
  *slash = s[n] == '/';
  *last = !s[n + strspn(s + n, "/")];
  memmove(w->rest, s + n, strlen(s + n) + 1);
  if (*last)
    w->rest[0] = 0;
  return 1;
}

/* The place is name in dir; fd is there, or -1. */
static int arrive(walk *w, int fd)
{
  w->p->fd = fd;
  w->p->parent = w->dir;
  w->p->dir = w->st;
  w->dir = -1;
  return fd < 0 ? 0 : fstat(fd, &w->p->st);
}

static int arrive_at_dir(walk *w)
{
  w->p->fd = w->dir;
  w->p->st = w->st;
  w->dir = -1;
  return 0;
}

static int go(walk *w, int follow)
{
  char name[NAME_MAX + 1], in_proc[48];
  int last = 0, slash = 0, got;
  while ((got = next_name(w, name, &last, &slash)) > 0) {
    struct stat st;
    char const *real;
    int fd, more;
    if (!strcmp(name, "."))
      continue;
    if (!strcmp(name, "..")) {
      if (go_up(w) < 0)
        return -1;
      continue;
    }
    real = name_in_proc(w, name, in_proc);
    fd = real ? openat(w->dir, real, O_PATH | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd < 0)
      return real && errno == ENOENT && last ? arrive(w, -1) : -1;
    if (fstat(fd, &st) < 0) {
      close(fd);
      return -1;
    }
    if (S_ISLNK(st.st_mode) && (!last || slash || follow)) {
      if (last && slash)
        strcpy(w->rest, "/");
      more = follow_link(w, &fd, name);
      if (more && fd >= 0)
        close(fd);
      if (more < 0)
        return -1;
      if (more)
        continue;
    }
    if (last)
      return arrive(w, fd);
    if (step(w, fd) < 0)
      return -1;
  }
  return got < 0 ? -1 : arrive_at_dir(w);
}

static int start(traced *t, int dirfd)
{
  return dirfd == AT_FDCWD ? traced_entry(t, "cwd") : traced_fd(t, dirfd);
}

/* Does the call meet what we have met, so that it fails by itself? What its mode closes to the
   process, and what is another's in /proc, is no less closed to it than to us. */
static int fails_by_itself(walk const *w)
{
  switch (errno) {
  case ENOENT:
  case ENOTDIR:
  case ELOOP:
  case ENAMETOOLONG:
  case ESRCH: return 1;
  case EACCES: return w->p->searched_restricted || is_proc(w->dir) == 1;
  default: return 0;
  }
}

/* Takes root. */
static int walk_path(place *p, traced *t, int root, int dirfd, char const *path, int follow)
{
  walk w = {.p = p, .t = t, .root = root, .dir = -1};
  int done = -1;
  *p = (place){.fd = -1, .parent = -1};
  if (root < 0)
    return -1;
  if (*path && strlen(path) < PATH_MAX) {
    strcpy(w.rest, path);
    if (step(&w, *path == '/' ? copy(root) : start(t, dirfd)) == 0)
      done = go(&w, follow);
    if (done < 0 && !fails_by_itself(&w))
      traced_hidden(t);
  }
  close(root);
  if (w.dir >= 0)
    close(w.dir);
  if (done < 0)
    resolve_end(p);
  return done;
}

int resolve_text(place *p, traced *t, int dirfd, char const *path, int follow)
{
  return walk_path(p, t, traced_entry(t, "root"), dirfd, path, follow);
}

int resolve_in_root(place *p, traced *t, int dirfd, uint64_t address, int follow)
{
  char path[PATH_MAX];
  *p = (place){.fd = -1, .parent = -1};
  return traced_path(t, address, path) < 0 ? -1
                                           : walk_path(p, t, start(t, dirfd), dirfd, path, follow);
}

int resolve_fd(place *p, traced *t, int fd)
{
  *p = (place){.fd = traced_fd(t, fd), .parent = -1};
  if (p->fd >= 0 && fstat(p->fd, &p->st) == 0)
    return 0;
  if (p->fd >= 0)
    traced_hidden(t);
  resolve_end(p);
  return -1;
}

int resolve_at(place *p, traced *t, int dirfd, uint64_t address, int flags)
{
  char path[PATH_MAX];
  *p = (place){.fd = -1, .parent = -1};
  if (traced_path(t, address, path) < 0)
    return -1;
  if (*path || !(flags & AT_EMPTY_PATH))
    return resolve_text(p, t, dirfd, path, !(flags & AT_SYMLINK_NOFOLLOW));
  return dirfd == AT_FDCWD ? resolve_text(p, t, dirfd, ".", 1) : resolve_fd(p, t, dirfd);
}

int resolve(place *p, traced *t, int dirfd, uint64_t address, int follow)
{
  return resolve_at(p, t, dirfd, address, follow ? 0 : AT_SYMLINK_NOFOLLOW);
}

void resolve_end(place *p)
{
  if (p->fd >= 0)
    close(p->fd);
  if (p->parent >= 0)
    close(p->parent);
  p->fd = p->parent = -1;
}
