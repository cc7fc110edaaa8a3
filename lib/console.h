/* SPDX-License-Identifier: ISC */

/* The container's terminal, of which there is one or none: relayed to the caller's, or its master
   sent to a socket. Where none is asked for, these do nothing. They die NC_FAILED, and at each exit
   the caller's terminal gets its modes back. */

#ifndef CONSOLE_H
#define CONSOLE_H

#include <poll.h>
#include <signal.h>

#include "terminal.h"

#define CONSOLE_FDS  2
#define CONSOLE_POLL NC_RELAY_POLL

/* Opens standard input, which must be a terminal, and standard output for a relay, or connects to
   the socket; neither if terminal is 0 and socket NULL. */
extern void console_open(int terminal, char const *socket);

/* Adds to set, and blocks, what console_takes_signal is to hear besides. */
extern void console_signals(sigset_t *set);

/* The descriptors that it needs, in fds, CONSOLE_FDS at most. Returns how many. */
extern unsigned int console_fds(int *fds);

/* Takes over the master that a link has made, and makes the caller's terminal raw. */
extern void console_adopt(int master);

/* The payload has started: it must have the terminal that was asked for. */
extern void console_check(void);

/* Is it for the terminal, and nothing to forward? */
extern int console_takes_signal(int sig);

/* Fills p for poll(2). Returns how many entries. */
extern unsigned int console_poll(struct pollfd *p);
extern void console_run(struct pollfd const *p);

/* The container is gone: relays what it wrote, however slow the caller's side is, unless a signal
   (signals, a signalfd) ends that, and gives the caller's terminal back. */
extern void console_finish(int signals);

#endif
