/* SPDX-License-Identifier: ISC */

/*
 * Leaves namespaces. With -p (or a cgroup to be born in, NC_CGROUP) the chain goes on in a
 * child, PID 1 of the new pid namespace, while this process waits for it; otherwise it goes on
 * in this process. Mounts nothing: the new mount namespace is a copy until nc-mount acts.
 */

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/ancil.h>
#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "chain-fd.h"
#include "chain.h"
#include "kernel.h"
#include "report.h"
#include "scan.h"
#include "wait.h"

#define USAGE                                                                                      \
  "nc-unshare [ -p ] [ -m ] [ -n | -N ] [ -u ] [ -i ] [ -c ] [ -T ] [ -U ] [ -M uid:gid ] "        \
  "[ -h hostname ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

typedef struct options_s options;
struct options_s {
  uint64_t flags;    /* CLONE_NEW* */
  int network_later; /* -N */
  char const *hostname;
  uid_t uid; /* inside, with -U */
  gid_t gid;
};

static struct namespace_s {
  char option;
  char const *name;
  uint64_t flag;
} const namespaces[] = {
    {'p', "pid", CLONE_NEWPID},   {'m', "mnt", CLONE_NEWNS},    {'n', "net", CLONE_NEWNET},
    {'u', "uts", CLONE_NEWUTS},   {'i', "ipc", CLONE_NEWIPC},   {'c', "cgroup", CLONE_NEWCGROUP},
    {'T', "time", CLONE_NEWTIME}, {'U', "user", CLONE_NEWUSER},
};

static void report_applied(options const *o)
{
  static nc_report r;
  nc_report_begin(&r, "applied");
  if (nc_json_open(&r.json, "namespaces", '[')) {
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
      if (o->flags & namespaces[i].flag)
        nc_json_string(&r.json, NULL, namespaces[i].name);
    nc_json_close(&r.json, '[');
  }
  if (o->hostname)
    nc_json_string(&r.json, "hostname", o->hostname);
  nc_report_send(&r);
}

static void write_proc(char const *path, char const *s)
{
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  size_t n = strlen(s);
  if (fd < 0 || fd_write(fd, s, n) != (ssize_t)n)
    strerr_diefusys(111, "write ", path);
  close(fd);
}

/* One id each: all that a process may map for itself without help. setgroups goes first:
   a group membership that forbids something must not be dropped (CVE-2014-8989). */
static void map_ids(options const *o, uid_t uid, gid_t gid)
{
  char map[64];
  write_proc("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%u %u 1", (unsigned int)o->uid, (unsigned int)uid);
  write_proc("/proc/self/uid_map", map);
  snprintf(map, sizeof map, "%u %u 1", (unsigned int)o->gid, (unsigned int)gid);
  write_proc("/proc/self/gid_map", map);
}

static void raise_loopback(void)
{
  struct ifreq ifr = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &ifr) < 0)
    strerr_diefusys(111, "bring the loopback interface up");
  close(fd);
}

/* What can only be done from inside. */
static void settle(options const *o, uid_t uid, gid_t gid)
{
  if (o->flags & CLONE_NEWUSER)
    map_ids(o, uid, gid);
  if (o->flags & CLONE_NEWNET)
    raise_loopback();
  if (o->hostname && sethostname(o->hostname, strlen(o->hostname)) < 0)
    strerr_diefusys(111, "set the host name ", o->hostname);
}

/* A chain without nc-monitor has nobody else to remove the cgroup. */
static void remove_cgroup(int cgroup)
{
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", cgroup);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0)
    strerr_diefusys(111, "find the cgroup's path");
  path[n] = 0;
  int fd = openat(cgroup, "cgroup.kill", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || fd_write(fd, "1", 1) != 1)
    strerr_warnwusys("kill what is left in ", path);
  if (rmdir(path) < 0)
    strerr_warnwusys("remove ", path);
}

/* Half of what a start takes is the new network namespace. So the waiting parent makes it while
   the child goes on, and hands it over; the child joins it in nc-caps, and cannot leave the
   chain before (NC_NETNS). */
static void make_network(int socket)
{
  if (unshare(CLONE_NEWNET) < 0)
    strerr_diefusys(111, "create the network namespace");
  raise_loopback();
  int netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  if (netns < 0 || ancil_send_fd(socket, netns, 'n') < 0)
    strerr_diefusys(111, "hand over the network namespace");
  close(netns);
}

