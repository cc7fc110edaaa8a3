/* SPDX-License-Identifier: ISC */

/* What is said of one system call: its name, and the arguments that decide what it is. Needs no
   libseccomp. */

#ifndef NC_CALL_H
#define NC_CALL_H

#include <stddef.h>
#include <stdint.h>

#include <linux/seccomp.h>

#define NC_CALL_ARGS 3
#define NC_CALL_MADE (-1)

typedef struct nc_call_s nc_call;
struct nc_call_s {
  uint32_t arch; /* as libseccomp has it: x32 is another than x86_64. 0: calls of all kinds */
  int number;
  int error;           /* the errno (0: none) that it was answered with, or NC_CALL_MADE */
  unsigned char shown; /* bit i: args[i] is said */
  uint32_t args[NC_CALL_ARGS];
};

/* What of data tells calls apart, of one that is made: two that are the same compare equal with
   memcmp. */
extern void nc_call_narrow(nc_call *call, struct seccomp_data const *data);

/* Writes call as one line of JSON with its end into max bytes at buf, and returns its length. name
   is the call's, or NULL. The length does not depend on count: a line is updated in its place. */
extern size_t nc_call_format(nc_call const *call, char const *name, uint64_t count, char *buf,
                             size_t max);

/* An architecture's name, as seccomp_arch_resolve_name(3) takes it, or NULL if it is none of those
   that a machine of ours can run. */
extern char const *nc_call_arch(uint32_t arch);

#endif
