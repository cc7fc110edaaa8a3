/* SPDX-License-Identifier: ISC */

/* Processes, as /proc tells of them. */

#ifndef PROCESS_H
#define PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct nc_process_s nc_process;
struct nc_process_s {
  pid_t pid;
  pid_t parent;
  char state;         /* a letter, as in proc(5) */
  char name[16 + 1];  /* what the kernel calls it */
  uint64_t cpu_ticks; /* user and system, of sysconf(_SC_CLK_TCK) */
  uint64_t rss;       /* pages */
};

/* Returns 0, or -1 with errno: ESRCH if there is none. */
extern int nc_process_read(nc_process *p, pid_t pid);

/* Is pid a descendant of ancestor? Returns 1 or 0, or -1 with errno. */
extern int nc_process_is_below(pid_t pid, pid_t ancestor);

/* All there are. Returns an array, the caller's to free, or NULL with errno. */
extern nc_process *nc_process_all(size_t *n);

#endif
