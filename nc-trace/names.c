/* SPDX-License-Identifier: ISC */

/* Calls that change directories. */

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "capabilities.h"
#include "grant.h"
#include "kernel.h"
#include "resolve.h"
#include "watch.h"

#ifndef RENAME_EXCHANGE /* musl's stdio.h has neither */
#define RENAME_NOREPLACE (1U << 0)
#define RENAME_EXCHANGE  (1U << 1)
#endif

static uint64_t removal(struct stat const *st)
{
  return S_ISDIR(st->st_mode) ? LANDLOCK_ACCESS_FS_REMOVE_DIR : LANDLOCK_ACCESS_FS_REMOVE_FILE;
}

/* From a sticky directory only the owner of it, or of the file, takes one away. */
static void take_away(traced *t, place const *p)
{
  traced_ids const *ids;
  if (p->parent < 0 || !(p->dir.st_mode & S_ISVTX))
    return;
  ids = traced_know(t);
  if (ids && ids->uid[FILES] != p->st.st_uid && ids->uid[FILES] != p->dir.st_uid)
    capability(t, CAPABILITY(FOWNER));
}

/* In the directory that p's name is in. Nothing is said where the kernel lets nobody, or not this
   process: that is the same with the right. */
static void change(traced *t, place const *p, uint64_t rights, int makes)
{
  if (p->parent < 0)
    return;
  if (p->searched_restricted)
    capability_for_search(t);
  capability_for_access(t, &p->dir, W_OK | X_OK);
  if (access_is_possible(t, p->parent, W_OK | X_OK))
    grant(t, p->parent, rights, makes);
}

static void make(traced *t, int dirfd, uint64_t address, mode_t type)
{
  place p;
  if (resolve(&p, t, dirfd, address, 0) < 0)
    return;
  if (p.fd < 0)
    change(t, &p, grant_of_type(type), 1);
  resolve_end(&p);
}

void watch_mkdir(traced *t)
{
  make(t, AT_FDCWD, t->args[0], S_IFDIR);
}

void watch_mkdirat(traced *t)
{
  make(t, (int)t->args[0], t->args[1], S_IFDIR);
}

static void make_node(traced *t, int dirfd, uint64_t address, mode_t mode, uint64_t device)
{
  if (S_ISBLK(mode) || (S_ISCHR(mode) && device))
    capability(t, CAPABILITY(MKNOD));
  make(t, dirfd, address, mode);
}

void watch_mknod(traced *t)
{
  make_node(t, AT_FDCWD, t->args[0], (mode_t)t->args[1], t->args[2]);
}

void watch_mknodat(traced *t)
{
  make_node(t, (int)t->args[0], t->args[1], (mode_t)t->args[2], t->args[3]);
}

void watch_symlink(traced *t)
{
  make(t, AT_FDCWD, t->args[1], S_IFLNK);
}

void watch_symlinkat(traced *t)
{
  make(t, (int)t->args[1], t->args[2], S_IFLNK);
}

static int is_same_dir(place const *a, place const *b)
{
  return a->parent >= 0 && b->parent >= 0 && a->dir.st_dev == b->dir.st_dev &&
         a->dir.st_ino == b->dir.st_ino;
}

static uint64_t referral(place const *from, place const *to)
{
  return is_same_dir(from, to) ? 0 : LANDLOCK_ACCESS_FS_REFER;
}

/* What has no name is in a directory all the same, for the kernel. */
static void refer(traced *t, place const *from, uint64_t rights)
{
  if (from->parent >= 0)
    change(t, from, rights, 1);
  else
    grant(t, from->fd, rights, 1);
}

static void link_any(traced *t, int from_dir, uint64_t from, int to_dir, uint64_t to, int flags)
{
  place old, new;
  int nofollow = flags & AT_SYMLINK_FOLLOW ? 0 : AT_SYMLINK_NOFOLLOW; /* as link has it */
  if (resolve_at(&old, t, from_dir, from, (flags & AT_EMPTY_PATH) | nofollow) < 0)
    return;
  if (old.fd >= 0 && !S_ISDIR(old.st.st_mode) && resolve(&new, t, to_dir, to, 0) == 0) {
    if (new.fd < 0) {
      change(t, &new, grant_of_type(old.st.st_mode) | referral(&old, &new), 1);
      if (referral(&old, &new))
        refer(t, &old, LANDLOCK_ACCESS_FS_REFER);
    }
    resolve_end(&new);
  }
  resolve_end(&old);
}

void watch_link(traced *t)
{
  link_any(t, AT_FDCWD, t->args[0], AT_FDCWD, t->args[1], 0);
}

void watch_linkat(traced *t)
{
  link_any(t, (int)t->args[0], t->args[1], (int)t->args[2], t->args[3], (int)t->args[4]);
}

/* What was there can be of any age, and what comes in its place is of this run: the directories
   count as if it was made in them. */
static void rename_any(traced *t, int from_dir, uint64_t from, int to_dir, uint64_t to,
                       unsigned int flags)
{
  place old, new;
  if (resolve(&old, t, from_dir, from, 0) < 0)
    return;
  if (old.fd >= 0 && old.parent >= 0 && resolve(&new, t, to_dir, to, 0) == 0) {
    uint64_t leaves = removal(&old.st) | referral(&old, &new);
    uint64_t comes = grant_of_type(old.st.st_mode) | referral(&old, &new);
    take_away(t, &old);
    if (new.fd >= 0) {
      take_away(t, &new);
      comes |= removal(&new.st);
    }
    if (flags & RENAME_EXCHANGE && new.fd >= 0)
      leaves |= grant_of_type(new.st.st_mode);
    if (!(flags & RENAME_NOREPLACE && new.fd >= 0)) {
      change(t, &old, leaves, 1);
      change(t, &new, comes, 1);
    }
    resolve_end(&new);
  }
  resolve_end(&old);
}

void watch_rename(traced *t)
{
  rename_any(t, AT_FDCWD, t->args[0], AT_FDCWD, t->args[1], 0);
}

void watch_renameat(traced *t)
{
  rename_any(t, (int)t->args[0], t->args[1], (int)t->args[2], t->args[3], 0);
}

void watch_renameat2(traced *t)
{
  rename_any(t, (int)t->args[0], t->args[1], (int)t->args[2], t->args[3], (unsigned int)t->args[4]);
}

static void remove_any(traced *t, int dirfd, uint64_t address, int directory)
{
  place p;
  if (resolve(&p, t, dirfd, address, 0) < 0)
    return;
  if (p.fd >= 0 && directory == S_ISDIR(p.st.st_mode)) {
    take_away(t, &p);
    change(t, &p, removal(&p.st), 0);
  }
  resolve_end(&p);
}

void watch_unlink(traced *t)
{
  remove_any(t, AT_FDCWD, t->args[0], 0);
}

void watch_rmdir(traced *t)
{
  remove_any(t, AT_FDCWD, t->args[0], 1);
}

void watch_unlinkat(traced *t)
{
  remove_any(t, (int)t->args[0], t->args[1], ((int)t->args[2] & AT_REMOVEDIR) != 0);
}
