/* SPDX-License-Identifier: ISC */

/* What is said of one system call: its name, and the arguments that decide what it is. */

#ifndef NC_CALL_H
#define NC_CALL_H

#include <stddef.h>
#include <stdint.h>

#include <linux/seccomp.h>

#define NC_CALL_ARGS 3

typedef struct nc_call_s nc_call;
struct nc_call_s {
  uint32_t arch; /* as libseccomp has it: x32 is another than x86_64 */
  int number;
  unsigned char shown; /* bit i: args[i] is said */
  uint32_t args[NC_CALL_ARGS];
};

/* What of data tells calls apart: two that are the same compare equal with memcmp. */
extern void nc_call_narrow(nc_call *call, struct seccomp_data const *data);

/* Writes call as one line of JSON with its end into max bytes at buf, and returns its length. It
   depends on call alone, whatever count is: a line is updated in its place. */
extern size_t nc_call_format(nc_call const *call, uint64_t count, char *buf, size_t max);

#endif
