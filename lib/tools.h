/* SPDX-License-Identifier: ISC */

#ifndef NC_TOOLS_H
#define NC_TOOLS_H

/* Clones the folder of nucleus's programs (nc_chain_folder) as a detached mount, read-only and
   without set-user-ID: for NC_TOOLS, to be passed on into a root that may be hostile. It takes
   CAP_SYS_ADMIN over the mount namespace. Returns a close-on-exec descriptor, or -1 with errno. */
extern int nc_tools_clone(void);

#endif
