/* SPDX-License-Identifier: ISC */

#ifndef USERNS_H
#define USERNS_H

#include <sys/types.h>

/* Enters a new user namespace in which the caller is uid and gid, and nobody else is mapped.
   It takes no privilege, but /proc. Dies 111. */
extern void userns_enter(uid_t uid, gid_t gid);

/* Does our user namespace deny setgroups(2) for good? 0 if it does not, or if /proc is not
   there to tell. */
extern int userns_denies_setgroups(void);

/* Is our user namespace the initial one, the host's? 0 if not, or if /proc is not there to tell. */
extern int userns_is_initial(void);

#endif
