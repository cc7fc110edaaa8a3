/* SPDX-License-Identifier: ISC */

/*
 * The parent side of a link that forks: it forwards signals to its child, reaps, and leaves
 * with the child's code.
 */

#ifndef NC_WAIT_H
#define NC_WAIT_H

#include <signal.h>
#include <sys/types.h>

#include <skalibs/gccattributes.h>

/* The code to die with, 111 unless it is set: nc-monitor's is another. */
extern int nc_wait_failed;

/* What the parent waits for: every signal but those that the kernel raises for a fault of
   our own and those of job control, which keep their default. */
extern void nc_wait_signals(sigset_t *set);

/* Blocks them, before the fork, leaving the mask as it was in *old for the child.
   Dies nc_wait_failed. */
extern void nc_wait_block(sigset_t *old);

/* Where the caller closed 0, 1 or 2, /dev/null takes its place: no descriptor of the chain's may
   become somebody's standard error. Dies nc_wait_failed. */
extern void nc_wait_open_standard(void);

/* In a child: it dies when its parent, of which this is a pidfd, does. Dies nc_wait_failed, also if
   the parent is gone already, after reporting "failed": an exec may have been announced. */
extern void nc_wait_die_with(int parent);

/* Starts argv, the rest of the chain, in a child that gets the signal mask and dies with this
   process. By vfork: nothing is copied, and we go on when the child has made its exec. Returns its
   PID, or -1 with errno. */
extern pid_t nc_wait_start(char const *const *argv, sigset_t const *mask);

/* The same, but the child makes no exec before prepare() has returned in this process, where it
   may die. By fork: vfork would hold the parent. */
extern pid_t nc_wait_start_after(char const *const *argv, sigset_t const *mask,
                                 void (*prepare)(void));

/* Forwards info's signal to the child pid. One that the terminal sent to our whole process
   group is not sent again to a child in that group. */
extern void nc_wait_forward(pid_t child, int sig, int from_kernel);

/* Has child ended? Reaps every other child that has. The child itself is left unreaped, so
   that its PID cannot become another's before whoever records its end has done so. Returns
   1 with *end as waitid(2) fills it, or 0. Dies nc_wait_failed. */
extern int nc_wait_ended(pid_t child, siginfo_t *end);

/* Reaps child, which has ended, where nobody records its end: left to the host's init, a zombie
   holds up the end of its pid namespace, and stays where init reaps nothing. Dies
   nc_wait_failed. */
extern void nc_wait_reap(pid_t child);

/* Waits until child ends, forwarding signals to it; the signals must be blocked. The rest
   as nc_wait_ended. */
extern void nc_wait_child(pid_t child, siginfo_t *end);

/* The exit code for how a child ended: its own, or 128 + the signal. */
extern int nc_wait_code(siginfo_t const *end) gccattr_pure;

/* Closes every descriptor but the n listed at keep, which must ascend: a copy left in a
   waiting parent would delay an end-of-file that others wait for. Dies nc_wait_failed. */
extern void nc_wait_close_others(int const *keep, unsigned int n);

#endif
