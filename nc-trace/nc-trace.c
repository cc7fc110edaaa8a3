/* SPDX-License-Identifier: ISC */

/*
 * Executes a program in a child and writes down every system call that it and what it starts
 * make, and what these touch, by seccomp's user notification. Stands where nc-seccomp stands,
 * filters nothing, and waits: each call stops until this process has seen it. Sets no_new_privs.
 */

#include <sys/prctl.h>

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
#include "unseen.h"
#include "wait.h"
#include "watch.h"

#define USAGE      "nc-trace [ -- ] prog..."
#define dieusage() strerr_dieusage(100, USAGE)

#define LINES_MAX 65536 /* a payload may think up as many as it likes */

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
  nc_notify_start(&notify, &next, &unseen_filter, 0, t.log.log);
  traced_open(&t.traced, &t.log, notify.listener);
  nc_notify_supervise(&notify, &record, &t, &end);
  nc_tally_close(&t.log);
  return nc_wait_code(&end);
}
