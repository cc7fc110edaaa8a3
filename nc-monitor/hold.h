/* SPDX-License-Identifier: ISC */

/* A container that is set up and held until somebody asks for its start: the last link waits for a
   byte on NC_START, and whoever starts the container connects to the socket "start" in its record
   and sends the stderr on which it is to be told why it does not start. */

#ifndef HOLD_H
#define HOLD_H

typedef struct nc_hold_s nc_hold;
struct nc_hold_s {
  int wanted;
  int link;     /* what the last link reads, until the chain has it */
  int gate;     /* the other end */
  int listener; /* the socket */
  int held;     /* the last link waits */
};
#define NC_HOLD_ZERO                                                                               \
  {                                                                                                \
    .link = -1, .gate = -1, .listener = -1                                                         \
  }
#define NC_HOLD_FDS 2

/* All of these do nothing unless h->wanted, and die NC_FAILED. */

/* Makes the socket in the record's folder dir, and passes NC_START on. */
extern void nc_hold_open(nc_hold *h, int dir);

/* The chain has been started. */
extern void nc_hold_passed(nc_hold *h);

/* Writes the descriptors to keep to fds; returns how many. */
extern unsigned int nc_hold_fds(nc_hold const *h, int *fds);

/* Somebody connects: takes stderr from him, as our own, and lets the payload go. Returns the
   connection, or -1 if he has gone, or says nothing for a second. */
extern int nc_hold_release(nc_hold *h);

#endif
