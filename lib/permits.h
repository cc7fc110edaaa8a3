/* SPDX-License-Identifier: ISC */

/* What a filter of ours lets through. Pure. */

#ifndef NC_PERMITS_H
#define NC_PERMITS_H

#include <stdint.h>

#include <linux/filter.h>

/* Does this answer, a SECCOMP_RET_*, let the call be made? */
extern int nc_permits(uint32_t answer);

/* Do the n instructions let this machine's execve(2) through, whatever its addresses are? */
extern int nc_permits_exec(struct sock_filter const *insns, unsigned int n);

#endif
