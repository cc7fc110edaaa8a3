/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/mount.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "context.h"
#include "dev.h"
#include "mnt.h"
#include "operation.h"
#include "path.h"
#include "proc.h"
#include "scan.h"
#include "system.h"
#include "volume.h"

static void bind_with(nc_tree *t, operation const *o, uint64_t attributes)
{
  struct stat st;
  if (o->fd < 0)
    return;
  if (fstat(o->fd, &st) < 0)
    strerr_diefusys(111, "look at ", o->source);
  mnt_place(t, mnt_clone(o->fd, MNT_SAFE | attributes, o->source), o->path, S_ISDIR(st.st_mode));
}

static void do_bind(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  bind_with(t, o, 0);
}

static void do_ro_bind(nc_tree *t, plan *p, operation const *o)
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

static void do_tmpfs(nc_tree *t, plan *p, operation const *o)
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

static void do_context(nc_tree *t, plan *p, operation const *o)
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

static void do_proc(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_proc_mount(t, o->path, 0);
}

static void do_proc_rw(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_proc_mount(t, o->path, 1);
}

static void do_dev(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_dev_mount(t, o->path);
}

static void do_terminal(nc_tree *t, plan *p, operation const *o)
{
  nc_dev_terminal(t, o->path, o->uid, &p->master, &p->slave);
}

static void do_dir(nc_tree *t, plan *p, operation const *o)
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

static void do_symlink(nc_tree *t, plan *p, operation const *o)
{
  char name[NAME_MAX + 1];
  (void)p;
  int parent = open_parent(t, o->path, name);
  if (symlinkat(o->source, parent, name) < 0)
    strerr_diefusys(111, "make the symlink ", o->path);
  close(parent);
}

static void do_file(nc_tree *t, plan *p, operation const *o)
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

static void do_remount_ro(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  int fd = open_target(t, o->path);
  mnt_set(fd, MOUNT_ATTR_RDONLY, o->path);
  close(fd);
}

static void do_mask(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  int fd = open_target(t, o->path);
  nc_mask(t, fd, o->path);
  close(fd);
}

static void do_system(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  (void)o;
  nc_system_bind(t);
}

static void do_etc(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_system_etc(t, o->uid, o->gid);
}

static void do_rootfs(nc_tree *t, plan *p, operation const *o)
{
  (void)p;
  nc_system_rootfs(t, o->fd, o->source);
}

typedef void perform_func(nc_tree *, plan *, operation const *);

enum source_e { NO_SOURCE, TEXT, IDS, DESCRIPTOR, ANYTHING, ANYTHING_OR_NOTHING, DIRECTORY };

struct kind_s {
  char const *name;
  enum source_e source; /* what its first argument is */
  char const *path;     /* where it works; NULL: the next argument says */
  mode_t mode;          /* of what it creates, unless --perms stands before it */
  int guarded;          /* source and path come from a user: only what volume.h lets pass */
  perform_func *perform;
};

/* sorted: bsearch */
static struct kind_s const kinds[] = {
    {"--bind", ANYTHING, NULL, 0, 0, &do_bind},
    {"--bind-try", ANYTHING_OR_NOTHING, NULL, 0, 0, &do_bind},
    {"--context", DIRECTORY, "/context", 0755, 1, &do_context},
    {"--context-bind", DIRECTORY, "/context", 0, 1, &do_ro_bind},
    {"--dev", NO_SOURCE, NULL, 0, 0, &do_dev},
    {"--dir", NO_SOURCE, NULL, 0755, 0, &do_dir},
    {"--etc", IDS, "/etc", 0, 0, &do_etc},
    {"--file", DESCRIPTOR, NULL, 0644, 0, &do_file},
    {"--mask", NO_SOURCE, NULL, 0, 0, &do_mask},
    {"--proc", NO_SOURCE, NULL, 0, 0, &do_proc},
    {"--proc-rw", NO_SOURCE, NULL, 0, 0, &do_proc_rw},
    {"--remount-ro", NO_SOURCE, NULL, 0, 0, &do_remount_ro},
    {"--ro-bind", ANYTHING, NULL, 0, 0, &do_ro_bind},
    {"--ro-bind-try", ANYTHING_OR_NOTHING, NULL, 0, 0, &do_ro_bind},
    {"--ro-volume", ANYTHING, NULL, 0, 1, &do_ro_bind},
    {"--rootfs", DIRECTORY, "/", 0, 0, &do_rootfs},
    {"--symlink", TEXT, NULL, 0, 0, &do_symlink},
    {"--system", NO_SOURCE, "/", 0, 0, &do_system},
    {"--terminal", NO_SOURCE, NULL, 0, 0, &do_terminal},
    {"--tmpfs", NO_SOURCE, NULL, 0755, 0, &do_tmpfs},
    {"--tmpfs-volume", NO_SOURCE, NULL, 0755, 1, &do_tmpfs},
    {"--volume", ANYTHING, NULL, 0, 1, &do_bind},
};

