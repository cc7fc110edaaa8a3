/* SPDX-License-Identifier: ISC */

/* The copy of what is in one file. */

#ifndef NC_CONTENTS_H
#define NC_CONTENTS_H

#include <stddef.h>
#include <sys/stat.h>

/* Copies what is in the regular file in, whose status is st, to the empty file out; both are at
   their beginnings. Holes stay holes. A file that shrinks meanwhile ends early; one that grows, at
   st's size. Calls copied with data after each piece, of n bytes. Returns NULL; or, with errno,
   what failed: "read" or "write". The process must have one thread. */
extern char const *nc_contents_copy(int in, int out, struct stat const *st,
                                    void (*copied)(void *data, size_t n), void *data);

#endif
