/* SPDX-License-Identifier: ISC */

/* The variables that the chain gets: the payload's, and those of our caller's that -v names. given:
   the words for nc-exec, NULL at the end. */

#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <stddef.h>

/* Of the chain's variables, what -v names stays: the rest is of a chain that we are not in. */
extern void environment_clean(char const *const *given);

/* Adds the payload's variables that are not given, from where they still are: nc-init got them, and
   nothing inside can read or change it. text: n bytes, strings with a NUL each, which must stay.
   Returns whether there was a filter. Dies NC_FAILED. */
extern int environment_take(char const *const *given, char *text, size_t n);

#endif
