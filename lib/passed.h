/* SPDX-License-Identifier: ISC */

/* What nc-profile passes to nc-seccomp as NC_FILTER, a sealed memory file (sealed.h): the SHA-256
   of the profile, then the filter's instructions (struct sock_filter). */

#ifndef NC_PASSED_H
#define NC_PASSED_H

#define NC_SHA256_LEN 32

#endif
