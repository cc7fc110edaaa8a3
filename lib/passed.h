/* SPDX-License-Identifier: ISC */

/* What nc-profile passes to nc-seccomp as NC_FILTER, a sealed memory file (sealed.h), which ends
   with the last of its instructions. */

#ifndef NC_PASSED_H
#define NC_PASSED_H

#include <stdint.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#define NC_SHA256_LEN   32
#define NC_FILTER_FLAGS (SECCOMP_FILTER_FLAG_LOG | SECCOMP_FILTER_FLAG_SPEC_ALLOW)

typedef struct nc_passed_s nc_passed;
struct nc_passed_s {
  char sha256[NC_SHA256_LEN]; /* of the profile */
  uint32_t flags;             /* of NC_FILTER_FLAGS, to load the filter with */
  struct sock_filter insns[BPF_MAXINSNS];
};

#endif
