/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <skalibs/sgetopt.h>
#include <skalibs/types.h>

#include "commands.h"
#include "escape.h"
#include "find.h"
#include "json.h"
#include "text.h"

#define SHORT_ID      12
#define COMMAND_WIDTH 20
#define OBJECT_MAX    (ENTRY_FILE_MAX + 4096)

typedef struct row_s row;
struct row_s {
  nc_entry e;
  nc_value command; /* JSON; len 0 if it cannot be read */
};

/* What a list shows of the records that there are, and whether there is something to sweep. */
typedef struct list_s list;
struct list_s {
  int all;
  int ids_only;
  int code;
  int unswept;
  size_t n;
  row *rows;
  row const **sorted; /* a row is too big to be moved about */
};

static void read_command(list *l, row *r)
{
  nc_value object, v;
  char *config = nc_entry_json(&r->e, "config.json", &object);
  if (config && nc_reader_member(&object, "command", &v) && *v.s == '[') {
    char *copy = malloc(v.len);
    if (!copy)
      strerr_diefusys(111, "allocate memory");
    memcpy(copy, v.s, v.len);
    r->command = (nc_value){.s = copy, .len = v.len};
  } else {
    if (config)
      errno = EBADMSG;
    nc_entry_warn(&r->e, "config.json");
    l->code = 1;
  }
  free(config);
}

static int newest_first(void const *a, void const *b)
{
  row const *const *x = a, *const *y = b;
  return nc_entry_compare(&(*x)->e, &(*y)->e);
}

static void collect(list *l, nc_state const *s)
{
  size_t max = 0;
  char **ids = nc_find_all(s, &l->unswept);
  while (ids[max])
    max++;
  l->rows = calloc(max + 1, sizeof *l->rows);
  l->sorted = calloc(max + 1, sizeof *l->sorted);
  if (!l->rows || !l->sorted)
    strerr_diefusys(111, "allocate memory");
  for (char **id = ids; *id; id++) {
    row *r = l->rows + l->n;
    int found = nc_entry_open(&r->e, s, *id);
    if (found < 0)
      l->code = 1;
    if (found <= 0)
      continue;
    if (r->e.unswept)
      l->unswept = 1;
    if (l->all || r->e.phase == PHASE_RUNNING) {
      if (!l->ids_only)
        read_command(l, r);
      l->sorted[l->n++] = r;
    }
    nc_entry_close(&r->e);
  }
  free(ids);
  qsort(l->sorted, l->n, sizeof *l->sorted, &newest_first);
}

/* The words of a command with blanks between them, in double quotes, as far as they fit. */
static void format_command(row const *r, char *cell, size_t max)
{
  char words[128], shown[96];
  nc_value rest = r->command, word;
  size_t n = 0;
  while (n <= COMMAND_WIDTH && nc_reader_next(&rest, &word)) {
    if (n)
      words[n++] = ' ';
    /* a long one is cut anyway: as it stands in the file, then */
    if (!nc_reader_string(&word, words + n, sizeof words - n)) {
      size_t room = sizeof words - n - 1, len = word.len < room ? word.len : room;
      memcpy(words + n, word.s, len);
      words[n + len] = 0;
    }
    n += strlen(words + n);
  }
  words[n] = 0;
  nc_escape(shown, sizeof shown, COMMAND_WIDTH, words);
  snprintf(cell, max, "\"%s\"", shown);
}

static void format_status(nc_entry const *e, time_t now, char *cell, size_t max)
{
  char age[48];
  switch (e->phase) {
  case PHASE_CREATED: snprintf(cell, max, "Created"); break;
  case PHASE_RUNNING:
    nc_text_age(age, sizeof age, now - nc_text_time(e->started));
    snprintf(cell, max, "Up %s%s", age, e->paused ? " (Paused)" : "");
    break;
  case PHASE_STOPPED:
    nc_text_age(age, sizeof age, now - nc_text_time(e->finished));
    snprintf(cell, max, "Exited (%d) %s ago", e->code, age);
    break;
  case PHASE_DEAD: snprintf(cell, max, "Dead"); break;
  }
}

static void print_table(row const *const *rows, size_t n)
{
  static char const *const head[] = {"CONTAINER ID", "NAME", "COMMAND", "CREATED", "STATUS", "PID"};
  nc_table t = {.columns = sizeof head / sizeof *head};
  time_t now = time(NULL);
  for (size_t i = 0; i < t.columns; i++)
    nc_table_add(&t, head[i]);
  for (size_t i = 0; i < n; i++) {
    row const *r = rows[i];
    char cell[160], age[48];
    int live = r->e.phase == PHASE_RUNNING;
    snprintf(cell, sizeof cell, "%.*s", SHORT_ID, r->e.id);
    nc_table_add(&t, cell);
    nc_table_add(&t, r->e.name);
    format_command(r, cell, sizeof cell);
    nc_table_add(&t, cell);
    nc_text_age(age, sizeof age, now - nc_text_time(r->e.created));
    snprintf(cell, sizeof cell, "%s ago", age);
    nc_table_add(&t, cell);
    format_status(&r->e, now, cell, sizeof cell);
    nc_table_add(&t, cell);
    snprintf(cell, sizeof cell, live ? "%d" : "-", r->e.pid);
    nc_table_add(&t, cell);
  }
  nc_table_print(&t);
}

static void print_object(row const *r)
{
  static char buf[OBJECT_MAX];
  nc_json j;
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_string(&j, "id", r->e.id);
  nc_json_string(&j, "name", r->e.name);
  if (r->command.len)
    nc_json_raw(&j, "command", r->command.s, r->command.len);
  nc_json_string(&j, "status", nc_entry_state(&r->e));
  if (r->e.phase == PHASE_RUNNING)
    nc_json_int(&j, "pid", r->e.pid);
  nc_json_string(&j, "created_at", r->e.created);
  if (*r->e.started)
    nc_json_string(&j, "started_at", r->e.started);
  if (r->e.phase == PHASE_STOPPED) {
    nc_json_string(&j, "finished_at", r->e.finished);
    nc_json_int(&j, "exit_code", r->e.code);
  }
  size_t len = nc_json_end(&j);
  fwrite(buf, 1, len - 1, stdout);
}

static void print_json(row const *const *rows, size_t n)
{
  putchar('[');
  for (size_t i = 0; i < n; i++) {
    if (i)
      fputs(",\n", stdout);
    print_object(rows[i]);
  }
  puts("]");
}

int nc_list(int argc, char const *const *argv)
{
  list l = {0};
  int json = 0;
  {
    subgetopt o = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "ajq", &o);
      if (opt == -1)
        break;
      switch (opt) {
      case 'a': l.all = 1; break;
      case 'j': json = 1; break;
      case 'q': l.ids_only = 1; break;
      default: dieusage();
      }
    }
    argc -= o.ind;
  }
  if (argc || (json && l.ids_only))
    dieusage();

  /* A sweep looks at all records, and so does a list: of a thousand it takes a third of the time.
     So the list comes first, and again after a sweep, if there was something for it. */
  nc_state s;
  nc_open(&s);
  collect(&l, &s);
  if (l.unswept) {
    nc_sweep(&s);
    l = (list){.all = l.all, .ids_only = l.ids_only};
    collect(&l, &s);
  }

  if (json)
    print_json(l.sorted, l.n);
  else if (!l.ids_only)
    print_table(l.sorted, l.n);
  else
    for (size_t i = 0; i < l.n; i++)
      puts(l.sorted[i]->e.id);
  return l.code;
}
