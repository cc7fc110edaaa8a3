/* SPDX-License-Identifier: ISC */

/*
 * Restricts paths, TCP and the reach of signals and abstract sockets with Landlock: what no
 * rule grants is denied, for this process and all that come of it, for good. Sets
 * no_new_privs. Does not touch what is already open, nor stat, chmod or chdir.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain.h"
#include "kernel.h"
#include "report.h"

#define USAGE                                                                                      \
  "nc-landlock [ -t ] [ -d ] [ -r path ]... [ -x path ]... [ -w path ]... [ -W path ]... [ -n ] "  \
  "[ -a abi ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#define EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define LIST    LANDLOCK_ACCESS_FS_READ_DIR
#define READ    (LANDLOCK_ACCESS_FS_READ_FILE | LIST)
/* what is there already, but nothing new: for files that only look like files */
#define CHANGE                                                                                     \
  (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE | LANDLOCK_ACCESS_FS_IOCTL_DEV)
#define CREATE                                                                                     \
  (LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |      \
   LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |   \
   LANDLOCK_ACCESS_FS_MAKE_SYM)
#define REMOVE (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define WRITE  (READ | CHANGE | CREATE | REMOVE | LANDLOCK_ACCESS_FS_REFER)

/* what a rule on anything but a directory can grant; with more, EINVAL */
#define OF_FILES (EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | CHANGE)

typedef struct rule_s rule;
struct rule_s {
  char const *path;
  uint64_t rights;
};

/* What a container of the agent mode has. Missing ones are skipped: rootfs differ. */
static rule const defaults[] = {
    {"/", LIST},
    {"/bin", READ | EXECUTE},
    {"/sbin", READ | EXECUTE},
    {"/usr", READ | EXECUTE},
    {"/lib", READ | EXECUTE},
    {"/lib32", READ | EXECUTE},
    {"/lib64", READ | EXECUTE},
    {"/libx32", READ | EXECUTE},
    {"/nix", READ | EXECUTE},
    {"/etc", READ},
    {"/proc", READ | CHANGE},
    {"/dev", READ | CHANGE},
    {"/dev/shm", WRITE | EXECUTE},
    {"/tmp", WRITE | EXECUTE},
    {"/run", WRITE | EXECUTE},
    {"/var/tmp", WRITE | EXECUTE},
    {"/root", WRITE | EXECUTE},
    {"/home", WRITE | EXECUTE},
    {"/context", WRITE | EXECUTE},
};

/* The links that may still come: each is granted as a file, never its folder. */
static char const *const late_tools[] = {
    "nc-caps", "nc-exec", "nc-init", "nc-landlock", "nc-seccomp", "nc-trace",
};

static struct scope_s {
  char const *name;
  uint64_t flag;
} const scopes[] = {
    {"abstract-unix-socket", LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET},
    {"signal", LANDLOCK_SCOPE_SIGNAL},
};

typedef struct options_s options;
struct options_s {
  rule *rules;
  size_t n;
  int tries;
  int with_defaults;
  int no_tcp;
  unsigned int min_abi;
};

typedef struct ruleset_s ruleset;
struct ruleset_s {
  int fd;
  int abi;
  struct nc_landlock_ruleset_attr attr;
  unsigned int rules;
  unsigned int skipped;
};

/* All that this kernel's ABI and we know: a right that is not handled is not restricted. */
static void choose_handled(ruleset *set, int no_tcp)
{
  set->attr.handled_access_fs = EXECUTE | WRITE;
  if (set->abi < 5)
    set->attr.handled_access_fs &= ~(uint64_t)LANDLOCK_ACCESS_FS_IOCTL_DEV;
  if (set->abi < 3)
    set->attr.handled_access_fs &= ~(uint64_t)LANDLOCK_ACCESS_FS_TRUNCATE;
  if (set->abi < 2)
    set->attr.handled_access_fs &= ~(uint64_t)LANDLOCK_ACCESS_FS_REFER;
  if (set->abi >= 4 && no_tcp)
    set->attr.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
  if (set->abi >= 6)
    set->attr.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;
}

static size_t attr_size(int abi)
{
  return abi >= 6   ? sizeof(struct nc_landlock_ruleset_attr)
         : abi >= 4 ? offsetof(struct nc_landlock_ruleset_attr, scoped)
                    : offsetof(struct nc_landlock_ruleset_attr, handled_access_net);
}

/* fd was opened with O_PATH, and is closed. */
static void grant(ruleset *set, int fd, char const *path, uint64_t rights)
{
  struct landlock_path_beneath_attr beneath = {.parent_fd = fd};
  struct stat st;

  if (fstat(fd, &st) < 0)
    strerr_diefusys(111, "stat ", path);
  beneath.allowed_access =
      rights & set->attr.handled_access_fs & (S_ISDIR(st.st_mode) ? ~(uint64_t)0 : OF_FILES);
  if (nc_landlock_add_rule(set->fd, LANDLOCK_RULE_PATH_BENEATH, &beneath) < 0)
    strerr_diefusys(111, "add a rule for ", path);
  close(fd);
  set->rules++;
}

