/* SPDX-License-Identifier: ISC */

/*
 * Restricts paths, TCP and the reach of signals and abstract sockets with Landlock: what no
 * rule grants is denied, for this process and all that come of it, for good. Sets
 * no_new_privs. Does not touch what is already open, nor stat, chmod or chdir.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain.h"
#include "defaults.h"
#include "kernel.h"
#include "objects.h"
#include "policy.h"
#include "report.h"
#include "rules.h"
#include "ruleset.h"
#include "scan.h"

#define USAGE                                                                                      \
  "nc-landlock [ -lt ] [ -f fd [ -s sha256 [ -P ] ] ] [ -d ] [ -r path ]... [ -x path ]... "       \
  "[ -w path ]... [ -W path ]... [ -n ] [ -a abi ] [ -o objects ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

typedef struct options_s options;
struct options_s {
  policy policy; /* of descriptor fd, or of the other options */
  int tries;
  int logs; /* the kernel is to log what is denied */
  int with_defaults;
  int fd; /* or -1 */
  char const *pin;
  int production;
  nc_policy file; /* of fd */
  objects only;   /* -o: what the rules for paths must be for, or they are left out */
};

/* The kernel lacks something that was asked for. Returns only with -t. */
static void lack(options const *o, char const *what, char const *why)
{
  if (!o->tries)
    strerr_diefu(111, "use ", what, ": ", why);
  strerr_warnwu("use ", what, ": ", why);
}

static void names(nc_json *json, char const *key, nc_right const *rights, uint64_t bits)
{
  if (!nc_json_open(json, key, '['))
    return;
  for (; rights->name; rights++)
    if (bits & rights->bits)
      nc_json_string(json, NULL, rights->name);
  nc_json_close(json, '[');
}

/* A policy's min_abi let the kernel pass, but it knows less than the policy says. */
static void warn_unrestricted(nc_right const *rights, uint64_t bits)
{
  for (; rights->name; rights++)
    if (bits & rights->bits)
      strerr_warnwu("restrict ", rights->name, ": this kernel's Landlock does not know it");
}

static void report_applied(ruleset const *set, options const *o, int degraded)
{
  /* by what of it is free */
  static char const *const tcp[] = {[0] = "denied",
                                    [LANDLOCK_ACCESS_NET_BIND_TCP] = "connect denied",
                                    [LANDLOCK_ACCESS_NET_CONNECT_TCP] = "bind denied",
                                    [TCP] = "unrestricted"};
  static nc_report r;
  uint64_t free_rights = nc_rights_of_abi(nc_rights_path, ABI_KNOWN) & ~set->attr.handled_access_fs;
  uint64_t free_tcp = TCP & ~set->attr.handled_access_net;
  uint64_t free_scopes = o->policy.scoped & ~set->attr.scoped;
  nc_report_begin(&r, "applied");
  if (o->fd >= 0)
    nc_json_string(&r.json, "policy_sha256", o->file.sha256);
  nc_json_int(&r.json, "abi", set->abi);
  nc_json_int(&r.json, "rules", set->rules);
  nc_json_int(&r.json, "skipped", set->skipped);
  nc_json_string(&r.json, "tcp", tcp[free_tcp]);
  names(&r.json, "scoped", scopes, set->attr.scoped);
  if (o->logs)
    nc_json_bool(&r.json, "log", set->logged);
  if (o->fd >= 0) {
    if (nc_json_open(&r.json, "net", '[')) {
      for (size_t i = 0; i < o->policy.ports_n; i++)
        if (nc_json_open(&r.json, NULL, '{')) {
          nc_json_int(&r.json, "port", o->policy.ports[i].port);
          names(&r.json, "access", nc_rights_port, o->policy.ports[i].rights);
          nc_json_close(&r.json, '{');
        }
      nc_json_close(&r.json, '[');
    }
    warn_unrestricted(nc_rights_path, free_rights & o->policy.handled_fs);
    warn_unrestricted(scopes, free_scopes);
    names(&r.json, "unrestricted", nc_rights_path, free_rights);
    names(&r.json, "unscoped", scopes, free_scopes);
  }
  objects_report(&set->objects, &r.json, "objects");
  if (degraded)
    nc_json_bool(&r.json, "degraded", 1);
  if (o->fd >= 0)
    nc_policy_report(&r, o->file.s, o->file.n);
  else
    nc_report_send(&r);
}

