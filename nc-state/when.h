/* SPDX-License-Identifier: ISC */

/* Instants as people give them. */

#ifndef WHEN_H
#define WHEN_H

#include <time.h>

/* RFC 3339 ("2026-01-02T03:04:05.5+01:00", a space or 't' for the T, a missing time is midnight
   UTC), or how long before now, as "1h30m" (d, h, m, s). Returns 1, or 0. */
extern int nc_when_scan(char const *s, time_t now, struct timespec *when);

#endif
