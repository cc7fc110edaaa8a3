/* SPDX-License-Identifier: ISC */

/* The commands of nc-learn: each takes its own argument list, its name first, and makes one
   policy of one or more traces. Each returns 0, or dies 100 or 111. */

#ifndef NC_COMMANDS_H
#define NC_COMMANDS_H

#include <skalibs/strerr.h>

#include "command.h"

#define USAGE                                                                                      \
  "nc-learn seccomp [ -o file ] trace... | nc-learn landlock [ -o file ] [ -u ] trace... | "       \
  "nc-learn caps [ -o file ] [ -u ] trace..."
#define dieusage() strerr_dieusage(100, USAGE)

extern nc_command nc_learn_caps, nc_learn_landlock, nc_learn_seccomp;

#endif
