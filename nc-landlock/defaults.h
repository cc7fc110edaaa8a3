/* SPDX-License-Identifier: ISC */

#ifndef NC_LANDLOCK_DEFAULTS_H
#define NC_LANDLOCK_DEFAULTS_H

#include "rules.h"

/* What a container of the agent mode has. Ends with a path that is NULL. */
extern rule const default_rules[];

#endif
