/* SPDX-License-Identifier: ISC */

/*
 * What a filter refuses, written down: it is loaded with a notification in the place of each
 * errno, and this process writes the call to the log, NC_DENIED, and answers with the errno that
 * the filter has for it. No call is made that the filter does not allow.
 */

#ifndef DENIED_H
#define DENIED_H

#include <stdint.h>

#include <linux/filter.h>

#include "chain.h"
#include "notify.h"
#include "tally.h"

typedef struct denied_s denied;
struct denied_s {
  nc_tally log;
  nc_notify notify;
  struct sock_filter const *insns; /* the filter */
  unsigned short n;
};

/* Takes the log. Dies 111. */
extern void denied_open(denied *d);

/* Asks for what the kernel needs, before it is reported that anything will be. Dies 111. */
extern void denied_prepare(denied *d);

/* Executes next in a child behind the filter of n instructions, loaded with flags,
   SECCOMP_FILTER_FLAG_*, and waits for it. Returns its exit code. Dies 111. */
extern int denied_supervise(denied *d, nc_chain_next const *next, struct sock_filter const *insns,
                            unsigned short n, uint32_t flags);

#endif