static void wait_and_leave(pid_t child, int cgroup, int has_monitor) gccattr_noreturn;
static void wait_and_leave(pid_t child, int cgroup, int has_monitor)
{
  int keep[] = {2, cgroup};
  /* the monitor waits for end-of-file on NC_REPORT, others perhaps on stdout */
  nc_wait_close_others(keep, cgroup < 0 || has_monitor ? 1 : 2);
  siginfo_t end;
  nc_wait_child(child, &end);
  if (!has_monitor)
    nc_wait_reap(child);
  if (cgroup >= 0 && !has_monitor)
    remove_cgroup(cgroup);
  _exit(nc_wait_code(&end));
}

/* Returns in the child; the parent waits for it and leaves. */
static void go_on_in_child(options const *o)
{
  struct clone_args args = {.flags = o->flags & ~(uint64_t)CLONE_NEWCGROUP, .exit_signal = SIGCHLD};
  int cgroup = nc_chain_fd("NC_CGROUP");
  int self = nc_pidfd_open(getpid());
  int handover[2];
  sigset_t mask;

  if (self < 0)
    strerr_diefusys(111, "open a pidfd");
  if (o->network_later && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, handover) < 0)
    strerr_diefusys(111, "create a socket pair");
  if (cgroup >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = (uint64_t)cgroup;
  }
  nc_wait_block(&mask);
  pid_t child = nc_clone3(&args);
  if (child < 0)
    strerr_diefusys(111, "create the namespaces");
  if (child) {
    if (o->network_later)
      make_network(handover[0]);
    wait_and_leave(child, cgroup, !!getenv("NC_REPORT"));
  }

  nc_wait_die_with(self);
  close(self);
  if (o->network_later) {
    close(handover[0]);
    nc_chain_pass("NC_NETNS", handover[1]);
  }
  if (cgroup >= 0) {
    close(cgroup);
    if (unsetenv("NC_CGROUP") < 0)
      strerr_diefusys(111, "unset NC_CGROUP");
  }
  /* clone3 would root the namespace in the parent's cgroup: the child is not in its own yet */
  if (o->flags & CLONE_NEWCGROUP && unshare(CLONE_NEWCGROUP) < 0)
    strerr_diefusys(111, "leave the cgroup namespace");
  if (sigprocmask(SIG_SETMASK, &mask, NULL) < 0)
    strerr_diefusys(111, "restore the signal mask");
}

static uint64_t flag_of(int option)
{
  for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
    if (namespaces[i].option == option)
      return namespaces[i].flag;
  dieusage();
}

int main(int argc, char const *const *argv)
{
  options o = {0};
  int mapped = 0;
  uid_t uid = geteuid();
  gid_t gid = getegid();
  PROG = "nc-unshare";

  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "pmnNuicTUM:h:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'M':
        if (!nc_scan_ids(l.arg, &o.uid, &o.gid))
          dieusage();
        mapped = 1;
        break;
      case 'N': o.network_later = 1; break;
      case 'h': o.hostname = l.arg; break;
      default: o.flags |= flag_of(opt);
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();
  if (o.hostname && !nc_scan_hostname(o.hostname))
    strerr_dief(100, "not a host name: ", o.hostname);
  if (o.hostname && !(o.flags & CLONE_NEWUTS))
    strerr_dief(100, "-h needs -u: it would rename the host");
  if (o.flags & CLONE_NEWTIME && !(o.flags & CLONE_NEWPID))
    strerr_dief(100, "-T needs -p: a time namespace is for children only");
  if (o.network_later && (o.flags & (CLONE_NEWNET | CLONE_NEWUSER) || !(o.flags & CLONE_NEWPID)))
    strerr_dief(100, "-N needs -p and goes with neither -n nor -U");
  if (mapped && !(o.flags & CLONE_NEWUSER))
    strerr_dief(100, "-M needs -U");
  if (!o.hostname && o.flags & CLONE_NEWUTS)
    o.hostname = getenv("NC_NAME");

  if (o.flags & CLONE_NEWPID || getenv("NC_CGROUP"))
    go_on_in_child(&o);
  else if (unshare((int)o.flags) < 0)
    strerr_diefusys(111, "leave the namespaces");
  settle(&o, uid, gid);
  report_applied(&o);
  nc_chain_exec(argv);
}
