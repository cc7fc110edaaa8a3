/* SPDX-License-Identifier: ISC */

#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include <stddef.h>

/* Replaces the environment: PATH, HOME and TERM have defaults, then come the n entries, each
   NAME=VALUE, or NAME for the value of NC_ENV_NAME; the last one of a name wins. The chain's
   own variables stay until it ends, except NC_ENV_*. Dies 111 if an NC_ENV_NAME is not set. */
extern void environment_build(char const *const *entries, size_t n);

#endif
