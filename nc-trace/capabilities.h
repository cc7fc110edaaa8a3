/* SPDX-License-Identifier: ISC */

/* Capabilities that a call may need, written down: the kernel tells nobody without privilege what
   it checks, so this is what capabilities(7) and the kernel's source say of the call. */

#ifndef NC_CAPABILITIES_H
#define NC_CAPABILITIES_H

#include <sys/stat.h>

#include <linux/capability.h>

#include "traced.h"

/* the two arguments of the name */
#define CAPABILITY(name) CAP_##name, #name

/* The call needs it of the user namespace that we are in; nothing is said of a process in another.
 */
extern void capability(traced *t, int number, char const *name);

/* Does the process have it? */
extern int capability_is_held(traced *t, int number);

/* What it takes where the mode of st denies want (R_OK, W_OK, X_OK), or search on the way. */
extern void capability_for_access(traced *t, struct stat const *st, int want);
extern void capability_for_search(traced *t);

#endif
