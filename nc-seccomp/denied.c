/* SPDX-License-Identifier: ISC */

#include <skalibs/strerr.h>

#include "bpf.h"
#include "call.h"
#include "denied.h"
#include "wait.h"

#define CALLS_MAX 1024 /* different ones: a payload may think up as many as it likes */
#define ERRNO_MAX 4095 /* the kernel cuts larger ones */

void denied_open(denied *d)
{
  nc_tally_open(&d->log, "NC_DENIED", CALLS_MAX);
  d->log.name = NULL; /* whoever reads it has libseccomp */
  d->log.live = 1;
  nc_wait_open_standard();
}

void denied_prepare(denied *d)
{
  nc_notify_prepare(&d->notify);
}

/* A payload must not be able to hide a call by many others, nor to end us by them. */
static void deny(void *data, struct seccomp_notif const *notif, struct seccomp_notif_resp *resp)
{
  denied *d = data;
  nc_call call;
  uint32_t action = nc_bpf_run(d->insns, d->n, &notif->data), error = action & SECCOMP_RET_DATA;
  if ((action & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_ERRNO)
    strerr_dief(111, "unable to answer a system call: the filter does not refuse it");
  nc_call_narrow(&call, &notif->data);
  call.error = (int)(error < ERRNO_MAX ? error : ERRNO_MAX);
  if (!nc_tally_add(&d->log, &call))
    nc_tally_add_other(&d->log);
  resp->error = -call.error;
}

/* What the kernel refuses by itself, and says in its log only if asked to: a process that is killed
   it always names, and what is written down here is not to take the place of others there. */
static int is_for_kernel(uint32_t action)
{
  action &= SECCOMP_RET_ACTION_FULL;
  return action == SECCOMP_RET_TRAP || action == SECCOMP_RET_TRACE;
}

int denied_supervise(denied *d, nc_chain_next const *next, struct sock_filter const *insns,
                     unsigned short n, uint32_t flags)
{
  static struct sock_filter notifying[BPF_MAXINSNS];
  struct sock_fprog const prog = {.len = n, .filter = notifying};
  siginfo_t end;
  d->insns = insns;
  d->n = n;
  for (unsigned int i = 0; i < n; i++) {
    notifying[i] = insns[i];
    if (insns[i].code != (BPF_RET | BPF_K))
      continue;
    if ((insns[i].k & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO)
      notifying[i].k = SECCOMP_RET_USER_NOTIF;
    if (is_for_kernel(insns[i].k))
      flags |= SECCOMP_FILTER_FLAG_LOG;
  }
  nc_notify_start(&d->notify, next, &prog, flags, d->log.log);
  nc_notify_supervise(&d->notify, &deny, d, &end);
  nc_tally_close(&d->log);
  return nc_wait_code(&end);
}
