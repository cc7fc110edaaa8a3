/* SPDX-License-Identifier: ISC */

/*
 * What Landlock says in the kernel's log, as /dev/kmsg has it:
 *
 *   PRIO,SEQ,USEC,-;audit: type=1423 audit(SEC.MS:SERIAL): domain=HEX blockers=fs.read_file
 * path="/x" PRIO,SEQ,USEC,-;audit: type=1424 audit(SEC.MS:SERIAL): domain=HEX status=allocated
 * pid=N ...
 *
 * The first is a refusal; the second comes with the first refusal of a domain, and says whose it
 * is. What a process named itself is quoted or in hexadecimal, and cannot pass for more. Pure.
 */

#ifndef KERNEL_LINE_H
#define KERNEL_LINE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define KERNEL_BLOCKERS_MAX 256

typedef struct nc_kernel_line_s nc_kernel_line;
struct nc_kernel_line_s {
  int64_t when; /* seconds of the epoch */
  uint64_t domain;
  int64_t pid;                        /* who made the domain, as the host sees it; 0: a refusal */
  char blockers[KERNEL_BLOCKERS_MAX]; /* rights that were missing, with commas between them */
  char path[PATH_MAX];                /* of a refusal; empty: it is about no path */
  int port;                           /* the same; -1: about no port */
};

/* Is the record of n bytes one of these two? Returns 1 or 0. */
extern int nc_kernel_line_scan(nc_kernel_line *l, char const *s, size_t n);

#endif
