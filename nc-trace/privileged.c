/* SPDX-License-Identifier: ISC */

/* Calls that take a capability by themselves, or by their arguments. */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <linux/mount.h>

#include "capabilities.h"
#include "kernel.h"
#include "watch.h"

#define NAMESPACES                                                                                 \
  (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP)

#define IOPRIO_CLASS_SHIFT 13
#define IOPRIO_CLASS_RT    1

void watch_admin(traced *t)
{
  capability(t, CAPABILITY(SYS_ADMIN));
}

void watch_chroot(traced *t)
{
  capability(t, CAPABILITY(SYS_CHROOT));
}

void watch_time(traced *t)
{
  capability(t, CAPABILITY(SYS_TIME));
}

void watch_boot(traced *t)
{
  capability(t, CAPABILITY(SYS_BOOT));
}

void watch_bpf(traced *t)
{
  capability(t, CAPABILITY(BPF));
}

void watch_perfmon(traced *t)
{
  capability(t, CAPABILITY(PERFMON));
}

void watch_module(traced *t)
{
  capability(t, CAPABILITY(SYS_MODULE));
}

void watch_rawio(traced *t)
{
  capability(t, CAPABILITY(SYS_RAWIO));
}

void watch_pacct(traced *t)
{
  capability(t, CAPABILITY(SYS_PACCT));
}

void watch_tty(traced *t)
{
  capability(t, CAPABILITY(SYS_TTY_CONFIG));
}

void watch_syslog(traced *t)
{
  capability(t, CAPABILITY(SYSLOG));
}

/* What it opens has no path. */
void watch_handle(traced *t)
{
  capability(t, CAPABILITY(DAC_READ_SEARCH));
  traced_hidden(t);
}

/* In a user namespace that is made with them, the others take nothing of ours. */
static void make_namespaces(traced *t, uint64_t flags)
{
  if (flags & NAMESPACES && !(flags & CLONE_NEWUSER))
    capability(t, CAPABILITY(SYS_ADMIN));
}

void watch_unshare(traced *t)
{
  make_namespaces(t, t->args[0]);
}

void watch_clone(traced *t)
{
  make_namespaces(t, t->args[0]);
}

void watch_clone3(traced *t)
{
  uint64_t flags;
  if (traced_read(t, t->args[0], &flags, sizeof flags) == 0)
    make_namespaces(t, flags);
}

void watch_open_tree(traced *t)
{
  if (t->args[2] & OPEN_TREE_CLONE)
    watch_admin(t);
}

/* Another's process, or what has more capabilities. */
static void look_into(traced *t, uint64_t pid)
{
  traced_ids const *ids = traced_know(t);
  traced_ids other;
  int same = 1;
  if (!ids || !traced_ids_of(t, &other, (pid_t)pid))
    return;
  for (unsigned int i = 0; i < 3; i++)
    same &= other.uid[i] == ids->uid[REAL] && other.gid[i] == ids->gid[REAL];
  if (!same || other.permitted & ~ids->permitted)
    capability(t, CAPABILITY(SYS_PTRACE));
}

void watch_ptrace(traced *t)
{
  if (t->args[0] == PTRACE_ATTACH || t->args[0] == PTRACE_SEIZE)
    look_into(t, t->args[1]);
}

void watch_process_vm(traced *t)
{
  look_into(t, t->args[0]);
}

static void adjust(traced *t, uint64_t address)
{
  unsigned int modes;
  if (traced_read(t, address, &modes, sizeof modes) == 0 && modes)
    watch_time(t);
}

void watch_adjtimex(traced *t)
{
  adjust(t, t->args[0]);
}

void watch_clock_adjtime(traced *t)
{
  adjust(t, t->args[1]);
}

static void nice_to(traced *t, int nice)
{
  int now;
  errno = 0;
  now = getpriority(PRIO_PROCESS, (id_t)t->tid);
  /* where it cannot be seen, it is taken for more: that may say too much */
  if (errno || nice < now)
    capability(t, CAPABILITY(SYS_NICE));
}

/* Of others than the caller itself it is not looked at what they have. */
void watch_setpriority(traced *t)
{
  if ((int)t->args[0] == PRIO_PROCESS)
    nice_to(t, (int)t->args[2]);
}

static int is_realtime(int policy)
{
  policy &= ~SCHED_RESET_ON_FORK;
  return policy == SCHED_FIFO || policy == SCHED_RR || policy == 6 /* SCHED_DEADLINE */;
}

void watch_scheduler(traced *t)
{
  if (is_realtime((int)t->args[1]))
    capability(t, CAPABILITY(SYS_NICE));
}

void watch_sched_setattr(traced *t)
{
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
  } attr;
  if (traced_read(t, t->args[1], &attr, offsetof(__typeof__(attr), nice) + 4) < 0)
    return;
  if (is_realtime((int)attr.policy))
    capability(t, CAPABILITY(SYS_NICE));
  else
    nice_to(t, attr.nice);
}

void watch_ioprio(traced *t)
{
  if (t->args[2] >> IOPRIO_CLASS_SHIFT == IOPRIO_CLASS_RT)
    capability(t, CAPABILITY(SYS_NICE));
}

static void limit(traced *t, uint64_t resource, uint64_t address)
{
  struct rlimit old, new;
  if (!address || traced_read(t, address, &new, sizeof new) < 0)
    return;
  if (prlimit(t->tid, (int)resource, NULL, &old) < 0 || new.rlim_max > old.rlim_max)
    capability(t, CAPABILITY(SYS_RESOURCE));
}

void watch_setrlimit(traced *t)
{
  limit(t, t->args[0], t->args[1]);
}

/* Of others than the caller itself it is not looked at what they have. */
void watch_prlimit(traced *t)
{
  limit(t, t->args[1], t->args[2]);
}

static void lock(traced *t, uint64_t more)
{
  traced_ids const *ids = traced_know(t);
  struct rlimit now;
  if (!ids || prlimit(t->tid, RLIMIT_MEMLOCK, NULL, &now) < 0 ||
      (now.rlim_cur != RLIM_INFINITY && (more > now.rlim_cur || ids->locked > now.rlim_cur - more)))
    capability(t, CAPABILITY(IPC_LOCK));
}

void watch_mlock(traced *t)
{
  lock(t, t->args[1]);
}

void watch_mlockall(traced *t)
{
  traced_ids const *ids = traced_know(t);
  lock(t, ids && t->args[0] & MCL_CURRENT ? ids->size : 1);
}

void watch_timer(traced *t)
{
  if (t->args[0] == CLOCK_REALTIME_ALARM || t->args[0] == CLOCK_BOOTTIME_ALARM)
    capability(t, CAPABILITY(WAKE_ALARM));
}
