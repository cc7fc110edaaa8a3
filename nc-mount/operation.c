/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "operation.h"
#include "perform.h"
#include "scan.h"
#include "volume.h"

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
    {"--bind", ANYTHING, NULL, 0, 0, &perform_bind},
    {"--bind-try", ANYTHING_OR_NOTHING, NULL, 0, 0, &perform_bind},
    {"--context", DIRECTORY, "/context", 0755, 1, &perform_context},
    {"--context-bind", DIRECTORY, "/context", 0, 1, &perform_ro_bind},
    {"--dev", NO_SOURCE, NULL, 0, 0, &perform_dev},
    {"--dir", NO_SOURCE, NULL, 0755, 0, &perform_dir},
    {"--etc", IDS, "/etc", 0, 0, &perform_etc},
    {"--file", DESCRIPTOR, NULL, 0644, 0, &perform_file},
    {"--mask", NO_SOURCE, NULL, 0, 0, &perform_mask},
    {"--proc", NO_SOURCE, NULL, 0, 0, &perform_proc},
    {"--proc-rw", NO_SOURCE, NULL, 0, 0, &perform_proc_rw},
    {"--remount-ro", NO_SOURCE, NULL, 0, 0, &perform_remount_ro},
    {"--ro-bind", ANYTHING, NULL, 0, 0, &perform_ro_bind},
    {"--ro-bind-try", ANYTHING_OR_NOTHING, NULL, 0, 0, &perform_ro_bind},
    {"--ro-volume", ANYTHING, NULL, 0, 1, &perform_ro_bind},
    {"--rootfs", DIRECTORY, "/", 0, 0, &perform_rootfs},
    {"--symlink", TEXT, NULL, 0, 0, &perform_symlink},
    {"--system", NO_SOURCE, "/", 0, 0, &perform_system},
    {"--terminal", NO_SOURCE, NULL, 0, 0, &perform_terminal},
    {"--tmpfs", NO_SOURCE, NULL, 0755, 0, &perform_tmpfs},
    {"--tmpfs-volume", NO_SOURCE, NULL, 0755, 1, &perform_tmpfs},
    {"--volume", ANYTHING, NULL, 0, 1, &perform_bind},
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
  if (kind->perform == &perform_terminal && p->terminal++)
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
