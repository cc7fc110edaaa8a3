/* SPDX-License-Identifier: ISC */

#ifndef UNSEEN_H
#define UNSEEN_H

#include <linux/filter.h>

/* Has each call wait for nc-trace, but for the return from a signal's handler: a second signal
   would interrupt that wait, and the program go on where no program is. */
extern struct sock_fprog const unseen_filter;

#endif
