/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/mount.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "context.h"
#include "dev.h"
#include "mnt.h"
#include "path.h"
#include "perform.h"
#include "proc.h"
#include "system.h"

static void bind_with(nc_tree *t, operation const *o, uint64_t attributes)
{
  struct stat st;
  if (o->fd < 0)
    return;
  if (fstat(o->fd, &st) < 0)
    strerr_diefusys(111, "look at ", o->source);
  mnt_place(t, mnt_clone(o->fd, MNT_SAFE | attributes, o->source), o->path, S_ISDIR(st.st_mode));
}

void perform_bind(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  bind_with(t, o, 0);
}

void perform_ro_bind(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  bind_with(t, o, MOUNT_ATTR_RDONLY);
}

static int new_tmpfs(operation const *o)
{
  char mode[UINT_OFMT], uid[UID_FMT], gid[GID_FMT], size[UINT64_FMT];
  /* the last is the end, unless there is a size */
  mnt_parameter parameters[5] = {{"mode", mode}, {"uid", uid}, {"gid", gid}};
  mode[uint_ofmt(mode, o->mode)] = 0;
  uid[uid_fmt(uid, o->uid)] = 0;
  gid[gid_fmt(gid, o->gid)] = 0;
  if (o->size) {
    size[uint64_fmt(size, o->size)] = 0;
    parameters[3] = (mnt_parameter){"size", size};
  }
  return mnt_new("tmpfs", parameters, MNT_SAFE, o->path);
}

void perform_tmpfs(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  mnt_place(t, new_tmpfs(o), o->path, 1);
}

static void say_left_out(nc_context_counts const *c)
{
  char n[UINT64_FMT], outside[UINT64_FMT], special[UINT64_FMT];
  n[uint64_fmt(n, c->excluded + c->outside + c->special)] = 0;
  outside[uint64_fmt(outside, c->outside)] = 0;
  special[uint64_fmt(special, c->special)] = 0;
  if (c->excluded + c->outside + c->special)
    strerr_warn(PROG, ": left out ", n, " entries of the context: ", c->why,
                c->excluded && c->outside + c->special ? ", " : "", c->outside ? outside : "",
                c->outside ? " symlinks that lead outside" : "",
                c->outside && c->special ? ", " : "", c->special ? special : "",
                c->special ? " special files" : "");
}

void perform_context(nc_tree *t, plan *p, operation const *o)
{
  nc_context_options const options = {.include = p->include,
                                      .exclude = p->exclude,
                                      .uid = o->uid,
                                      .gid = o->gid,
                                      .progress = isatty(2)};
  static nc_context_error e;
  int copy = new_tmpfs(o), target = nc_path_target(t->root, o->path, 1);
  if (target < 0)
    strerr_diefusys(111, "make the mount point ", o->path);
  mnt_attach(t, copy, target, o->path);
  close(target);
  if (nc_context_copy(o->fd, copy, &options, &p->counts, &e) < 0)
    strerr_dief(111, "unable to ", e.verb, " ", e.path, " of the context ", o->source, ": ",
                e.reason);
  close(copy);
  p->copied = 1;
  say_left_out(&p->counts);
}

void perform_proc(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_proc_mount(t, o->path, 0);
}

void perform_proc_rw(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_proc_mount(t, o->path, 1);
}

void perform_dev(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_dev_mount(t, o->path);
}

void perform_terminal(nc_tree *t, plan *p, operation const *o)
{
  nc_dev_terminal(t, o->path, o->uid, &p->master, &p->slave);
}

void perform_dir(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  mode_t mask = umask(0);
  int fd = nc_path_mkdirs(t->root, o->path, o->mode);
  if (fd < 0)
    strerr_diefusys(111, "make the directory ", o->path);
  umask(mask);
  close(fd);
}

static int open_parent(nc_tree const *t, char const *path, char *name)
{
  int fd = nc_path_parent(t->root, path, 0755, name);
  if (fd < 0)
    strerr_diefusys(111, "make the directory of ", path);
  return fd;
}

void perform_symlink(nc_tree *t, plan *p, operation const *o)
{
  char name[NAME_MAX + 1];
  (void)p;
  int parent = open_parent(t, o->path, name);
  if (symlinkat(o->source, parent, name) < 0)
    strerr_diefusys(111, "make the symlink ", o->path);
  close(parent);
}

void perform_file(nc_tree *t, plan *p, operation const *o)
{
  char name[NAME_MAX + 1], buf[8192];
  ssize_t n;
  (void)p;
  int parent = open_parent(t, o->path, name);
  int fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, o->mode);
  if (fd < 0)
    strerr_diefusys(111, "create ", o->path);
  while ((n = fd_read(o->fd, buf, sizeof buf)) > 0)
    if (allwrite(fd, buf, (size_t)n) < (size_t)n)
      strerr_diefusys(111, "write ", o->path);
  if (n < 0)
    strerr_diefusys(111, "read the descriptor ", o->source);
  close(fd);
  close(parent);
  close(o->fd);
}

static int open_target(nc_tree const *t, char const *path)
{
  int fd = nc_path_open(t->root, path, O_PATH);
  if (fd < 0)
    strerr_diefusys(111, "open ", path, " in the container");
  return fd;
}

void perform_remount_ro(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  int fd = open_target(t, o->path);
  mnt_set(fd, MOUNT_ATTR_RDONLY, o->path);
  close(fd);
}

void perform_mask(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  int fd = open_target(t, o->path);
  nc_mask(t, fd, o->path);
  close(fd);
}

void perform_system(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  (void)o;
  nc_system_bind(t);
}

void perform_etc(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_system_etc(t, o->uid, o->gid);
}

void perform_rootfs(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_system_rootfs(t, o->fd, o->source);
}
