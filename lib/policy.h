/* SPDX-License-Identifier: ISC */

/*
 * A policy: a file that a tool is told to obey, on a descriptor that was opened before anything of
 * the container's could be in the way. It is read once, whole; what is hashed is what is parsed.
 */

#ifndef NC_POLICY_H
#define NC_POLICY_H

#include <stddef.h>

#include <jansson.h>

#include "report.h"
#include "sha256.h"

#define NC_POLICY_MAX    1048576 /* bytes of one policy */
#define NC_POLICY_DIGITS 19      /* of an integer that may come as a string */

typedef struct nc_policy_s nc_policy;
struct nc_policy_s {
  char *s; /* free(3) it; not NUL-terminated */
  size_t n;
  char sha256[NC_SHA256_HEX + 1]; /* of the n bytes at s, in lower case */
};

/* What a policy is pinned to, an option's argument: returns s, a SHA-256 in either case. Dies 100
   if it is none. */
extern char const *nc_policy_pin(char const *s);

/* Reads fd to its end, from where it stands, and closes it. pin is the SHA-256 that the bytes must
   have, or NULL. Dies 111 if fd cannot be read, if there are more than NC_POLICY_MAX bytes, or if
   the SHA-256 is another. */
extern void nc_policy_read(nc_policy *policy, int fd, char const *pin);

/* Ends and sends a report, and with it the n bytes that were obeyed, for nc-monitor to keep: what
   is to be as confined later obeys the very same. Dies 111. */
extern void nc_policy_report(nc_report *r, void const *s, size_t n);

/* The policy as JSON (RFC 8259), one object, no key twice in one of its objects. An integer that is
   NC_POLICY_DIGITS long or longer may come as a string: jansson's end at 2^63 - 1. Returns a new
   reference, the caller's, or NULL with what is wrong, and at which line and column, in the max
   bytes at error: see nc_policy_wrong. */
extern json_t *nc_policy_json(nc_policy const *policy, char *error, size_t max);

/* The same for a policy in TOML: see toml.h. */
extern json_t *nc_policy_toml(nc_policy const *policy, char *error, size_t max);

/* Writes what is wrong with a policy, and where, to the max bytes at error. A terminal may be shown
   it: names that the policy's author chose are escaped (nc_escape). Returns 0. Pure. */
extern int nc_policy_wrong(char *error, size_t max, char const *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
