/* SPDX-License-Identifier: ISC */

/* UTF-8. Pure. */

#ifndef NC_UTF8_H
#define NC_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length of the valid UTF-8 sequence of two bytes or more at text, of which n are there, or 0
   (RFC 3629, table 3-7 of Unicode). */
extern size_t nc_utf8_length(char const *text, size_t n);

/* Writes the code point c, at most 0x10ffff and no surrogate, to the at most 4 bytes at s. Returns
   how many. */
extern size_t nc_utf8_encode(char *s, uint32_t c);

#endif