/* The root may be hostile: a symlink of it leads to somewhere in it, but not through a magic
   link (/tmp -> /proc/self/fd/N) to what a descriptor of the chain is open on. */
static void grant_path(ruleset *set, rule const *r, int skips_missing)
{
  struct open_how const how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_MAGICLINKS};
  int fd = nc_openat2(AT_FDCWD, r->path, &how);
  if (fd >= 0)
    grant(set, fd, r->path, r->rights);
  else if (skips_missing && errno == ENOENT)
    set->skipped++;
  else
    strerr_diefusys(111, "open ", r->path);
}

static void grant_late_tools(ruleset *set)
{
  int folder = nc_chain_fd("NC_TOOLS");
  if (folder < 0)
    return;
  for (size_t i = 0; i < sizeof late_tools / sizeof *late_tools; i++) {
    int fd = openat(folder, late_tools[i], O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0)
      grant(set, fd, late_tools[i], EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE);
    else if (errno != ENOENT)
      strerr_diefusys(111, "open ", late_tools[i]);
  }
}

static void restrict_self(ruleset *set, options const *o)
{
  set->fd = nc_landlock_create_ruleset(&set->attr, attr_size(set->abi), 0);
  if (set->fd < 0)
    strerr_diefusys(111, "create a Landlock ruleset");
  for (size_t i = 0; o->with_defaults && i < sizeof defaults / sizeof *defaults; i++)
    grant_path(set, defaults + i, 1);
  for (size_t i = 0; i < o->n; i++)
    grant_path(set, o->rules + i, 0);
  grant_late_tools(set);
  if (nc_landlock_restrict_self(set->fd, 0) < 0)
    strerr_diefusys(111, "restrict this process with Landlock");
  close(set->fd);
}

/* The kernel lacks something that was asked for. Returns only with -t. */
static void lack(options const *o, char const *what, char const *why)
{
  if (!o->tries)
    strerr_diefu(111, "use ", what, ": ", why);
  strerr_warnwu("use ", what, ": ", why);
}

static void report_applied(ruleset const *set, int degraded)
{
  static nc_report r;
  nc_report_begin(&r, "applied");
  nc_json_int(&r.json, "abi", set->abi);
  nc_json_int(&r.json, "rules", set->rules);
  nc_json_int(&r.json, "skipped", set->skipped);
  nc_json_string(&r.json, "tcp", set->attr.handled_access_net ? "denied" : "unrestricted");
  if (nc_json_open(&r.json, "scoped", '[')) {
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
      if (set->attr.scoped & scopes[i].flag)
        nc_json_string(&r.json, NULL, scopes[i].name);
    nc_json_close(&r.json, '[');
  }
  if (degraded)
    nc_json_bool(&r.json, "degraded", 1);
  nc_report_send(&r);
}

int main(int argc, char const *const *argv)
{
  options o = {.min_abi = 1};
  ruleset set = {.fd = -1};
  int degraded = 0;
  PROG = "nc-landlock";
  o.rules = malloc((size_t)argc * sizeof *o.rules);
  if (!o.rules)
    strerr_diefusys(111, "allocate memory");

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "tdna:r:x:w:W:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 't': o.tries = 1; break;
      case 'd': o.with_defaults = 1; break;
      case 'n': o.no_tcp = 1; break;
      case 'a':
        if (!uint0_scan(l.arg, &o.min_abi) || !o.min_abi)
          dieusage();
        break;
      case 'r': o.rules[o.n++] = (rule){l.arg, READ}; break;
      case 'x': o.rules[o.n++] = (rule){l.arg, READ | EXECUTE}; break;
      case 'w': o.rules[o.n++] = (rule){l.arg, WRITE}; break;
      case 'W': o.rules[o.n++] = (rule){l.arg, WRITE | EXECUTE}; break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();
  if (!o.n)
    o.with_defaults = 1;

  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  set.abi = nc_landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (set.abi < 0) {
    lack(&o, "Landlock", strerror(errno));
    set.abi = 0;
    degraded = 1;
  } else {
    if ((unsigned int)set.abi < o.min_abi) {
      char want[UINT_FMT + 16] = "Landlock ABI ", have[INT_FMT + 32] = "this kernel has ABI ";
      want[strlen(want) + uint_fmt(want + strlen(want), o.min_abi)] = 0;
      have[strlen(have) + int_fmt(have + strlen(have), set.abi)] = 0;
      lack(&o, want, have);
      degraded = 1;
    }
    if (o.no_tcp && set.abi < 4) {
      lack(&o, "Landlock's rules for TCP", "they came with Linux 6.7");
      degraded = 1;
    }
    choose_handled(&set, o.no_tcp);
    restrict_self(&set, &o);
  }
  report_applied(&set, degraded);
  nc_chain_exec(argv);
}
