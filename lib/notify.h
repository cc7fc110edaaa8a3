/* SPDX-License-Identifier: ISC */

/*
 * A supervisor by seccomp's user notification: the rest of the chain goes on in a child that loads
 * a filter, and each call for which that returns SECCOMP_RET_USER_NOTIF waits until this process
 * has answered it.
 */

#ifndef NC_NOTIFY_H
#define NC_NOTIFY_H

#include <signal.h>
#include <stddef.h>
#include <sys/types.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "chain.h"

typedef struct nc_notify_s nc_notify;
struct nc_notify_s {
  int listener;
  pid_t child;
  sigset_t mask; /* as it was before */
  struct seccomp_notif *notif;
  size_t notif_size;
  struct seccomp_notif_resp *resp;
  size_t resp_size;
};

/* Says how the call is answered: resp has its id, and zeroes otherwise. The caller of the call
   waits meanwhile; it may have been killed. */
typedef void nc_notify_answer(void *data, struct seccomp_notif const *call,
                              struct seccomp_notif_resp *resp);

/* Asks for what the kernel needs, and blocks signals. To be called before it is reported that
   anything will be. Dies 111. */
extern void nc_notify_prepare(nc_notify *n);

/* Starts next in a child, behind the filter, which dies with this process. flags are
   SECCOMP_FILTER_FLAG_* of it. No_new_privs must be set. Then this process is undumpable and has no
   descriptors but standard error, log and the listener. Dies 111, after reporting "failed", or with
   the child's code if that could not load the filter. */
extern void nc_notify_start(nc_notify *n, nc_chain_next const *next, struct sock_fprog const *prog,
                            unsigned long flags, int log);

/* Has each call answered, and forwards signals, until next has ended, with *end as nc_wait_ended.
   With PID 1, its parent's, then all else that it left ends too. Dies 111. */
extern void nc_notify_supervise(nc_notify *n, nc_notify_answer *answer, void *data, siginfo_t *end);

#endif
