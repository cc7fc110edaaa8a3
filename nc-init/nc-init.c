/* SPDX-License-Identifier: ISC */

/*
 * Stays as PID 1 (or as a subreaper) while the chain goes on in a child: reaps, forwards
 * signals, leaves with the child's code. Closes every descriptor of its own and cannot be
 * traced by what it watches over. Changes nothing for the child but its parent death signal.
 */

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "chain.h"
#include "report.h"
#include "wait.h"

#define USAGE      "nc-init prog..."
#define dieusage() strerr_dieusage(100, USAGE)

/* Sent before the fork: after it, the record might come behind the payload's "exec". */
static void report_applied(pid_t self)
{
  nc_report r;
  nc_report_begin(&r, "applied");
  nc_json_int(&r.json, "pid", self);
  nc_report_send(&r);
}

static struct __user_cap_header_struct capabilities = {.version = _LINUX_CAPABILITY_VERSION_3};
static struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

static int has_capabilities(void)
{
  if (syscall(SYS_capget, &capabilities, sets) < 0)
    strerr_diefusys(111, "read the capabilities");
  return (sets[0].permitted | sets[1].permitted | sets[0].inheritable | sets[1].inheritable) != 0;
}

/* Of what the policy lets the payload keep, PID 1 needs but CAP_KILL, to forward signals to a
   payload that became another user. The sets are the thread's own: the child keeps its. */
static void drop_capabilities(void)
{
  sets[0].permitted &= CAP_TO_MASK(CAP_KILL);
  sets[0].effective = sets[0].permitted;
  sets[0].inheritable = 0;
  sets[1] = (struct __user_cap_data_struct){0};
  if (syscall(SYS_capset, &capabilities, sets) < 0) /* what is ambient goes with them */
    strerr_diefusys(111, "drop the capabilities");
}

int main(int argc, char const *const *argv)
{
  sigset_t mask;
  siginfo_t end;
  pid_t self = getpid(), child;
  PROG = "nc-init";

  {
    subgetopt l = SUBGETOPT_ZERO;
    if (subgetopt_r(argc, argv, "", &l) != -1)
      dieusage();
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();

  if (self != 1 && prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
    strerr_diefusys(111, "become a subreaper");
  /* Before the fork, so that there is no instant at which the payload, which has our IDs,
     could trace us or open our memory. Its own exec makes the child dumpable again. */
  if (prctl(PR_SET_DUMPABLE, 0) < 0)
    strerr_diefusys(111, "become undumpable");
  nc_wait_block(&mask);
  report_applied(self);
  /* before the payload runs: it has our IDs */
  child = has_capabilities() ? nc_wait_start_after(argv, &mask, drop_capabilities)
                             : nc_wait_start(argv, &mask);
  if (child < 0)
    strerr_diefusys(111, "fork");

  nc_wait_close_others(NULL, 0);
  nc_wait_child(child, &end);
  _exit(nc_wait_code(&end));
}
