/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <skalibs/djbunix.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "container.h"
#include "failed.h"
#include "find.h"
#include "kernel.h"
#include "ptmx.h"

/* linux/nsfs.h and musl's sys/ioctl.h exclude each other */
#ifndef NS_GET_USERNS
#define NS_GET_USERNS _IO(0xb7, 0x1)
#endif

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

#define ENVIRONMENT_MAX 4194304

static struct namespace_s {
  char const *name;
  int flag;
} const namespaces[] = {
    {"mnt", CLONE_NEWNS},    {"pid", CLONE_NEWPID}, {"net", CLONE_NEWNET},
    {"uts", CLONE_NEWUTS},   {"ipc", CLONE_NEWIPC}, {"cgroup", CLONE_NEWCGROUP},
    {"time", CLONE_NEWTIME},
};

static int is_same(struct stat const *a, struct stat const *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static int open_of(pid_t pid, char const *file, int flags)
{
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
  int fd = open(path, flags | O_CLOEXEC);
  if (fd < 0)
    strerr_diefusys(NC_FAILED, "open ", path);
  return fd;
}

/* What can be joined is what is not ours already: to join one's own user namespace is an error,
   and to join one of the host's takes a privilege that nobody needs. */
static int foreign_namespaces(pid_t pid)
{
  int flags = 0;
  for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
    char own[32], its[64];
    struct stat a, b;
    snprintf(own, sizeof own, "/proc/self/ns/%s", namespaces[i].name);
    snprintf(its, sizeof its, "/proc/%d/ns/%s", pid, namespaces[i].name);
    if (stat(own, &a) < 0 || stat(its, &b) < 0)
      strerr_diefusys(NC_FAILED, "look at ", its);
    if (!is_same(&a, &b))
      flags |= namespaces[i].flag;
  }
  return flags;
}

/* Not simply PID 1's own: nc-caps -U enters a further one, and will for us. */
static int open_owner(pid_t pid)
{
  struct stat a, b;
  int mnt = open_of(pid, "ns/mnt", O_RDONLY);
  int owner = ioctl(mnt, NS_GET_USERNS);
  if (owner < 0 || fstat(owner, &a) < 0 || stat("/proc/self/ns/user", &b) < 0)
    strerr_diefusys(NC_FAILED, "find the user namespace of the container");
  close(mnt);
  if (!is_same(&a, &b))
    return owner;
  close(owner);
  return -1;
}

/* From memory, where the file cannot be opened: in a user namespace without a user 0 (nc-caps -U)
   it belongs to nobody but the host's root, and yet the right to trace is ours. */
static ssize_t copy_environment(pid_t pid, char *to)
{
  char path[32], buf[1024];
  unsigned long start, end;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  ssize_t n = openreadnclose(path, buf, sizeof buf - 1);
  if (n < 0)
    return -1;
  buf[n] = 0;
  char const *s = strrchr(buf, ')'); /* the second field; env_start is the 50th (proc(5)) */
  for (int field = 2; s && field < 50; field++)
    s = strchr(s + 1, ' ');
  if (!s || sscanf(s, "%lu %lu", &start, &end) != 2 || end < start || end - start > ENVIRONMENT_MAX)
    return (errno = EPROTO, -1);
  struct iovec const local = {.iov_base = to, .iov_len = end - start};
  struct iovec const remote = {.iov_base = (void *)start, .iov_len = end - start};
  return process_vm_readv(pid, &local, 1, &remote, 1, 0);
}

static void read_environment(container *c)
{
  char path[32];
  pid_t pid = c->target.e.pid;
  c->environment = malloc(ENVIRONMENT_MAX + 1);
  if (!c->environment)
    strerr_diefusys(NC_FAILED, "allocate memory");
  snprintf(path, sizeof path, "/proc/%d/environ", pid);
  ssize_t n = openreadnclose(path, c->environment, ENVIRONMENT_MAX);
  if (n < 0 && errno == EACCES)
    n = copy_environment(pid, c->environment);
  if (n < 0)
    strerr_diefusys(NC_FAILED, "read the environment of PID 1");
  if (!n || n == ENVIRONMENT_MAX)
    strerr_dief(NC_FAILED, "the environment of PID 1 is empty, or too big");
  c->environment[n] = 0;
  c->nenvironment = (size_t)n;
}

