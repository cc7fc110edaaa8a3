/* SPDX-License-Identifier: ISC */

/* What others named, as a terminal may be shown it. Pure. */

#ifndef NC_ESCAPE_H
#define NC_ESCAPE_H

#include <stdarg.h>
#include <stddef.h>

/* Writes s and a NUL to the max bytes at buf, cut with an ellipsis if it does not fit or has more
   than width characters. Control characters, which a terminal would obey, C1 ones too, and bytes
   that are not UTF-8 become \xNN. */
extern void nc_escape(char *buf, size_t max, size_t width, char const *s);

/* The same of what vprintf(3) would write, a message: of longer ones the beginning. */
extern void nc_escape_vprintf(char *buf, size_t max, char const *format, va_list args)
    __attribute__((format(printf, 3, 0)));

#endif
