/* SPDX-License-Identifier: ISC */

/* The log of a detached container: s6-log's folder, read line by line, also while it is written and
   rotated. Each line has a time before it, which is told apart. */

#ifndef LOG_H
#define LOG_H

#include <stdio.h>
#include <sys/types.h>
#include <time.h>

#include "entry.h"

typedef struct nc_log_s nc_log;
struct nc_log_s {
  nc_entry folder; /* just its descriptor */
  FILE *file;      /* NULL: none was there yet */
  ino_t inode;     /* of it */
  int drained;     /* it is not written to any more, and has been read after that was seen */
  char *buf;
  size_t max;
  /* the last line */
  char const *text;
  size_t len; /* without its newline */
  struct timespec time;
};

/* Starts before the oldest line of e's log. Returns 0, or -1 with errno: ENOENT if it has none. */
extern int nc_log_open(nc_log *l, nc_entry const *e);
extern void nc_log_close(nc_log const *l);

/* Goes to the next line. Returns 1, or 0 if there is none now; -1 with errno. */
extern int nc_log_next(nc_log *l);

#endif
