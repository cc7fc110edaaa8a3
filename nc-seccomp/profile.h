/* SPDX-License-Identifier: ISC */

/*
 * A seccomp profile in OCI's JSON format. Anything unknown in it is an error: keys, names,
 * actions, operators. So are two conditions of one rule on one argument, which some runtimes
 * read as "or", and a masked comparison that cannot match.
 */

#ifndef NC_PROFILE_H
#define NC_PROFILE_H

#include <stddef.h>

#include <jansson.h>

#include "filter.h"

/* Makes the filter for this machine's architecture. Returns 0, or -1 with what is wrong, and
   where ("syscalls[3].args[0].op: unknown operator X"), in error, a buffer of max bytes.
   A comment is allowed in the profile and in each entry of syscalls. Values from 2^63 on,
   which jansson cannot read as integers, may be written as decimal strings. */
extern int nc_profile_compile(nc_filter *filter, json_t const *profile, char *error, size_t max);

#endif
