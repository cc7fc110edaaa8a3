/* SPDX-License-Identifier: ISC */

/*
 * Makes a cgroup (v2) with limits and passes it on in NC_CGROUP: nc-unshare's child is born
 * in it. With -j this process joins it instead. Does not remove it: nc-monitor does, or
 * nc-unshare in a chain without a monitor.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain-fd.h"
#include "chain.h"
#include "limit.h"
#include "place.h"
#include "report.h"
#include "scan.h"

#define USAGE                                                                                      \
  "nc-cgroup [ -t ] [ -j ] [ -n name ] [ -m memory ] [ -H memory_high ] [ -s swap ] [ -c cpus ] "  \
  "[ -w weight ] [ -p pids ] [ -i 'maj:min key=value...' ]... prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#define CPU_PERIOD 100000 /* microseconds: what nc_scan_cpus counts in */

typedef struct options_s options;
struct options_s {
  int tries;
  int joins;
  char const *name;
  uint64_t memory, high, swap, quota, weight, pids; /* as given */
  int has_memory, has_high, has_swap, has_quota, has_weight;
  limits limits;
};

static uint64_t scan_size(char const *s, int *has)
{
  uint64_t bytes;
  if (!nc_scan_size(s, &bytes))
    dieusage();
  *has = 1;
  return bytes;
}

/* What follows from the options. Swap is memory too: without a limit of its own, memory.max
   would only move pages to disk. The group dies as one, since half a container is no use.
   memory.high makes the kernel reclaim early, which needs swap to reclaim to: without, it would
   only stall what is about to be killed, for minutes. */
static void add_limits(options *o)
{
  limits *l = &o->limits;
  char fmt[64];
  if (o->has_memory) {
    limits_add_number(l, "limit memory", MEMORY, "memory.max", o->memory);
    limits_add(l, "kill as a group when out of memory", MEMORY, "memory.oom.group", "1");
  }
  if (o->has_high || (o->has_memory && o->swap))
    limits_add_number(l, "throttle memory", MEMORY, "memory.high",
                      o->has_high ? o->high : o->memory / 10 * 9);
  if (o->has_swap || o->has_memory)
    limits_add_number(l, "limit swap", MEMORY, "memory.swap.max", o->has_swap ? o->swap : 0);
  if (o->has_quota) {
    snprintf(fmt, sizeof fmt, "%llu %d", (unsigned long long)o->quota, CPU_PERIOD);
    limits_add(l, "limit CPU time", CPU, "cpu.max", fmt);
  }
  if (o->has_weight)
    limits_add_number(l, "set the CPU weight", CPU, "cpu.weight", o->weight);
  if (o->pids)
    limits_add_number(l, "limit processes", PIDS, "pids.max", o->pids);
}

/* Goes on without a cgroup with -t, and dies without. */
static void give_up(options const *o, place const *p, nc_chain_next const *next) gccattr_noreturn;
static void give_up(options const *o, place const *p, nc_chain_next const *next)
{
  static nc_report r;
  if (!o->tries)
    strerr_diefusys(111, p->verb, p->object);
  strerr_warnwusys(p->verb, p->object);
  nc_report_begin(&r, "applied");
  nc_json_null(&r.json, "path");
  nc_json_bool(&r.json, "degraded", 1);
  nc_report_send(&r);
  nc_chain_announce(next);
  nc_chain_go(next);
}

/* nc-monitor outlives us: with these descriptors it kills, counts and removes. */
static void report_applied(options const *o, place const *p, int dir)
{
  static nc_report r;
  int const fds[] = {dir, p->dir};
  char path[PATH_MAX + 256];

  snprintf(path, sizeof path, "%s/%s", p->path, o->name);
  nc_report_begin(&r, "applied");
  nc_json_string(&r.json, "path", path);
  nc_json_string(&r.json, "name", o->name);
  nc_json_bool(&r.json, "joined", o->joins);
  limits_report(&o->limits, &r.json);
  if (!nc_report_try_fds(&r, fds, 2)) {
    place_undo(p, o->name);
    strerr_diefusys(111, "report to nc-monitor");
  }
}

/* NC_ID's, or one of our own making */
static char const *default_name(void)
{
  static char name[32];
  char const *id = getenv("NC_ID");
  if (id)
    return id;
  snprintf(name, sizeof name, "nc-%d", (int)getpid());
  return name;
}

int main(int argc, char const *const *argv)
{
  options o = {0};
  nc_chain_next next;
  place p;
  int dir;
  PROG = "nc-cgroup";
  /* an option adds four limits at most */
  o.limits.all = malloc(4 * (size_t)argc * sizeof *o.limits.all);
  if (!o.limits.all)
    strerr_diefusys(111, "allocate memory");

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "tjn:m:H:s:c:w:p:i:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 't': o.tries = 1; break;
      case 'j': o.joins = 1; break;
      case 'n': o.name = l.arg; break;
      case 'm': o.memory = scan_size(l.arg, &o.has_memory); break;
      case 'H': o.high = scan_size(l.arg, &o.has_high); break;
      case 's': o.swap = scan_size(l.arg, &o.has_swap); break;
      case 'c':
        if (!nc_scan_cpus(l.arg, &o.quota))
          dieusage();
        o.has_quota = 1;
        break;
      case 'w':
        if (!uint640_scan(l.arg, &o.weight) || !o.weight || o.weight > 10000)
          dieusage();
        o.has_weight = 1;
        break;
      case 'p':
        if (!uint640_scan(l.arg, &o.pids))
          dieusage();
        break;
      case 'i': limits_add(&o.limits, "limit I/O", IO, "io.max", l.arg); break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();
  if (!o.name)
    o.name = default_name();
  if (!nc_scan_name(o.name))
    strerr_dief(100, "not a name for a cgroup: ", o.name);
  if (o.has_memory && !o.memory)
    strerr_dief(100, "-m 0 leaves no memory to run in");
  if (o.has_memory && o.has_high && o.high > o.memory)
    strerr_dief(100, "-H is above -m");
  if (!o.joins && !nc_chain_is_link(argv[0]))
    strerr_dief(100, argv[0], " would not be in the cgroup: -j joins it at once");
  add_limits(&o);

  nc_chain_find(&next, argv); /* a program that is not there leaves no cgroup behind */
  if (place_open(&p, limits_controllers(&o.limits), o.joins) < 0)
    give_up(&o, &p, &next);
  if (mkdirat(p.dir, o.name, 0755) < 0) {
    if (errno != EEXIST) {
      p.verb = "make a cgroup in ";
      p.object = p.path;
      give_up(&o, &p, &next);
    }
    strerr_diefusys(111, "make the cgroup ", p.path, "/", o.name);
  }
  dir = openat(p.dir, o.name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (dir < 0) {
    place_undo(&p, o.name);
    strerr_diefusys(111, "open ", p.path, "/", o.name);
  }
  limits_write(&o.limits, &p, o.name, dir, o.tries);
  if (o.joins && place_write(dir, "cgroup.procs", "0") < 0) {
    place_undo(&p, o.name);
    strerr_diefusys(111, "join ", p.path, "/", o.name);
  }
  report_applied(&o, &p, dir);
  if (!o.joins)
    nc_chain_pass("NC_CGROUP", dir);
  nc_chain_announce(&next);
  nc_chain_go(&next);
}
