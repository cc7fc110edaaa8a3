/* SPDX-License-Identifier: ISC */

/*
 * The parent side of a link that forks: it forwards signals to its child, reaps, and leaves
 * with the child's code.
 */

#ifndef NC_WAIT_H
#define NC_WAIT_H

#include <signal.h>

/* What the parent waits for: every signal but those that the kernel raises for a fault of
   our own and those of job control, which keep their default. */
extern void nc_wait_signals(sigset_t *set);

/* Blocks them, before the fork, leaving the mask as it was in *old for the child. Dies 111. */
extern void nc_wait_block(sigset_t *old);

/* Forwards info's signal to the child pid. One that the terminal sent to our whole process
   group is not sent again to a child in that group. */
extern void nc_wait_forward(pid_t child, int sig, int from_kernel);

/* Waits until child ends, forwarding signals to it and reaping every other child. The
   signals must be blocked. Returns the child's wait status. Dies 111. */
extern int nc_wait_child(pid_t child);

/* The exit code for a wait status: the child's own, or 128 + the signal. */
extern int nc_wait_code(int wstat);

/* Closes every descriptor but the n listed at keep, which must ascend: a copy left in a
   waiting parent would delay an end-of-file that others wait for. Dies 111. */
extern void nc_wait_close_others(int const *keep, unsigned int n);

#endif