static int by_name(void const *key, void const *elem)
{
  return strcmp(key, ((struct kind_s const *)elem)->name);
}

void operation_open(operation *o)
{
  switch (o->kind->source) {
  case ANYTHING:
  case ANYTHING_OR_NOTHING: o->fd = open(o->source, O_PATH | O_CLOEXEC); break;
  case DIRECTORY: o->fd = open(o->source, O_RDONLY | O_DIRECTORY | O_CLOEXEC); break;
  default: return;
  }
  if (o->fd < 0 && !(o->kind->source == ANYTHING_OR_NOTHING && errno == ENOENT))
    strerr_diefusys(111, "open ", o->source);
  if (o->kind->guarded)
    nc_volume_check_source(o->fd, o->source);
}

static void add_pattern(char const **patterns, size_t *n, char const *pattern)
{
  if (*n == PATTERNS_MAX)
    strerr_dief(100, "too many patterns");
  if (!*pattern || strchr(pattern, '/'))
    strerr_dief(100, "not the name of an entry: ", pattern);
  patterns[(*n)++] = pattern;
}

static void take_source(operation *o)
{
  if (o->kind->source == IDS && !nc_scan_ids(o->source, &o->uid, &o->gid))
    strerr_dief(100, "not uid:gid: ", o->source);
  if (o->kind->source == DESCRIPTOR && !nc_scan_fd(o->source, &o->fd))
    strerr_dief(100, "not a descriptor: ", o->source);
}

static int take_operation(plan *p, struct kind_s const *kind, int argc, char const *const *argv)
{
  int n = 1;
  if (p->n == OPERATIONS_MAX)
    strerr_dief(100, "too many operations");
  if (argc < 1 + (kind->source != NO_SOURCE) + !kind->path)
    strerr_dief(100, "too few arguments for ", kind->name);
  if (kind->perform == &do_terminal && p->terminal++)
    strerr_dief(100, "more than one --terminal");
  operation *o = p->operations + p->n++;
  *o = (operation){
      .kind = kind, .path = kind->path, .fd = -1, .size = p->size, .uid = p->uid, .gid = p->gid};
  o->mode = p->has_mode ? p->mode : kind->mode;
  p->size = 0;
  p->has_mode = 0;
  p->uid = 0;
  p->gid = 0;
  if (kind->source != NO_SOURCE) {
    o->source = argv[n++];
    take_source(o);
  }
  if (!kind->path) {
    o->path = argv[n++];
    if (kind->guarded)
      nc_volume_check_target(o->path);
  }
  return n;
}

static void take_modifier(plan *p, char const *modifier, char const *value)
{
  unsigned int mode;
  if (!strcmp(modifier, "--size")) {
    if (!nc_scan_size(value, &p->size) || !p->size)
      strerr_dief(100, "not a size: ", value);
  } else if (!strcmp(modifier, "--perms")) {
    if (!uint0_oscan(value, &mode) || mode > 07777)
      strerr_dief(100, "not a mode: ", value);
    p->mode = (mode_t)mode;
    p->has_mode = 1;
  } else if (!strcmp(modifier, "--owner")) {
    if (!nc_scan_ids(value, &p->uid, &p->gid))
      strerr_dief(100, "not uid:gid: ", value);
  } else if (!strcmp(modifier, "--context-include")) {
    add_pattern(p->include, &p->includes, value);
  } else if (!strcmp(modifier, "--context-exclude")) {
    add_pattern(p->exclude, &p->excludes, value);
  } else {
    strerr_dief(100, "unknown operation ", modifier);
  }
}

int operation_take(plan *p, int argc, char const *const *argv)
{
  struct kind_s const *kind =
      bsearch(*argv, kinds, sizeof kinds / sizeof *kinds, sizeof *kinds, &by_name);
  if (kind)
    return take_operation(p, kind, argc, argv);
  if (!strcmp(*argv, "--chroot-fallback"))
    return (p->chroot_fallback = 1);
  if (argc < 2)
    strerr_dief(100, "unknown operation, or too few arguments: ", *argv);
  take_modifier(p, argv[0], argv[1]);
  return 2;
}

void operation_perform(nc_tree *t, plan *p, operation const *o)
{
  o->kind->perform(t, p, o);
}
