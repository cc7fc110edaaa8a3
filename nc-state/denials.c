/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/sgetopt.h>

#include "audit.h"
#include "commands.h"
#include "denial.h"
#include "find.h"
#include "kernel-log.h"
#include "text.h"

#define LOG_MAX    1048576 /* nc-seccomp's is smaller */
#define IN_THE_LOG "it is in the kernel's log, which takes CAP_SYSLOG"

typedef struct list_s list;
struct list_s {
  nc_denial *s;
  size_t n, max;
};

static void append(list *l, nc_denial const *d)
{
  if (l->n == l->max) {
    l->max = l->max ? 2 * l->max : 64;
    l->s = realloc(l->s, l->max * sizeof *l->s);
    if (!l->s)
      strerr_diefusys(111, "allocate memory");
  }
  l->s[l->n++] = *d;
}

/* A line that is being written has no end yet. Returns 1, or 0 after saying why not. */
static int read_calls(list *l, nc_entry const *e)
{
  size_t n;
  char *text, *line, *end;
  int fd = nc_entry_file(e, "denials.ndjson");
  if (fd < 0 && errno == ENOENT) {
    strerr_warnw("nothing was recorded: start it with nucleus run --seccomp-log-denied");
    return 0;
  }
  text = fd < 0 ? NULL : nc_entry_read(fd, LOG_MAX, &n);
  if (!text) {
    nc_entry_warn(e, "denials.ndjson");
    return 0;
  }
  close(fd);
  for (line = text; (end = memchr(line, '\n', n - (size_t)(line - text))); line = end + 1) {
    nc_value object;
    nc_denial d;
    if (!nc_reader_object(line, (size_t)(end - line), &object) || !nc_denial_scan(&d, &object)) {
      errno = EBADMSG;
      nc_entry_warn(e, "denials.ndjson");
      return 0;
    }
    append(l, &d);
  }
  free(text);
  return 1;
}

/* What nc-landlock has said of its log: 1 if it was asked to and could have the kernel log, else
   0, with *why, NULL if there is nothing to say. */
static int is_logged(nc_entry const *e, char const **why)
{
  static char const *const keys[] = {"tool", "event", "log"};
  nc_audit a;
  nc_value v[sizeof keys / sizeof *keys];
  char tool[16], event[16];
  size_t n;
  int logged = 0, fd = nc_entry_file(e, "audit.ndjson");
  char *text = fd < 0 ? NULL : nc_entry_read(fd, ENTRY_AUDIT_MAX, &n);
  *why = NULL;
  if (!text) {
    *why = "its record cannot be read";
    return 0;
  }
  close(fd);
  nc_audit_begin(&a, text, n);
  while (nc_audit_next(&a)) {
    nc_reader_members(&a.record, keys, v, sizeof keys / sizeof *keys);
    if (!v[0].len || !nc_reader_string(v, tool, sizeof tool) || strcmp(tool, "nc-landlock") ||
        !v[1].len || !nc_reader_string(v + 1, event, sizeof event) || strcmp(event, "applied"))
      continue;
    logged = v[2].len && nc_reader_is_true(v + 2);
    if (v[2].len && !logged)
      *why = "this kernel's Landlock does not log (Linux 6.15 does)";
  }
  free(text);
  return logged;
}

/* The domain that PID 1 made while the container lived: PIDs are used again. */
static int find_domain(nc_kernel_log *log, nc_entry const *e, uint64_t *domain)
{
  nc_kernel_line line;
  time_t born = nc_text_time(e->created);
  while (nc_kernel_log_next(log, &line))
    if (line.pid && line.pid == e->pid && line.when >= born &&
        (!*e->finished || line.when <= nc_text_time(e->finished) + 1)) {
      *domain = line.domain;
      return 1;
    }
  return 0;
}

static void count_object(list *l, size_t first, nc_kernel_line const *line)
{
  nc_kernel_line *copy;
  for (size_t i = first; i < l->n; i++) {
    nc_kernel_line const *o = l->s[i].landlock;
    if (!strcmp(o->blockers, line->blockers) && !strcmp(o->path, line->path) &&
        o->port == line->port) {
      l->s[i].count++;
      return;
    }
  }
  copy = malloc(sizeof *copy);
  if (!copy)
    strerr_diefusys(111, "allocate memory");
  *copy = *line;
  append(l, &(nc_denial){.count = 1, .landlock = copy});
}

/* For scripts: would Landlock's refusals be in the log, and shown? If not, one line of stdout says
   why, and the next what would help. Returns the exit code. */
static int check_log(void)
{
  nc_kernel_log log;
  nc_lack const *lack;
  if (nc_kernel_log_open(&log) < 0) {
    printf(IN_THE_LOG ": %s\nroot, or CAP_SYSLOG\n", strerror(errno));
    return 1;
  }
  nc_kernel_log_close(&log);
  lack = nc_kernel_log_lack();
  if (lack)
    printf("%s\n%s\n", lack->why, lack->remedy);
  return !!lack;
}

static void read_objects(list *l, nc_entry const *e)
{
  nc_kernel_log log;
  nc_kernel_line line;
  nc_lack const *lack;
  uint64_t domain;
  char const *why;
  size_t first = l->n;
  if (!is_logged(e, &why)) {
    if (why)
      strerr_warnwu("tell what Landlock refused: ", why);
    return;
  }
  if (nc_kernel_log_open(&log) < 0) {
    strerr_warnwusys("tell what Landlock refused: " IN_THE_LOG);
    return;
  }
  if (find_domain(&log, e, &domain)) {
    strerr_warnw("Landlock may have refused more: the kernel logs but a few lines at a time");
    nc_kernel_log_rewind(&log);
    while (nc_kernel_log_next(&log, &line))
      if (!line.pid && line.domain == domain)
        count_object(l, first, &line);
  } else if ((lack = nc_kernel_log_lack()))
    strerr_warnwu("tell what Landlock refused: ", lack->why, " (", lack->remedy, ")");
  nc_kernel_log_close(&log);
}

static void print(list const *l, int json)
{
  if (json)
    putchar('[');
  for (size_t i = 0; i < l->n; i++) {
    if (json && i)
      fputs(",\n", stdout);
    if (json)
      nc_denial_print_json(l->s + i);
    else
      nc_denial_print(l->s + i);
  }
  if (json)
    puts("]");
}

int nc_denials(int argc, char const *const *argv)
{
  list l = {0};
  nc_state s;
  nc_entry e;
  int json = 0, check = 0, code;
  {
    subgetopt o = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "cj", &o);
      if (opt == -1)
        break;
      switch (opt) {
      case 'c': check = 1; break;
      case 'j': json = 1; break;
      default: dieusage();
      }
    }
    argc -= o.ind;
    argv += o.ind;
  }
  if (argc != !check || (check && json))
    dieusage();
  if (check)
    return check_log();
  nc_begin(&s);
  if (!nc_find(&e, &s, *argv))
    return 1;
  code = !read_calls(&l, &e);
  if (!code) {
    read_objects(&l, &e);
    if (e.phase == PHASE_STOPPED && e.code == 128 + SIGSYS)
      strerr_warnw("it ended as if by SIGSYS: the filter kills for some calls, which only the "
                   "kernel's log names (type=1326)");
    print(&l, json);
  }
  nc_entry_close(&e);
  return code;
}
