/* SPDX-License-Identifier: ISC */

/*
 * Sets no_new_privs, switches supplementary groups, gid and uid, and drops capabilities from
 * all five sets except those to be kept. With -U it first enters a user namespace of its own.
 * Leaves files, mounts and resource limits alone.
 */

#include <ctype.h>
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <linux/securebits.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain.h"
#include "network.h"
#include "report.h"
#include "scan.h"
#include "userns.h"

#define USAGE      "nc-caps [ -k cap,cap... ] [ -u uid -g gid ] [ -G gid,gid... ] [ -U uid:gid ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#define CAPS_MAX   64 /* the kernel's sets are 64 bits wide */
#define GROUPS_MAX 1024

/* uid 0 gains nothing by being uid 0, an exec of a set-user-ID file included */
#define BITS_NOTHING_KEPT                                                                          \
  (SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED | \
   SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED)

typedef struct options_s options;
struct options_s {
  cap_value_t keep[CAPS_MAX];
  int kept;
  int switches; /* -u and -g */
  uid_t uid;
  gid_t gid;
  int lists_groups; /* -G */
  gid_t groups[GROUPS_MAX];
  size_t ngroups;
  int enters; /* -U, with uid and gid */
};

static int is_kept(options const *o, cap_value_t cap)
{
  for (int i = 0; i < o->kept; i++)
    if (o->keep[i] == cap)
      return 1;
  return 0;
}

/* A name as in capabilities(7), in either case, with or without "CAP_". */
static void keep(options *o, char const *name, size_t len)
{
  char full[64] = "cap_", shown[64];
  cap_value_t cap;
  size_t prefix = len >= 4 && !strncasecmp(name, "cap_", 4) ? 4 : 0;

  if (len >= sizeof shown)
    len = sizeof shown - 1;
  memcpy(shown, name, len);
  shown[len] = 0;
  for (size_t i = prefix; i < len && i - prefix + 5 < sizeof full; i++)
    full[4 + i - prefix] = (char)tolower((unsigned char)name[i]);
  if (cap_from_name(full, &cap) < 0 || cap >= CAPS_MAX)
    strerr_dief(100, "unknown capability: ", shown);
  if (!is_kept(o, cap))
    o->keep[o->kept++] = cap;
}

static void keep_list(options *o, char const *s)
{
  for (;;) {
    size_t len = strcspn(s, ",");
    keep(o, s, len);
    if (!s[len])
      return;
    s += len + 1;
  }
}

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

/* Asks the kernel and not libcap which capabilities there are: it may know more. */
static void drop_bounding(options const *o)
{
  for (cap_value_t cap = 0; cap < CAPS_MAX; cap++) {
    int bound = cap_get_bound(cap);
    if (bound < 0 && errno == EINVAL)
      return;
    if (bound < 0)
      strerr_diefusys(111, "read the bounding set");
    if (bound && !is_kept(o, cap) && cap_drop_bound(cap) < 0) {
      char *name = cap_to_name(cap);
      strerr_diefusys(111, "drop ", name ? name : "a capability", " from the bounding set");
    }
  }
}

/* Before the IDs change: it takes CAP_SETPCAP. */
static void set_securebits(options const *o)
{
  if (!o->kept) {
    if (cap_get_secbits() != BITS_NOTHING_KEPT && cap_set_secbits(BITS_NOTHING_KEPT) < 0)
      strerr_diefusys(111, "set the securebits");
  } else if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) {
    strerr_diefusys(111, "keep capabilities over the change of user");
  }
}

/* uid 0 gets what is permitted again at every exec, cut to the bounding set. Anyone else
   keeps over an exec only what is ambient, and so inheritable. */
static void drop_sets(options const *o)
{
  cap_t caps = cap_init();
  int inherits = getuid() != 0;

  if (!caps)
    strerr_diefusys(111, "allocate memory");
  for (int i = 0; i < o->kept; i++)
    if (cap_set_flag(caps, CAP_PERMITTED, 1, o->keep + i, CAP_SET) < 0 ||
        cap_set_flag(caps, CAP_EFFECTIVE, 1, o->keep + i, CAP_SET) < 0 ||
        (inherits && cap_set_flag(caps, CAP_INHERITABLE, 1, o->keep + i, CAP_SET) < 0))
      strerr_diefusys(111, "choose the capabilities");
  if (cap_set_proc(caps) < 0)
    strerr_diefusys(111, "set the capabilities");
  cap_free(caps);
  /* not cap_reset_ambient: that takes a set it cannot read for an empty one */
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
    strerr_diefusys(111, "drop the ambient capabilities");
  for (int i = 0; inherits && i < o->kept; i++)
    if (cap_set_ambient(o->keep[i], CAP_SET) < 0)
      strerr_diefusys(111, "set the ambient capabilities");
}

static void report_applied(options const *o, int groups_known, int joined)
{
  static nc_report r;
  nc_report_begin(&r, "applied");
  nc_json_int(&r.json, "uid", getuid());
  nc_json_int(&r.json, "gid", getgid());
  if (!groups_known) {
    nc_json_string(&r.json, "groups", "kept");
  } else if (nc_json_open(&r.json, "groups", '[')) {
    for (size_t i = 0; i < o->ngroups; i++)
      nc_json_int(&r.json, NULL, o->groups[i]);
    nc_json_close(&r.json, '[');
  }
  if (nc_json_open(&r.json, "keep", '[')) {
    for (int i = 0; i < o->kept; i++) {
      char *name = cap_to_name(o->keep[i]);
      nc_json_string(&r.json, NULL, name ? name : "?");
      cap_free(name);
    }
    nc_json_close(&r.json, '[');
  }
  nc_json_bool(&r.json, "user_namespace", o->enters);
  if (joined)
    nc_json_string(&r.json, "namespace", "net");
  nc_json_bool(&r.json, "no_new_privs", 1);
  nc_report_send(&r);
}

int main(int argc, char const *const *argv)
{
  static options o;
  int has_uid = 0, has_gid = 0, death_signal, groups_known;
  PROG = "nc-caps";

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "k:u:g:G:U:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'k': keep_list(&o, l.arg); break;
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

  int joined = network_join();
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  if (prctl(PR_GET_PDEATHSIG, &death_signal) < 0)
    strerr_diefusys(111, "read the parent death signal");
  if (nc_chain_fd("NC_REPORT") >= 0)
    death_signal = SIGKILL;

  if (o.enters)
    userns_enter(o.uid, o.gid);
  drop_bounding(&o);
  set_securebits(&o);
  groups_known = switch_groups(&o);
  switch_ids(has_uid ? o.uid : geteuid(), has_gid ? o.gid : getegid());
  drop_sets(&o);

  /* Every change of IDs clears it. If the monitor died in between, no signal will ever come:
     the report then fails with EPIPE, which is fatal. */
  if (prctl(PR_SET_PDEATHSIG, death_signal) < 0)
    strerr_diefusys(111, "set the parent death signal");
  report_applied(&o, groups_known, joined);
  nc_chain_exec(argv);
}
