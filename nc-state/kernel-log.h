/* SPDX-License-Identifier: ISC */

/* What Landlock has written to the kernel's log. */

#ifndef KERNEL_LOG_H
#define KERNEL_LOG_H

#include "kernel-line.h"

typedef struct nc_kernel_log_s nc_kernel_log;
struct nc_kernel_log_s {
  int fd;
};

typedef struct nc_lack_s nc_lack;
struct nc_lack_s {
  char const *why, *remedy;
};

/* Opens the log, which takes CAP_SYSLOG. Returns 0, or -1 with errno. */
extern int nc_kernel_log_open(nc_kernel_log *log);

/* Back to the oldest line that there is. Dies 111. */
extern void nc_kernel_log_rewind(nc_kernel_log *log);

/* The next line of Landlock's. Returns 1, or 0 if there is none. Dies 111. */
extern int nc_kernel_log_next(nc_kernel_log *log, nc_kernel_line *line);

extern void nc_kernel_log_close(nc_kernel_log *log);

/* Why Landlock's refusals do not come into the log, or may not; NULL if they do. */
extern nc_lack const *nc_kernel_log_lack(void);

#endif