/* The folder, unlike the files in it, belongs to who runs the process, dumpable or not. */
static uid_t owner_of(pid_t pid)
{
  char path[32];
  struct stat st;
  snprintf(path, sizeof path, "/proc/%d", pid);
  if (stat(path, &st) < 0)
    strerr_diefusys(NC_FAILED, "look at ", path);
  return st.st_uid;
}

void container_open(container *c, char const *ref)
{
  char path[PATH_MAX];
  if (nc_state_open(&c->state, path) < 0)
    strerr_diefusys(NC_FAILED, "use the state folder ", path,
                    ", which must be the caller's own and writable by nobody else");
  if (!nc_target_open(&c->target, &c->state, ref)) /* and why was said */
    strerr_dief(NC_FAILED, "unable to attach to ", ref);
  nc_entry const *e = &c->target.e;
  if (e->phase != PHASE_RUNNING)
    strerr_dief(NC_FAILED, "not running: ", ref);
  if (e->paused)
    strerr_dief(NC_FAILED, "paused: ", ref, ": unpause it first");
  if (!nc_entry_json(e, "config.json", &c->config)) {
    nc_entry_warn(e, "config.json");
    strerr_dief(NC_FAILED, "unable to attach to ", ref);
  }
  c->pid1 = nc_target_pid1(&c->target, e);
  if (c->pid1 < 0 && errno == ESRCH)
    strerr_dief(NC_FAILED, "not running: ", ref);
  if (c->pid1 < 0)
    strerr_diefusys(NC_FAILED, "reach PID 1 of ", ref);
  /* Should it end meanwhile and another process get its PID, then to join by the pidfd fails. */
  c->flags = foreign_namespaces(e->pid);
  if (~c->flags & (CLONE_NEWPID | CLONE_NEWNS))
    strerr_dief(NC_FAILED, "it has no pid and mount namespace of its own: ", ref);
  c->owner = open_owner(e->pid);
  c->root = open_of(e->pid, "root", O_PATH | O_DIRECTORY);
  c->uid = owner_of(e->pid);
  c->cgroup = nc_entry_cgroup(e);
  if (c->cgroup < 0 && errno != ENOENT)
    strerr_diefusys(NC_FAILED, "open the cgroup of ", ref);
  read_environment(c);
}

void container_tell(container const *c, nc_report *r)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    strerr_diefusys(NC_FAILED, "create a socket");
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/attach", c->target.e.dir);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
    strerr_diefusys(NC_FAILED, "reach the monitor of ", c->target.ref);
  nc_chain_pass("NC_REPORT", fd);
  if (!nc_report_try(r))
    strerr_diefusys(NC_FAILED, "report to the monitor of ", c->target.ref);
  close(fd);
}

void container_join_user_namespace(container const *c)
{
  if (c->owner < 0)
    return;
  if (setns(c->owner, CLONE_NEWUSER) < 0)
    strerr_diefusys(NC_FAILED, "join the user namespace");
  if (unshare(CLONE_NEWNS) < 0)
    strerr_diefusys(NC_FAILED, "copy the mount namespace");
}

/* With a root that is not its mount namespace's (nc-mount --chroot-fallback), whoever joins
   would be in the host's. */
static void check_root(int root)
{
  struct stat a, b;
  if (fstat(root, &a) < 0 || stat("/", &b) < 0)
    strerr_diefusys(NC_FAILED, "look at the root");
  if (!is_same(&a, &b))
    strerr_dief(NC_FAILED, "its root is not that of its mount namespace: it cannot be joined");
}

void container_join(container const *c)
{
  if (setns(c->pid1, c->flags & ~CLONE_NEWCGROUP) < 0)
    strerr_diefusys(NC_FAILED, "join the namespaces");
  check_root(c->root);
}

void container_open_terminal(container const *c, uid_t uid, int *master, int *slave)
{
  int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (root < 0)
    strerr_diefusys(NC_FAILED, "open /");
  *master = nc_ptmx_master(root, "/dev/pts/ptmx");
  *slave = nc_ptmx_slave(*master, c->owner < 0 ? uid : 0, "/dev");
  close(root);
}

pid_t container_fork(container const *c)
{
  struct clone_args args = {.exit_signal = SIGCHLD};
  if (c->cgroup >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = (uint64_t)c->cgroup;
  }
  return nc_clone3(&args);
}

void container_join_cgroup_namespace(container const *c)
{
  if (c->flags & CLONE_NEWCGROUP && setns(c->pid1, CLONE_NEWCGROUP) < 0)
    strerr_diefusys(NC_FAILED, "join the cgroup namespace");
}