static void read_policy(options *o)
{
  char error[POLICY_ERROR_MAX];
  nc_policy_read(&o->file, o->fd, o->pin);
  if (!policy_parse(&o->policy, &o->file, error) ||
      (o->production && !policy_is_strict(&o->policy, error)))
    strerr_diefu(111, "use the policy: ", error);
}

static void add_rule(policy *p, char const *path, uint64_t rights)
{
  p->rules[p->n++] = (rule){.path = path, .rights = rights};
}

int main(int argc, char const *const *argv)
{
  options o = {.fd = -1,
               .policy.handled_fs = nc_rights_of_abi(nc_rights_path, ABI_KNOWN),
               .policy.scoped = nc_rights_of_abi(scopes, ABI_KNOWN)};
  ruleset set = {.fd = -1};
  int degraded = 0;
  PROG = "nc-landlock";
  o.policy.rules = malloc((size_t)argc * sizeof *o.policy.rules);
  if (!o.policy.rules)
    strerr_diefusys(111, "allocate memory");

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "ltdnPa:f:o:s:r:x:w:W:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'l': o.logs = 1; break;
      case 't': o.tries = 1; break;
      case 'd': o.with_defaults = 1; break;
      case 'n': o.policy.handled_net = TCP; break;
      case 'P': o.production = 1; break;
      case 'a':
        if (!uint0_scan(l.arg, &o.policy.min_abi) || !o.policy.min_abi)
          dieusage();
        break;
      case 'f':
        if (!nc_scan_fd(l.arg, &o.fd))
          dieusage();
        break;
      case 's': o.pin = nc_policy_pin(l.arg); break;
      case 'o':
        if (!objects_scan(&o.only, l.arg))
          strerr_dief(100, "not a list of device:inode: ", l.arg);
        break;
      case 'r': add_rule(&o.policy, l.arg, READ); break;
      case 'x': add_rule(&o.policy, l.arg, READ | EXECUTE); break;
      case 'w': add_rule(&o.policy, l.arg, WRITE); break;
      case 'W': add_rule(&o.policy, l.arg, WRITE | EXECUTE); break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();
  if (o.fd < 0 ? o.pin || o.production
               : o.policy.n || o.with_defaults || o.policy.handled_net || o.policy.min_abi ||
                     (o.production && !o.pin))
    dieusage();
  if (o.fd >= 0) {
    free(o.policy.rules);
    read_policy(&o);
  } else if (!o.policy.n)
    o.with_defaults = 1;

  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  set.abi = nc_landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (set.abi < 0) {
    lack(&o, "Landlock", strerror(errno));
    set.abi = 0;
    degraded = 1;
  } else {
    if ((unsigned int)set.abi < o.policy.min_abi) {
      char want[UINT_FMT + 16] = "Landlock ABI ", have[INT_FMT + 32] = "this kernel has ABI ";
      want[strlen(want) + uint_fmt(want + strlen(want), o.policy.min_abi)] = 0;
      have[strlen(have) + int_fmt(have + strlen(have), set.abi)] = 0;
      lack(&o, want, have);
      degraded = 1;
    }
    if (o.policy.handled_net && set.abi < 4) {
      lack(&o, "Landlock's rules for TCP", "they came with Linux 6.7");
      degraded = 1;
    }
    ruleset_enforce(&set, o.with_defaults ? default_rules : NULL, &o.policy, &o.only, o.logs);
  }
  report_applied(&set, &o, degraded);
  nc_chain_exec(argv);
}
