/* SPDX-License-Identifier: ISC */

/* The monitor's end of the report socket: what links say, and who says it. And a socket in the
   record, for those who come later. */

#ifndef INBOX_H
#define INBOX_H

#include <sys/types.h>

#include "report.h"

#define INBOX_FDS 4

typedef struct nc_inbox_s nc_inbox;
struct nc_inbox_s {
  int fd;
  int eof;         /* no link has a copy of the other end any more */
  int last_exec;   /* the last record was "exec" */
  int exec_failed; /* or "exec-failed" */
  /* of the last record */
  char text[NC_REPORT_MAX + 1]; /* without its newline, and a NUL that len does not count */
  size_t len;
  pid_t sender;       /* as the host sees it: the kernel's word */
  int fds[INBOX_FDS]; /* handed over, close-on-exec: the caller's now */
  unsigned int nfds;
};

/* Makes the socket pair. Returns the links' end, close-on-exec. Dies NC_FAILED. */
extern int nc_inbox_open(nc_inbox *i);

/* Makes a socket called name in the folder dir, for records of whoever may reach it. Dies
 * NC_FAILED.
 */
extern void nc_inbox_listen(nc_inbox *i, int dir, char const *name);

/* Reads one record. Returns 1, or 0 if there is none now, or no more (i->eof). Dies NC_FAILED. */
extern int nc_inbox_read(nc_inbox *i);

/* Is the last record's event this, said by tool (NULL: any)? */
extern int nc_inbox_is(nc_inbox const *i, char const *tool, char const *event);

/* Has the payload started? The last record was "exec", then end-of-file. */
extern int nc_inbox_started(nc_inbox const *i);

#endif
