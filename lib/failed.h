/* SPDX-License-Identifier: ISC */

#ifndef FAILED_H
#define FAILED_H

/* nc-monitor leaves with the payload's code, so its own failures have one that payloads
   hardly use (Docker's convention) and not the 111 of the other links. */
#define NC_FAILED 125

#endif
