/* SPDX-License-Identifier: ISC */

/*
 * A seccomp profile in OCI's JSON format. Anything unknown in it is an error: keys, names,
 * actions, operators. So are two conditions of one rule on one argument, which some runtimes
 * read as "or", a masked comparison that cannot match, and what needs a tracer or a listener.
 */

#ifndef NC_PROFILE_H
#define NC_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "filter.h"

/* What includes and excludes ask about. */
typedef struct nc_profile_host_s nc_profile_host;
struct nc_profile_host_s {
  uint64_t caps;             /* that the payload can have: bit N is capability N */
  unsigned int major, minor; /* the kernel's version */
};

/* Sets the version of the kernel that runs. Returns 0, or -1 with errno. */
extern int nc_profile_ask_kernel(nc_profile_host *host);

/* Reads the rules for this machine's architecture, and the filter's flags. rules->s is set even on
   failure, the caller's to free(3). Returns 0, or -1 with what is wrong, and
   where ("syscalls[3].args[0].op: unknown operator X"), escaped (nc_escape), in error, a buffer of
   max bytes.
   A comment is allowed in the profile and in each entry of syscalls. Values may be decimal strings,
   as nc_policy_json makes them of those from 2^63 on.
   Without a host, NULL, an entry's includes and excludes must be empty. An entry that they
   leave out is read as strictly as the others.
   A system call that nobody knows is an error without skipped, NULL. With it, the call is skipped
   if that lets nothing through that the profile stops, and *skipped is text, to be freed, with a
   line for each ("syscalls[3].names[0]: unknown system call X"); also where -1 is returned. */
extern int nc_profile_read(nc_rules *rules, uint32_t *flag_set, json_t const *profile,
                           nc_profile_host const *host, char **skipped, char *error, size_t max);

/* Reads them, and makes the filter. */
extern int nc_profile_compile(nc_filter *filter, json_t const *profile, nc_profile_host const *host,
                              char **skipped, char *error, size_t max);

#endif
