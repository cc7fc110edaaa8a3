/* SPDX-License-Identifier: ISC */

/*
 * Sets no_new_privs, switches supplementary groups, gid and uid, and drops capabilities from
 * all five sets except those to be kept, by name (-k) or by a policy (-f). With -U it first enters
 * a user namespace of its own. Leaves files, mounts and resource limits alone.
 */

#include <ctype.h>
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "capability.h"
#include "caps-policy.h"
#include "chain-fd.h"
#include "chain.h"
#include "network.h"
#include "policy.h"
#include "report.h"
#include "scan.h"
#include "sets.h"
#include "userns.h"

#define USAGE                                                                                      \
  "nc-caps [ -k cap,cap... | -f fd [ -x sha256 ] [ -P ] ] [ -u uid -g gid ] [ -G gid,gid... ] "    \
  "[ -U uid:gid ] [ -i uid:gid ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#define GROUPS_MAX 1024

typedef struct options_s options;
struct options_s {
  uint64_t keep;     /* -k */
  char const *pin;   /* -x, or NULL */
  int production;    /* -P */
  nc_policy policy;  /* of -f; s is NULL without */
  nc_caps_sets sets; /* from -k or -f */
  uid_t uid;
  gid_t gid;
  int lists_groups; /* -G */
  gid_t groups[GROUPS_MAX];
  size_t ngroups;
  int enters; /* -U, with uid and gid */
  int other;  /* -i: not who -u or -U says, but this one */
  uid_t other_uid;
  gid_t other_gid;
};

static int scan_groups(options *o, char const *s)
{
  o->ngroups = 0;
  for (;;) {
    size_t len = gid_scan(s, &o->groups[o->ngroups]);
    if (!len || !isdigit((unsigned char)*s) || ++o->ngroups >= GROUPS_MAX)
      return 0;
    if (!s[len])
      return 1;
    if (s[len] != ',')
      return 0;
    s += len + 1;
  }
}

static int may_setgid(void)
{
  cap_flag_value_t value;
  cap_t caps = cap_get_proc();
  if (!caps || cap_get_flag(caps, CAP_SETGID, CAP_EFFECTIVE, &value) < 0)
    strerr_diefusys(111, "read the capabilities");
  cap_free(caps);
  return value == CAP_SET;
}

/* Returns 1 if no group is left, or only those of -G; 0 if the caller never had the right to
   drop them. With CAP_SETGID, setgroups(2) fails where the user namespace denies it for good,
   and that is known from /proc alone: any other failure is an unknown hand in the way. */
static int switch_groups(options const *o)
{
  if (setgroups(o->ngroups, o->groups) == 0)
    return 1;
  if (o->lists_groups)
    strerr_diefusys(111, "set the supplementary groups");
  if (errno != EPERM)
    strerr_diefusys(111, "drop the supplementary groups");
  if (getgroups(0, NULL) == 0)
    return 1;
  if (may_setgid() && !userns_denies_setgroups())
    strerr_diefu(111, "drop the supplementary groups, or to find in /proc why not");
  return 0;
}

/* The IDs become one and the same: real, effective and saved. To set those that we have
   already is allowed, except where they have no number in this user namespace. */
static void switch_ids(uid_t uid, gid_t gid)
{
  char fmt[UINT_FMT];
  if (setresgid(gid, gid, gid) < 0) {
    fmt[gid_fmt(fmt, gid)] = 0;
    if (errno == EINVAL)
      strerr_diefu(111, "become group ", fmt, ": it is not mapped in this user namespace");
    strerr_diefusys(111, "become group ", fmt);
  }
  if (setresuid(uid, uid, uid) < 0) {
    fmt[uid_fmt(fmt, uid)] = 0;
    if (errno == EINVAL)
      strerr_diefu(111, "become user ", fmt, ": it is not mapped in this user namespace");
    strerr_diefusys(111, "become user ", fmt);
  }
}

static void read_policy(options *o, int fd)
{
  char error[256];
  char const *forbidden;
  nc_policy_read(&o->policy, fd, o->pin);
  if (!nc_caps_policy_parse(&o->sets, &o->policy, error, sizeof error))
    strerr_diefu(111, "use the policy: ", error);
  /* every other set is within the bounding one */
  if (o->production && (forbidden = nc_caps_policy_forbidden(o->sets.bounding)))
    strerr_diefu(111, "use the policy in production: it keeps ", forbidden);
  if ((o->sets.bounding >> CAP_SYS_ADMIN & 1) && !o->enters && !userns_is_initial())
    strerr_diefu(111, "use the policy: it keeps SYS_ADMIN in a user namespace, where it could "
                      "change what is mounted");
}

