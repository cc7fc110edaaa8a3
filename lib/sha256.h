/* SPDX-License-Identifier: ISC */

#ifndef NC_SHA256_H
#define NC_SHA256_H

#include <stddef.h>

#define NC_SHA256_HEX 64 /* digits */

/* The SHA-256 of the n bytes at s, in lower-case hexadecimal digits, and a NUL. */
extern void nc_sha256(char hex[NC_SHA256_HEX + 1], void const *s, size_t n);

/* Is s one: 64 hexadecimal digits, in either case? */
extern int nc_sha256_is(char const *s);

#endif
