/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "ruleset.h"

/* what a rule on anything but a directory can grant; with more, EINVAL */
#define OF_FILES (EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | CHANGE)

/* The links that may still come: each is granted as a file, never its folder. */
static char const *const late_tools[] = {
    "nc-caps", "nc-exec", "nc-init", "nc-landlock", "nc-seccomp", "nc-trace",
};

/* What this kernel's ABI knows of it: a right that is not handled is not restricted. */
static void choose_handled(ruleset *set, policy const *p)
{
  set->attr.handled_access_fs = nc_rights_of_abi(nc_rights_path, set->abi) & p->handled_fs;
  set->attr.handled_access_net = nc_rights_of_abi(nc_rights_port, set->abi) & p->handled_net;
  set->attr.scoped = nc_rights_of_abi(scopes, set->abi) & p->scoped;
}

static size_t attr_size(int abi)
{
  return abi >= 6   ? sizeof(struct nc_landlock_ruleset_attr)
         : abi >= 4 ? offsetof(struct nc_landlock_ruleset_attr, scoped)
                    : offsetof(struct nc_landlock_ruleset_attr, handled_access_net);
}

/* fd was opened with O_PATH. */
static void grant(ruleset *set, int fd, struct stat const *st, char const *path, uint64_t rights)
{
  struct landlock_path_beneath_attr beneath = {.parent_fd = fd};
  if (!(rights & set->attr.handled_access_fs)) /* all that it grants is unrestricted */
    return;
  beneath.allowed_access =
      rights & set->attr.handled_access_fs & (S_ISDIR(st->st_mode) ? ~(uint64_t)0 : OF_FILES);
  if (!beneath.allowed_access)
    strerr_diefu(111, "grant anything on ", path, ": its rights are a folder's, and it is none");
  if (nc_landlock_add_rule(set->fd, LANDLOCK_RULE_PATH_BENEATH, &beneath) < 0)
    strerr_diefusys(111, "add a rule for ", path);
  set->rules++;
}

static void look_at(int fd, char const *path, struct stat *st)
{
  if (fstat(fd, st) < 0)
    strerr_diefusys(111, "stat ", path);
}

/* The root may be hostile: a symlink of it leads to somewhere in it, but not through a magic
   link (/tmp -> /proc/self/fd/N) to what a descriptor of the chain is open on. Rule i of all. */
static void grant_path(ruleset *set, rule const *r, size_t i, objects const *only)
{
  struct open_how const how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_MAGICLINKS};
  struct stat st;
  int fd = nc_openat2(AT_FDCWD, r->path, &how);
  if (fd < 0 && (!r->optional || errno != ENOENT))
    strerr_diefusys(111, "open ", r->path);
  if (fd >= 0)
    look_at(fd, r->path, &st);
  if (fd < 0 || (only->s && !objects_is(only, i, &st))) {
    set->skipped++;
  } else {
    grant(set, fd, &st, r->path, r->rights);
    objects_set(&set->objects, i, &st);
  }
  if (fd >= 0)
    close(fd);
}

static void grant_late_tools(ruleset *set)
{
  int folder = nc_chain_fd("NC_TOOLS");
  if (folder < 0)
    return;
  for (size_t i = 0; i < sizeof late_tools / sizeof *late_tools; i++) {
    struct stat st;
    int fd = openat(folder, late_tools[i], O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT)
      strerr_diefusys(111, "open ", late_tools[i]);
    if (fd < 0)
      continue;
    look_at(fd, late_tools[i], &st);
    grant(set, fd, &st, late_tools[i], EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE);
    close(fd);
  }
}

static void grant_port(ruleset *set, port_rule const *r)
{
  struct nc_landlock_net_port_attr const attr = {.allowed_access = r->rights, .port = r->port};
  if (nc_landlock_add_rule(set->fd, NC_LANDLOCK_RULE_NET_PORT, &attr) < 0)
    strerr_diefusys(111, "add a rule for a TCP port");
  set->rules++;
}

void ruleset_enforce(ruleset *set, rule const *first, policy const *p, objects const *only,
                     int logs)
{
  size_t nfirst = 0;
  choose_handled(set, p);
  if (!(set->attr.handled_access_fs | set->attr.handled_access_net | set->attr.scoped))
    return;
  set->fd = nc_landlock_create_ruleset(&set->attr, attr_size(set->abi), 0);
  if (set->fd < 0)
    strerr_diefusys(111, "create a Landlock ruleset");
  while (first && first[nfirst].path)
    nfirst++;
  objects_allocate(&set->objects, nfirst + p->n);
  if (only->s && only->n != set->objects.n)
    strerr_diefu(111, "use the objects of -o: they are not as many as there are rules for paths");
  for (size_t i = 0; i < nfirst; i++)
    grant_path(set, first + i, i, only);
  for (size_t i = 0; i < p->n; i++)
    grant_path(set, p->rules + i, nfirst + i, only);
  for (size_t i = 0; set->attr.handled_access_net && i < p->ports_n; i++)
    grant_port(set, p->ports + i);
  grant_late_tools(set);
  /* what this process itself is denied is always logged, but what follows is further programs */
  set->logged = logs && set->abi >= 7;
  if (nc_landlock_restrict_self(set->fd, set->logged ? LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON : 0) <
      0)
    strerr_diefusys(111, "restrict this process with Landlock");
  close(set->fd);
}