static void report_applied(options const *o, int groups_known, int joined)
{
  static nc_report r;
  nc_report_begin(&r, "applied");
  if (o->policy.s)
    nc_json_string(&r.json, "policy_sha256", o->policy.sha256);
  nc_json_int(&r.json, "uid", getuid());
  nc_json_int(&r.json, "gid", getgid());
  if (!groups_known) {
    nc_json_string(&r.json, "groups", "kept");
  } else if (nc_json_open(&r.json, "groups", '[')) {
    for (size_t i = 0; i < o->ngroups; i++)
      nc_json_int(&r.json, NULL, o->groups[i]);
    nc_json_close(&r.json, '[');
  }
  if (o->policy.s) {
    sets_report(&r.json, "bounding", o->sets.bounding);
    sets_report(&r.json, "effective", o->sets.effective);
    sets_report(&r.json, "inheritable", o->sets.inheritable);
    sets_report(&r.json, "ambient", o->sets.ambient);
  } else {
    sets_report(&r.json, "keep", o->keep);
  }
  nc_json_bool(&r.json, "user_namespace", o->enters);
  if (joined)
    nc_json_string(&r.json, "namespace", "net");
  nc_json_bool(&r.json, "no_new_privs", 1);
  if (o->policy.s)
    nc_policy_report(&r, o->policy.s, o->policy.n);
  else
    nc_report_send(&r);
}

int main(int argc, char const *const *argv)
{
  static options o;
  int has_uid = 0, has_gid = 0, fd = -1, death_signal, groups_known;
  PROG = "nc-caps";

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "k:f:x:Pu:g:G:U:i:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'k': o.keep |= nc_capability_list(l.arg); break;
      case 'f':
        if (!nc_scan_fd(l.arg, &fd))
          dieusage();
        break;
      case 'x': o.pin = nc_policy_pin(l.arg); break;
      case 'P': o.production = 1; break;
      case 'u':
        if (!uid0_scan(l.arg, &o.uid) || o.uid == (uid_t)-1) /* "as it is", to the kernel */
          dieusage();
        has_uid = 1;
        break;
      case 'g':
        if (!gid0_scan(l.arg, &o.gid) || o.gid == (gid_t)-1)
          dieusage();
        has_gid = 1;
        break;
      case 'G':
        if (!scan_groups(&o, l.arg))
          dieusage();
        o.lists_groups = 1;
        break;
      case 'U':
        if (!nc_scan_ids(l.arg, &o.uid, &o.gid))
          dieusage();
        o.enters = 1;
        break;
      case 'i':
        if (!nc_scan_ids(l.arg, &o.other_uid, &o.other_gid))
          dieusage();
        o.other = 1;
        break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();
  if (has_uid != has_gid)
    strerr_dief(100, "-u and -g go together");
  if (o.enters && (has_uid || o.lists_groups))
    strerr_dief(100, "-U goes with none of -u, -g and -G: it maps one user and one group");
  if (fd >= 0 && o.keep)
    strerr_dief(100, "-f and -k do not go together: the policy says what is kept");
  if (o.pin && fd < 0)
    strerr_dief(100, "-x needs -f");
  if (o.production && !o.pin)
    strerr_dief(100, "-P needs -f and -x: what is in production is pinned");

  if (o.other) {
    o.uid = o.other_uid;
    o.gid = o.other_gid;
    has_uid = has_gid = !o.enters;
  }
  uid_t uid = has_uid || o.enters ? o.uid : geteuid();
  if (fd >= 0)
    read_policy(&o, fd);
  else if (uid == 0)
    o.sets = (nc_caps_sets){.bounding = o.keep, .effective = o.keep};
  else
    o.sets = (nc_caps_sets){o.keep, o.keep, o.keep, o.keep};
  if (o.other && uid != 0) /* no others would survive the exec */
    o.sets.effective = o.sets.ambient;
  int noroot = sets_noroot(&o.sets, uid);

  int joined = network_join();
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  if (prctl(PR_GET_PDEATHSIG, &death_signal) < 0)
    strerr_diefusys(111, "read the parent death signal");
  if (nc_chain_fd("NC_REPORT") >= 0)
    death_signal = SIGKILL;

  if (o.enters)
    userns_enter(o.uid, o.gid);
  sets_bound(&o.sets);
  sets_securebits(&o.sets, noroot);
  groups_known = switch_groups(&o);
  switch_ids(uid, has_gid ? o.gid : getegid());
  sets_apply(&o.sets);

  /* Every change of IDs clears it. If the monitor died in between, no signal will ever come:
     the report then fails with EPIPE, which is fatal. */
  if (prctl(PR_SET_PDEATHSIG, death_signal) < 0)
    strerr_diefusys(111, "set the parent death signal");
  report_applied(&o, groups_known, joined);
  nc_chain_exec(argv);
}
