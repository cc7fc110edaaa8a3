/* SPDX-License-Identifier: ISC */

/* What nc-profile passes to nc-seccomp as NC_FILTER, a sealed memory file: the SHA-256 of the
   profile, then the filter's instructions (struct sock_filter). */

#ifndef NC_PASSED_H
#define NC_PASSED_H

#include <fcntl.h>

#define NC_SHA256_LEN   32
#define NC_FILTER_SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

#endif
