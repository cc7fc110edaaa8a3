/* SPDX-License-Identifier: ISC */

/*
 * What a file is run with: what its "#!" names, or the loader that it asks for as an ELF file. The
 * bytes are anyone's. They are read as the kernel reads them, and what it would not run is run with
 * nothing. Pure, but for the reading, which is the caller's.
 */

#ifndef INTERPRETER_H
#define INTERPRETER_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Reads n bytes at offset, any that the file names, into buf. Returns how many there were, or -1:
   pread(2). */
typedef ssize_t interpreter_read(void *file, void *buf, size_t n, uint64_t offset);

/* Returns 1 with its path, as the file has it and not empty; 0 if it has none; -1 if the beginning
   of the file cannot be read. */
extern int interpreter_find(interpreter_read *read, void *file, char path[PATH_MAX]);

#endif
