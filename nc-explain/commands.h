/* SPDX-License-Identifier: ISC */

/* The commands of nc-explain. What they print is for people, on stdout. Each dies 111. */

#ifndef NC_COMMANDS_H
#define NC_COMMANDS_H

#include "reading.h"

/* What r does, in words. */
extern void nc_explain_profile(nc_reading const *r);

/* What b allows and a does not, and the reverse. Returns whether they differ in anything. */
extern int nc_explain_diff(nc_reading const *a, nc_reading const *b);

#endif
