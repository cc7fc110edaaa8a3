/* SPDX-License-Identifier: ISC */

/*
 * A container to wait for or to signal. Neither goes by PID: whoever holds the lock is the
 * monitor, and a process gets a signal only by a pidfd, opened and *then* found to be
 * what the record says, below that monitor.
 */

#ifndef TARGET_H
#define TARGET_H

#include "entry.h"

typedef struct nc_target_s nc_target;
struct nc_target_s {
  nc_entry e;
  nc_state const *state;
  char const *ref;
  int monitor; /* a pidfd; -1 if the container is not alive */
  int audit;   /* the log, which says how it ended even when the record is gone; or -1 */
  int failed;  /* it could not be signalled: it is not waited for any more */
};

/* Returns 1, or 0 after saying on stderr why not. */
extern int nc_target_open(nc_target *t, nc_state const *s, char const *ref);
extern void nc_target_close(nc_target const *t);

/* Those that argv refers to, at *targets. Returns how many; *code becomes 1 if some are not there.
   Dies 111. */
extern size_t nc_target_open_all(nc_target **targets, nc_state const *s, char const *const *argv,
                                 int *code);

/* A pidfd of PID 1 inside, or -1 with errno: ESRCH if it has ended (e, as it was read, is
   out of date then), EPERM if the record names a process that is not its monitor's. */
extern int nc_target_pid1(nc_target const *t, nc_entry const *e);

/* Sends sig to PID 1 inside; a container that has not started yet is cancelled by what would end
   it. Returns 1, also if it has just ended by itself, or 0 after saying on stderr why not. Does
   nothing for one that is not alive, or has failed before. */
extern int nc_target_signal(nc_target *t, int sig);

/* Waits until all of the n have stopped, or for so many seconds (negative: forever). Then the
   monitor of those that have is -1. Returns how many have not. Dies 111. */
extern size_t nc_target_await(nc_target *targets, size_t n, int64_t seconds);

/* Kills all of the n that have not stopped, and waits for that; says on stderr which do not end. */
extern void nc_target_kill(nc_target *targets, size_t n);

#endif
