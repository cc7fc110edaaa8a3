/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <skalibs/sgetopt.h>

#include "commands.h"
#include "find.h"
#include "json.h"
#include "sample.h"
#include "text.h"

#define FIRST_MS 200 /* what CPU time is measured over */
#define NEXT_MS  1000

static int newest_first(void const *a, void const *b)
{
  sample const *x = a, *y = b;
  return nc_entry_compare(&x->e, &y->e);
}

/* Looks at the containers ids, of which those that run are measured. Returns how many, at *samples,
   the caller's to free. */
static size_t take(nc_state const *s, char const *const *ids, sample **samples, int *code)
{
  size_t max = 0, n = 0;
  while (ids[max])
    max++;
  *samples = calloc(max + 1, sizeof **samples);
  if (!*samples)
    strerr_diefusys(111, "allocate memory");
  for (; *ids; ids++) {
    sample *next = *samples + n;
    int found = nc_entry_open(&next->e, s, *ids);
    if (found < 0)
      *code = 1;
    if (found <= 0)
      continue;
    if (next->e.phase == PHASE_RUNNING) {
      sample_take(next);
      n++;
    }
    nc_entry_close(&next->e);
  }
  qsort(*samples, n, sizeof **samples, &newest_first);
  return n;
}

static void format_size(char *cell, size_t max, int64_t n)
{
  if (n < 0 || n == SAMPLE_UNLIMITED)
    snprintf(cell, max, n < 0 ? "-" : "max");
  else
    nc_text_size(cell, max, (uint64_t)n);
}

static void add_number(nc_table *t, int64_t n)
{
  char cell[32];
  snprintf(cell, sizeof cell, n < 0 ? "-" : "%lld", (long long)n);
  nc_table_add(t, cell);
}

static void add_pair(nc_table *t, int64_t a, int64_t b)
{
  char cell[64], first[24], second[24];
  format_size(first, sizeof first, a);
  format_size(second, sizeof second, b);
  snprintf(cell, sizeof cell, "%s / %s", first, second);
  nc_table_add(t, cell);
}

static void print_table(sample const *samples, size_t n)
{
  static char const *const head[] = {"CONTAINER ID", "NAME",      "CPU %", "MEM USAGE / LIMIT",
                                     "MEM %",        "BLOCK I/O", "PIDS",  "OOM KILLS"};
  nc_table t = {.columns = sizeof head / sizeof *head};
  for (size_t i = 0; i < t.columns; i++)
    nc_table_add(&t, head[i]);
  for (sample const *s = samples; s < samples + n; s++) {
    char cell[64];
    snprintf(cell, sizeof cell, "%.12s", s->e.id);
    nc_table_add(&t, cell);
    nc_table_add(&t, s->e.name);
    snprintf(cell, sizeof cell, s->cpu_percent < 0 ? "-" : "%.2f%%", s->cpu_percent);
    nc_table_add(&t, cell);
    add_pair(&t, s->memory, s->memory_max);
    int limited = s->memory >= 0 && s->memory_max > 0 && s->memory_max != SAMPLE_UNLIMITED;
    snprintf(cell, sizeof cell, limited ? "%.2f%%" : "-",
             100 * (double)s->memory / (double)s->memory_max);
    nc_table_add(&t, cell);
    add_pair(&t, s->io_read, s->io_written);
    add_number(&t, s->pids);
    add_number(&t, s->oom_kills);
  }
  nc_table_print(&t);
}

/* null: not known, or no limit */
static void put_number(nc_json *j, char const *key, int64_t n)
{
  if (n < 0 || n == SAMPLE_UNLIMITED)
    nc_json_null(j, key);
  else
    nc_json_int(j, key, n);
}

static void print_object(sample const *s)
{
  char buf[1024], percent[32];
  nc_json j;
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_string(&j, "id", s->e.id);
  nc_json_string(&j, "name", s->e.name);
  int n = snprintf(percent, sizeof percent, s->cpu_percent < 0 ? "null" : "%.2f", s->cpu_percent);
  nc_json_raw(&j, "cpu_percent", percent, (size_t)n);
  put_number(&j, "cpu_usec", s->cpu);
  put_number(&j, "memory_bytes", s->memory);
  put_number(&j, "memory_limit_bytes", s->memory_max);
  put_number(&j, "pids", s->pids);
  put_number(&j, "pids_limit", s->pids_max);
  put_number(&j, "io_read_bytes", s->io_read);
  put_number(&j, "io_write_bytes", s->io_written);
  put_number(&j, "oom_kills", s->oom_kills);
  fwrite(buf, 1, nc_json_end(&j) - 1, stdout);
}

static void print_json(sample const *samples, size_t n)
{
  putchar('[');
  for (size_t i = 0; i < n; i++) {
    if (i)
      putchar(',');
    print_object(samples + i);
  }
  puts("]");
}

static void pause_ms(long ms)
{
  nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

/* The IDs of what argv refers to, NULL at the end. */
static char const *const *find_named(nc_state const *s, int argc, char const *const *argv,
                                     int *code)
{
  char const **ids = calloc((size_t)argc + 1, sizeof *ids);
  if (!ids)
    strerr_diefusys(111, "allocate memory");
  for (size_t n = 0; *argv; argv++) {
    nc_entry e;
    if (nc_find(&e, s, *argv)) {
      nc_entry_close(&e);
      if (!(ids[n++] = strdup(e.id)))
        strerr_diefusys(111, "allocate memory");
    } else {
      *code = 1;
    }
  }
  return ids;
}

/* The IDs of samples, NULL at the end: pieces of them. */
static char const *const *find_same(sample const *samples, size_t n)
{
  char const **ids = calloc(n + 1, sizeof *ids);
  if (!ids)
    strerr_diefusys(111, "allocate memory");
  for (size_t i = 0; i < n; i++)
    ids[i] = samples[i].e.id;
  return ids;
}

int nc_stats(int argc, char const *const *argv)
{
  int json = 0, stream = 0, code = 0;
  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "js", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'j': json = 1; break;
      case 's': stream = 1; break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }

  nc_state s;
  nc_begin(&s);
  char const *const *named = argc ? find_named(&s, argc, argv, &code) : NULL;
  sample *before = NULL;
  size_t nbefore = 0;
  for (int round = 0;; round++) {
    sample *now;
    int leftovers;
    char **all = named ? NULL : nc_find_all(&s, &leftovers);
    size_t n = take(&s, named ? named : (char const *const *)all, &now, &code);
    free(all);
    for (size_t i = 0; i < n; i++)
      for (size_t k = 0; k < nbefore; k++)
        if (!strcmp(now[i].e.id, before[k].e.id))
          sample_compare(now + i, before + k);
    free(before);
    before = now;
    nbefore = n;
    if (round) {
      if (!json && stream && isatty(1))
        fputs("\033[H\033[J", stdout);
      (json ? print_json : print_table)(now, n);
      if (!stream || (named && !n))
        return code;
      if (fflush(stdout))
        strerr_diefusys(111, "write to stdout");
    }
    if (!stream) /* just two looks at the same: what is wrong with others has been said */
      named = find_same(now, n);
    pause_ms(round ? NEXT_MS : FIRST_MS);
  }
}
