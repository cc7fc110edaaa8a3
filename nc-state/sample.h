/* SPDX-License-Identifier: ISC */

/* What a container uses: its cgroup's files, read at one time. */

#ifndef SAMPLE_H
#define SAMPLE_H

#include <stdint.h>
#include <time.h>

#include "entry.h"

#define SAMPLE_UNKNOWN   (-1) /* its controller is not there */
#define SAMPLE_UNLIMITED INT64_MAX

typedef struct sample_s sample;
struct sample_s {
  nc_entry e;
  struct timespec at;                              /* CLOCK_MONOTONIC */
  double cpu_percent;                              /* of one CPU; negative: unknown */
  int64_t cpu;                                     /* microseconds */
  int64_t memory, memory_max, io_read, io_written; /* bytes */
  int64_t pids, pids_max, oom_kills;
};

/* Measures s->e, which is open: all but cpu_percent. */
extern void sample_take(sample *s);

/* Sets now's cpu_percent to what was used since before, if both are known. */
extern void sample_compare(sample *now, sample const *before);

#endif
