/* SPDX-License-Identifier: ISC */

/* The errors of system calls, by name and by number. */

#ifndef NC_ERRORS_H
#define NC_ERRORS_H

#define NC_ERROR_MAX 4095 /* the kernel's MAX_ERRNO: a filter that carries more is cut */

/* "EPERM"; of several names the first in the alphabet. NULL if the number has none. */
extern char const *nc_error_name(unsigned int number);

/* The number of that name, or 0 if there is none. */
extern unsigned int nc_error_number(char const *name);

#endif
