/* SPDX-License-Identifier: ISC */

/* Landlock's rights by name: the kernel's, in lower case and without their prefix. */

#ifndef NC_RIGHTS_H
#define NC_RIGHTS_H

#include <stdint.h>

#include "kernel.h"

typedef struct nc_right_s nc_right;
struct nc_right_s {
  char const *name;
  uint64_t bits;
  int abi; /* the first that has it */
};

/* Each ends with a NULL name. */
extern nc_right const nc_rights_path[];
extern nc_right const nc_rights_port[];

/* The bits of those that abi has. */
extern uint64_t nc_rights_of_abi(nc_right const *rights, int abi);

#endif
