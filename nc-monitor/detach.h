/* SPDX-License-Identifier: ISC */

/*
 * A container that outlives who started it: the monitor goes on in a session of its own, with
 * /dev/null as its standard input, and what the payload writes goes to s6-log. All functions but
 * the first do nothing, and succeed, if nothing is detached.
 */

#ifndef DETACH_H
#define DETACH_H

#include <poll.h>

typedef struct nc_detached_s nc_detached;
struct nc_detached_s {
  char *logger; /* the path of s6-log; NULL: nothing is detached */
  int caller;   /* the process that was started waits at its other end */
  int errors;   /* that one's standard error, until the payload has started */
  int setup;    /* what the links say until the payload's exec: read end */
  int said;     /* and the other, until the chain has it */
  int output;   /* what the payload writes: read end */
  int written;  /* the same: our standard error when it has started */
  int pidfd;    /* of s6-log; -1: it does not run */
  int dir;      /* the record, borrowed */
};
#define NC_DETACHED_ZERO                                                                           \
  {                                                                                                \
    .caller = -1, .errors = -1, .setup = -1, .said = -1, .output = -1, .written = -1, .pidfd = -1, \
    .dir = -1                                                                                      \
  }
#define NC_DETACHED_FDS 6 /* that a monitor has of these while it runs */

/* Looks s6-log up and forks. Returns in the child, which dies by SIGTERM (or is told so, if that is
   blocked) when its parent does. The parent waits for the container's start, writes its ID to
   stdout and leaves with 0; or it leaves with the child's code. Dies NC_FAILED. */
extern void nc_detach(nc_detached *d);

/* Before and after the chain is started, which gets the pipes. */
extern void nc_detached_pass(nc_detached *d);
extern void nc_detached_passed(nc_detached *d);

/* Writes the descriptors to keep to fds; returns how many. */
extern unsigned int nc_detached_fds(nc_detached const *d, int *fds);

/* The payload has started: starts s6-log in the record's folder dir, and returns when that is
   ready. Dies NC_FAILED. */
extern void nc_detached_start(nc_detached *d, int dir);

/* The payload has started, or is held: tells who waits what the links said, and the container's id.
 */
extern void nc_detached_tell(nc_detached *d, char const *id);

/* What to poll for: s6-log's end; and, while it does not run, *ms until it is to be started
   again. */
extern void nc_detached_poll(nc_detached const *d, struct pollfd *p, int *ms);

/* Starts s6-log again if that is due. Returns 1 if it was. */
extern int nc_detached_revive(nc_detached *d, struct pollfd const *p);

/* The container has ended. If it had started, writes a newline to the log's pipe, as s6-log forgets
   a last line that has none (whoever reads the log takes the last newline away again), and waits
   until s6-log has written everything, or for FLUSH_SECONDS: somebody outside may have got a copy
   of the pipe. If not, says on the caller's stderr what the links said. */
extern void nc_detached_close(nc_detached *d, int started);

#endif
