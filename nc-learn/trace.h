/* SPDX-License-Identifier: ISC */

/*
 * A trace: a file of JSON objects, one a line. What a line is about says the one of the keys
 * "syscall", "path", "port" and "capability" that it has: its kind.
 */

#ifndef NC_TRACE_H
#define NC_TRACE_H

#include <stddef.h>
#include <stdio.h>

#include <jansson.h>

#include <skalibs/gccattributes.h>

typedef struct nc_trace_s nc_trace;
struct nc_trace_s {
  char const *file;
  FILE *stream;
  unsigned long line; /* from 1 on: of what was read last */
};

/* Opens file, whose name is not copied. Dies 111. */
extern void nc_trace_open(nc_trace *t, char const *file);

/* The next line of that kind: a new reference, the caller's. Lines of the other kinds are passed
   over. At the end NULL, and the file is closed. Dies 111 if it cannot be read, or if a line,
   also one that is passed over, is no object, has no end, or has no kind or two. */
extern json_t *nc_trace_next(nc_trace *t, char const *kind);

/* Is it the call that sets up io_uring, by which things are done without a call? */
extern int nc_trace_is_ring(json_t const *line);

/* Dies 111: "unable to use FILE, line N: reason". */
extern void nc_trace_refuse(nc_trace const *t, char const *reason) gccattr_noreturn;

/* Pure: the n bytes at s, one line with its end, as an object, a new reference; NULL with what is
   wrong in error, a buffer of max bytes. Its kind is left at *kind. */
extern json_t *nc_trace_parse(char const *s, size_t n, char const **kind, char *error, size_t max);

#endif
