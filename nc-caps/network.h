/* SPDX-License-Identifier: ISC */

#ifndef NETWORK_H
#define NETWORK_H

/* Joins the network namespace that nc-unshare -N made meanwhile, waiting for it if need be.
   Returns 1, or 0 if there is none to join (NC_NETNS is not set). Dies 111. */
extern int network_join(void);

#endif
