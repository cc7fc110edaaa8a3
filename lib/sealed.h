/* SPDX-License-Identifier: ISC */

/* Sealed memory files: bytes that one program hands to another, and nobody can change. */

#ifndef NC_SEALED_H
#define NC_SEALED_H

#include <stddef.h>

/* Makes one of the n bytes at s; name is for /proc. Returns a close-on-exec descriptor
   that stands at the start, or -1 with errno. */
extern int nc_sealed_make(char const *name, void const *s, size_t n);

/* Reads it whole, wherever fd stands. Returns the *n bytes, the caller's to free(3), or NULL with
   errno: EINVAL if fd is not sealed, EFBIG if there are more than max bytes. */
extern void *nc_sealed_read(int fd, size_t max, size_t *n);

#endif
