/* SPDX-License-Identifier: ISC */

/* Whether the kernel lets a process at a file, by IDs, mode and capabilities. */

#ifndef NC_ACCESS_H
#define NC_ACCESS_H

#include <sys/stat.h>

#include "traced.h"

/* Does the mode of what st tells of deny want, bits of R_OK, W_OK and X_OK, to the process? Lists
   of access are not looked at. */
extern int access_is_restricted(traced *t, struct stat const *st, int want);

/* Would the kernel let us, who have what the process has, do want to what fd is open on? 0 if it
   does not say, too: then that is hidden. */
extern int access_is_possible(traced *t, int fd, int want);

/* Has the process one of the IDs? gid: its group, or one of the others. */
extern int access_has_gid(traced_ids const *ids, gid_t gid);

#endif
