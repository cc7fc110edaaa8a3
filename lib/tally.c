/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "chain.h"
#include "tally.h"

#define LINE_BYTES 512

void nc_tally_open(nc_tally *t, char const *variable, size_t max)
{
  struct stat st;
  *t = (nc_tally){.log = nc_chain_fd(variable), .max = max};
  if (t->log < 0)
    strerr_dief(100, variable, " is not set: nowhere to write to");
  if (fstat(t->log, &st) < 0)
    strerr_diefusys(111, "stat the log");
  if (!S_ISREG(st.st_mode))
    strerr_dief(111, "unable to write the log: not a regular file");
  if (fcntl(t->log, F_SETFD, FD_CLOEXEC) < 0 || unsetenv(variable) < 0)
    strerr_diefusys(111, "take ", variable);
  t->calls = malloc((max + 1) * sizeof *t->calls);
  if (!t->calls)
    strerr_diefusys(111, "allocate memory");
}

static void write_line(nc_tally *t, nc_counted const *c)
{
  char line[LINE_BYTES];
  char *name = t->name ? t->name(c->call.arch, c->call.number) : NULL;
  size_t n = nc_call_format(&c->call, name, c->count, line, sizeof line);
  free(name);
  ssize_t done = pwrite(t->log, line, n, c->offset);
  if (done >= 0 && (size_t)done != n)
    strerr_dief(111, "unable to write the log: it was cut short");
  if (done < 0)
    strerr_diefusys(111, "write the log");
  if (c->offset == t->end)
    t->end += (off_t)n;
}

static void insert(nc_tally *t, nc_call const *call)
{
  t->calls[t->n] = (nc_counted){.call = *call, .count = 1, .offset = t->end};
  write_line(t, t->calls + t->n++);
}

static void count(nc_tally *t, nc_counted *c)
{
  c->count++;
  if (t->live)
    write_line(t, c);
}

int nc_tally_add(nc_tally *t, nc_call const *call)
{
  for (size_t i = 0; i < t->n; i++)
    if (!memcmp(&t->calls[i].call, call, sizeof *call)) {
      count(t, t->calls + i);
      return 1;
    }
  if (t->n >= t->max)
    return 0;
  insert(t, call);
  return 1;
}

void nc_tally_add_other(nc_tally *t)
{
  static nc_call const other = {.error = NC_CALL_MADE};
  if (!nc_tally_add(t, &other))
    insert(t, &other);
}

void nc_tally_close(nc_tally *t)
{
  for (size_t i = 0; i < t->n; i++)
    write_line(t, t->calls + i);
  if (close(t->log) < 0)
    strerr_diefusys(111, "write the log");
}
