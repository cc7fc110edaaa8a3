/* SPDX-License-Identifier: ISC */

#ifndef NC_PERMITS_H
#define NC_PERMITS_H

#include "filter.h"

/* Does the filter let this machine's execve(2) through? Its arguments are taken to be 0: they are
   addresses, which no sensible rule compares. Returns 1 or 0; 0 too for code that filter.c does
   not make. */
extern int nc_filter_permits_exec(nc_filter const *filter);

#endif
