/* SPDX-License-Identifier: ISC */

#ifndef NC_OUTPUT_H
#define NC_OUTPUT_H

#include <stddef.h>

/* Writes the n bytes at s to file, or to stdout if that is NULL. A file is there whole or not at
   all: what stood there, which must have been a regular file, is replaced in one step. It gets
   mode 0644, less what the umask takes. Dies 111. */
extern void nc_output_write(char const *file, char const *s, size_t n);

#endif
