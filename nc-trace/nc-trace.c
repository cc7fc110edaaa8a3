/* SPDX-License-Identifier: ISC */

/*
 * Executes a program in a child and writes down every system call that it and what it starts
 * make, and what these touch, by seccomp's user notification. Stands where nc-seccomp stands,
 * filters nothing, and waits: each call stops until this process has seen it. Sets no_new_privs.
 */

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "call.h"
#include "chain.h"
#include "notify.h"
#include "report.h"
#include "syscall.h"
#include "tally.h"
#include "traced.h"
#include "wait.h"
#include "watch.h"

#define USAGE      "nc-trace [ -- ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#define LINES_MAX 65536 /* a payload may think up as many as it likes */

/* Each call waits for this process, but for the return from a signal's handler: a second signal
   would interrupt that wait, and the program go on where no program is. */
#define PASS(architecture, number)                                                                 \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),                         \
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 0, 3),                                     \
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),                       \
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),                                           \
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
static struct sock_filter const insns[] = {
#if defined(__x86_64__)
    PASS(AUDIT_ARCH_X86_64, SYS_rt_sigreturn),
    PASS(AUDIT_ARCH_X86_64, NC_SYSCALL_X32_BIT | 513),
    PASS(AUDIT_ARCH_I386, 173),
    PASS(AUDIT_ARCH_I386, 119), /* sigreturn, which others do not have */
#elif defined(__aarch64__)
    PASS(AUDIT_ARCH_AARCH64, SYS_rt_sigreturn),
    PASS(AUDIT_ARCH_ARM, 173),
    PASS(AUDIT_ARCH_ARM, 119),
#else
#error by which calls does a handler return here?
#endif
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
};
#undef PASS

typedef struct trace_s trace;
struct trace_s {
  nc_tally log;
  traced traced;
};

/* A call is in the log before it is made; only how often stands there when all has ended. */
static void record(void *data, struct seccomp_notif const *notif, struct seccomp_notif_resp *resp)
{
  trace *t = data;
  nc_call call;
  nc_call_narrow(&call, &notif->data);
  if (!nc_tally_add(&t->log, &call))
    strerr_dief(111, "too many different lines for the log");
  watch(&t->traced, notif);
  resp->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
}

int main(int argc, char const *const *argv)
{
  static nc_report r;
  struct sock_fprog const filter = {.len = sizeof insns / sizeof *insns,
                                    .filter = (struct sock_filter *)insns};
  nc_notify notify;
  trace t;
  nc_chain_next next;
  siginfo_t end;
  PROG = "nc-trace";
  {
    subgetopt l = SUBGETOPT_ZERO;
    if (subgetopt_r(argc, argv, "", &l) != -1)
      dieusage();
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc < 1)
    dieusage();

  nc_tally_open(&t.log, "NC_TRACE", LINES_MAX);
  t.log.name = &nc_syscall_name;
  nc_wait_open_standard();
  nc_chain_find(&next, argv);
  nc_notify_prepare(&notify);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    strerr_diefusys(111, "set no_new_privs");
  strerr_warnw("system calls are recorded, not filtered");
  nc_report_begin(&r, "applied");
  nc_json_bool(&r.json, "filtered", 0);
  nc_report_send(&r);
  nc_chain_announce(&next);
  nc_notify_start(&notify, &next, &filter, 0, t.log.log);
  traced_open(&t.traced, &t.log, notify.listener);
  nc_notify_supervise(&notify, &record, &t, &end);
  nc_tally_close(&t.log);
  return nc_wait_code(&end);
}
