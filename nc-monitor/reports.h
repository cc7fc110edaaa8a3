/* SPDX-License-Identifier: ISC */

/* What the links of the chain report, and what comes of it: the record, the container's PID 1, its
   cgroup, its terminal, its start. Both die NC_FAILED. */

#ifndef REPORTS_H
#define REPORTS_H

#include "container.h"

/* Reads what has come; after the last record, the payload runs. */
extern void nc_reports_read(container *c);

/* Reads what nc-enter says of whom it lets in. */
extern void nc_reports_attached(container *c);

#endif
