/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "json.h"
#include "tally.h"

#define LINE_BYTES (6 * NC_JSON_STRING_MAX + 1024) /* one string may be long, and all escapes */

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
  for (t->nslots = 1; t->nslots <= 2 * max; t->nslots *= 2)
    ;
  t->things = malloc((max + 1) * sizeof *t->things);
  t->slots = calloc(t->nslots, sizeof *t->slots);
  if (!t->things || !t->slots)
    strerr_diefusys(111, "allocate memory");
}

static void write_line(nc_tally *t, nc_counted const *c)
{
  char line[LINE_BYTES];
  size_t n = c->format(t, c->key, c->count, line, sizeof line);
  ssize_t done = pwrite(t->log, line, n, c->offset);
  if (done >= 0 && (size_t)done != n)
    strerr_dief(111, "unable to write the log: it was cut short");
  if (done < 0)
    strerr_diefusys(111, "write the log");
  if (c->offset == t->end)
    t->end += (off_t)n;
}

static void count(nc_tally *t, nc_counted *c)
{
  c->count++;
  if (t->live)
    write_line(t, c);
}

/* FNV-1a */
static uint32_t hash(unsigned char const *s, size_t n)
{
  uint32_t h = 2166136261U;
  while (n--)
    h = (h ^ *s++) * 16777619U;
  return h;
}

/* The slot that has it, or that it would take. */
static uint32_t *find(nc_tally *t, nc_tally_format *format, void const *key, size_t len)
{
  size_t slot = hash(key, len) & (t->nslots - 1);
  for (; t->slots[slot]; slot = (slot + 1) & (t->nslots - 1)) {
    nc_counted const *c = t->things + t->slots[slot] - 1;
    if (c->format == format && c->len == len && !memcmp(c->key, key, len))
      break;
  }
  return t->slots + slot;
}

static void insert(nc_tally *t, uint32_t *slot, nc_tally_format *format, void const *key,
                   size_t len)
{
  nc_counted *c = t->things + t->n++;
  *c = (nc_counted){format, malloc(len), len, 1, t->end};
  if (!c->key)
    strerr_diefusys(111, "allocate memory");
  memcpy(c->key, key, len);
  *slot = (uint32_t)t->n;
  write_line(t, c);
}

int nc_tally_count(nc_tally *t, nc_tally_format *format, void const *key, size_t len)
{
  uint32_t *slot = find(t, format, key, len);
  if (*slot)
    count(t, t->things + *slot - 1);
  else if (t->n >= t->max)
    return 0;
  else
    insert(t, slot, format, key, len);
  return 1;
}

static size_t format_call(nc_tally const *t, void const *key, uint64_t n, char *buf, size_t max)
{
  nc_call const *call = key;
  char *name = t->name ? t->name(call->arch, call->number) : NULL;
  size_t len = nc_call_format(call, name, n, buf, max);
  free(name);
  return len;
}

int nc_tally_add(nc_tally *t, nc_call const *call)
{
  return nc_tally_count(t, &format_call, call, sizeof *call);
}

void nc_tally_add_other(nc_tally *t)
{
  static nc_call const other = {.error = NC_CALL_MADE};
  if (!nc_tally_add(t, &other))
    insert(t, find(t, &format_call, &other, sizeof other), &format_call, &other, sizeof other);
}

void nc_tally_close(nc_tally *t)
{
  for (size_t i = 0; i < t->n; i++)
    write_line(t, t->things + i);
  if (close(t->log) < 0)
    strerr_diefusys(111, "write the log");
}
