/* SPDX-License-Identifier: ISC */

/* Lines of the log that tell what calls touch: paths, ports and capabilities. Each dies 111. */

#ifndef NC_OBJECTS_H
#define NC_OBJECTS_H

#include <stdint.h>

#include "tally.h"

/* Rights (lib/rights.h) on path, which is absolute; made: they are needed for what the program made
   beneath it. Returns 1, or 0 if the path is too long for a line, or not UTF-8: nothing is said. */
extern int objects_path(nc_tally *t, char const *path, uint64_t rights, int made);

/* What call touches could not be seen. */
extern void objects_hidden(nc_tally *t, char const *call);

/* TCP, rights of nc_rights_port. */
extern void objects_port(nc_tally *t, uint16_t port, uint64_t rights);

/* call may need the capability, a constant without its CAP_; held: the process had it in its
   effective set. */
extern void objects_capability(nc_tally *t, char const *capability, char const *call, int held);

#endif
