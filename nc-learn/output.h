/* SPDX-License-Identifier: ISC */

#ifndef NC_OUTPUT_H
#define NC_OUTPUT_H

#include <stddef.h>
#include <stdio.h>

/* Writes the n bytes at s to file, or to stdout if that is NULL. A file is there whole or not at
   all: what stood there, which must have been a regular file, is replaced in one step. It gets
   mode 0644, less what the umask takes. Dies 111. */
extern void nc_output_write(char const *file, char const *s, size_t n);

/* The same with what print writes of data. */
typedef void nc_print(FILE *out, void const *data);
extern void nc_output_print(char const *file, nc_print *print, void const *data);

#endif
