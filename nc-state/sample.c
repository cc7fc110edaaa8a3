/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/types.h>

#include "sample.h"

static int read_file(int cgroup, char const *file, char *buf, size_t max)
{
  int fd = openat(cgroup, file, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return 0; /* its controller is not there */
  size_t n = allread(fd, buf, max - 1);
  close(fd);
  buf[n] = 0;
  return n > 0;
}

static int64_t read_value(int cgroup, char const *file)
{
  char buf[64];
  int64_t n = SAMPLE_UNKNOWN;
  if (!read_file(cgroup, file, buf, sizeof buf))
    return SAMPLE_UNKNOWN;
  return !strcmp(buf, "max\n") ? SAMPLE_UNLIMITED : int64_scan(buf, &n) ? n : SAMPLE_UNKNOWN;
}

/* The sum of the numbers that stand after key, which ends with the character before them. */
static int64_t sum_key(char const *text, char const *key)
{
  int64_t sum = 0, n;
  for (char const *s = text; (s = strstr(s, key)); s += strlen(key))
    if ((s == text || s[-1] == '\n' || s[-1] == ' ') && int64_scan(s + strlen(key), &n))
      sum += n;
  return sum;
}

static int64_t read_key(int cgroup, char const *file, char const *key)
{
  char buf[8192];
  return read_file(cgroup, file, buf, sizeof buf) ? sum_key(buf, key) : SAMPLE_UNKNOWN;
}

void sample_take(sample *s)
{
  int cgroup = nc_entry_cgroup(&s->e);
  s->memory_max = read_value(cgroup, "memory.max");
  s->memory = read_value(cgroup, "memory.current");
  s->oom_kills = read_key(cgroup, "memory.events", "oom_kill ");
  s->pids_max = read_value(cgroup, "pids.max");
  s->pids = read_value(cgroup, "pids.current");
  s->io_read = read_key(cgroup, "io.stat", "rbytes=");
  s->io_written = read_key(cgroup, "io.stat", "wbytes=");
  clock_gettime(CLOCK_MONOTONIC, &s->at);
  s->cpu = read_key(cgroup, "cpu.stat", "usage_usec ");
  s->cpu_percent = SAMPLE_UNKNOWN;
  if (cgroup >= 0)
    close(cgroup);
}

void sample_compare(sample *now, sample const *before)
{
  double us = (double)(now->at.tv_sec - before->at.tv_sec) * 1e6 +
              (double)(now->at.tv_nsec - before->at.tv_nsec) / 1e3;
  if (now->cpu >= 0 && before->cpu >= 0 && us > 0)
    now->cpu_percent = 100 * (double)(now->cpu - before->cpu) / us;
}
