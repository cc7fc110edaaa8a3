/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "canonical.h"
#include "capabilities.h"
#include "grant.h"
#include "kernel.h"
#include "resolve.h"
#include "watch.h"

#define TMPFILE (O_TMPFILE & ~O_DIRECTORY)

static int is_device(struct stat const *st)
{
  return S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode);
}

/* Of those that the program was given no right is asked; of more than we note, it is taken for
   granted. */
static int was_opened(traced const *t, dev_t device)
{
  for (size_t i = 0; i < t->ndevices; i++)
    if (t->devices[i] == device)
      return 1;
  return t->ndevices == TRACED_DEVICES;
}

static void note_device(traced *t, struct stat const *st)
{
  if (is_device(st) && !was_opened(t, st->st_rdev))
    t->devices[t->ndevices++] = st->st_rdev;
}

static int wanted(uint64_t flags)
{
  switch (flags & O_ACCMODE) {
  case O_RDONLY: return R_OK;
  case O_WRONLY: return W_OK;
  case O_RDWR: return R_OK | W_OK;
  default: return 0;
  }
}

static uint64_t rights_of(int want)
{
  return (want & R_OK ? (uint64_t)LANDLOCK_ACCESS_FS_READ_FILE : 0) |
         (want & W_OK ? (uint64_t)LANDLOCK_ACCESS_FS_WRITE_FILE : 0);
}

static void make(traced *t, place const *p, uint64_t flags)
{
  uint64_t rights = LANDLOCK_ACCESS_FS_MAKE_REG | rights_of(wanted(flags));
  if (!(flags & O_CREAT) || flags & O_DIRECTORY || p->parent < 0)
    return;
  capability_for_access(t, &p->dir, W_OK | X_OK);
  if (!access_is_possible(t, p->parent, W_OK | X_OK))
    return;
  /* the next run may find it there */
  if (flags & O_TRUNC)
    rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
  grant(t, p->parent, rights, 1);
}

static void open_dir(traced *t, place const *p, uint64_t flags)
{
  int makes = (flags & TMPFILE) != 0;
  if (!makes && (flags & O_CREAT || wanted(flags) & W_OK))
    return; /* EISDIR */
  capability_for_access(t, &p->st, makes ? W_OK | X_OK : R_OK);
  if (access_is_possible(t, p->fd, makes ? W_OK | X_OK : R_OK))
    grant(t, p->fd, makes ? rights_of(wanted(flags)) : LANDLOCK_ACCESS_FS_READ_DIR, makes);
}

static void open_file(traced *t, place const *p, uint64_t flags)
{
  int want = wanted(flags) | (flags & O_TRUNC ? W_OK : 0);
  uint64_t rights = rights_of(wanted(flags));
  if (flags & (O_DIRECTORY | TMPFILE))
    return;
  capability_for_access(t, &p->st, want);
  if (!access_is_possible(t, p->fd, want))
    return;
  if (flags & O_TRUNC && S_ISREG(p->st.st_mode))
    rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
  note_device(t, &p->st);
  grant(t, p->fd, rights, 0);
}

static int is_exclusive(uint64_t flags)
{
  return (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
}

static int follows(uint64_t flags)
{
  return !is_exclusive(flags) && !(flags & O_NOFOLLOW);
}

/* Leaves p. */
static void open_place(traced *t, place *p, uint64_t flags)
{
  if (p->searched_restricted)
    capability_for_search(t);
  if (p->fd < 0)
    make(t, p, flags);
  else if (is_exclusive(flags) && !(flags & TMPFILE))
    ; /* EEXIST */
  else if (S_ISDIR(p->st.st_mode))
    open_dir(t, p, flags);
  else if (!S_ISLNK(p->st.st_mode) && !S_ISSOCK(p->st.st_mode))
    open_file(t, p, flags);
  resolve_end(p);
}

static void open_any(traced *t, int dirfd, uint64_t address, uint64_t flags)
{
  place p;
  if (!(flags & O_PATH) && resolve(&p, t, dirfd, address, follows(flags)) == 0)
    open_place(t, &p, flags);
}

void watch_open(traced *t)
{
  open_any(t, AT_FDCWD, t->args[0], (uint32_t)t->args[1]);
}

void watch_creat(traced *t)
{
  open_any(t, AT_FDCWD, t->args[0], O_CREAT | O_WRONLY | O_TRUNC);
}

void watch_openat(traced *t)
{
  open_any(t, (int)t->args[0], t->args[1], (uint32_t)t->args[2]);
}

/* What resolve forbids may make the call fail: then more is written down than it takes. */
void watch_openat2(traced *t)
{
  struct open_how how;
  place p;
  if (traced_read(t, t->args[2], &how, sizeof how) < 0 || how.flags & O_PATH)
    return;
  if ((how.resolve & RESOLVE_IN_ROOT
           ? resolve_in_root(&p, t, (int)t->args[0], t->args[1], follows(how.flags))
           : resolve(&p, t, (int)t->args[0], t->args[1], follows(how.flags))) == 0)
    open_place(t, &p, how.flags);
}

void watch_truncate(traced *t)
{
  place p;
  if (resolve(&p, t, AT_FDCWD, t->args[0], 1) < 0)
    return;
  if (p.fd >= 0 && S_ISREG(p.st.st_mode)) {
    capability_for_access(t, &p.st, W_OK);
    if (access_is_possible(t, p.fd, W_OK))
      grant(t, p.fd, LANDLOCK_ACCESS_FS_TRUNCATE, 0);
  }
  resolve_end(&p);
}

/* The right is asked for when the file is opened, and missed here. What has no path of ours is
   given: it was not opened here. */
void watch_ftruncate(traced *t)
{
  place p;
  char path[PATH_MAX];
  if (resolve_fd(&p, t, (int)t->args[0]) < 0)
    return;
  if (S_ISREG(p.st.st_mode) && canonical(t, p.fd, path))
    grant(t, p.fd, LANDLOCK_ACCESS_FS_TRUNCATE, 0);
  resolve_end(&p);
}

/* So is this; but some of what concerns any file is free. */
void watch_ioctl(traced *t)
{
  static uint32_t const free_requests[] = {FIOCLEX, FIONCLEX, FIONBIO, FIOASYNC, FIOQSIZE};
  place p;
  char path[PATH_MAX];
  for (size_t i = 0; i < sizeof free_requests / sizeof *free_requests; i++)
    if ((uint32_t)t->args[1] == free_requests[i])
      return;
  if (resolve_fd(&p, t, (int)t->args[0]) < 0)
    return;
  if (is_device(&p.st) && was_opened(t, p.st.st_rdev) && canonical(t, p.fd, path))
    grant(t, p.fd, LANDLOCK_ACCESS_FS_IOCTL_DEV, 0);
  resolve_end(&p);
}
