/* SPDX-License-Identifier: ISC */

/* System calls that a profile had better not allow, and why. */

#ifndef NC_RISKS_H
#define NC_RISKS_H

#include "filter.h"

typedef struct nc_risk_s nc_risk;
struct nc_risk_s {
  char const *call;
  char const *why;
  nc_rule when; /* only its conditions count */
};

/* To one without a call. */
extern nc_risk const nc_risks[];

#endif
