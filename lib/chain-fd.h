/* SPDX-License-Identifier: ISC */

/* The descriptors that a link passes on to later ones, by the variables of chain.h. */

#ifndef NC_CHAIN_FD_H
#define NC_CHAIN_FD_H

#include <skalibs/gccattributes.h>

/* Does this entry of an environment, NAME=VALUE, name a descriptor of the chain's? */
extern int nc_chain_is_fd(char const *entry) gccattr_pure;

/* The descriptor that the variable names, or -1 if it is not set. Dies 111 if the variable
   is set to something that is not an open descriptor. */
extern int nc_chain_fd(char const *variable);

/* Passes fd on to the next links as variable: sets it and clears close-on-exec. */
extern void nc_chain_pass(char const *variable, int fd);

/* Marks every descriptor from 3 on close-on-exec but those that the variables name. Dies 111. */
extern void nc_chain_seal(void);

/* Marks those that the variables name close-on-exec. Dies 111. */
extern void nc_chain_withhold(void);

#endif
