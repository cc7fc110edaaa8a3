/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/djbunix.h>
#include <skalibs/types.h>

#include "commands.h"
#include "escape.h"
#include "find.h"
#include "process.h"
#include "text.h"

#define COMMAND_MAX 4096

/* Marks the processes of the container in mine. Those of its cgroup, as some may have been put
   there from outside; without one, PID 1 and what descends from it. */
static void mark_cgroup(int cgroup, nc_process const *all, size_t n, char *mine)
{
  int fd = openat(cgroup, "cgroup.procs", O_RDONLY | O_CLOEXEC);
  FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
  int pid;
  if (!f)
    strerr_diefusys(111, "read cgroup.procs");
  while (fscanf(f, "%d", &pid) == 1)
    for (size_t i = 0; i < n; i++)
      if (all[i].pid == pid)
        mine[i] = 1;
  fclose(f);
}

static void mark_descendants(pid_t pid1, nc_process const *all, size_t n, char *mine)
{
  int more = 1;
  for (size_t i = 0; i < n; i++)
    mine[i] = all[i].pid == pid1;
  while (more) {
    more = 0;
    for (size_t i = 0; i < n; i++)
      for (size_t k = 0; !mine[i] && k < n; k++)
        if (mine[k] && all[i].parent == all[k].pid)
          mine[i] = 1, more = 1;
  }
}

static void add_command(nc_table *t, nc_process const *p)
{
  char path[32], words[COMMAND_MAX], shown[COMMAND_MAX + 8];
  snprintf(path, sizeof path, "/proc/%d/cmdline", p->pid);
  ssize_t n = openreadnclose(path, words, sizeof words - 1);
  if (n > 0) {
    if (!words[n - 1])
      n--; /* the last word's own end */
    for (ssize_t i = 0; i < n; i++)
      if (!words[i])
        words[i] = ' ';
    words[n] = 0;
  } else {
    snprintf(words, sizeof words, "[%s]", p->name);
  }
  nc_escape(shown, sizeof shown, COMMAND_MAX, words);
  nc_table_add(t, shown);
}

static void add_process(nc_table *t, nc_process const *p)
{
  char cell[64];
  struct stat st;
  uint64_t seconds = p->cpu_ticks / (uint64_t)sysconf(_SC_CLK_TCK);
  snprintf(cell, sizeof cell, "%d", p->pid);
  nc_table_add(t, cell);
  snprintf(cell, sizeof cell, "%d", p->parent);
  nc_table_add(t, cell);
  /* the folder, unlike the files in it, belongs to who runs the process, dumpable or not */
  snprintf(cell, sizeof cell, "/proc/%d", p->pid);
  if (stat(cell, &st) == 0)
    snprintf(cell, sizeof cell, "%lu", (unsigned long)st.st_uid);
  else
    snprintf(cell, sizeof cell, "-");
  nc_table_add(t, cell);
  snprintf(cell, sizeof cell, "%c", p->state);
  nc_table_add(t, cell);
  nc_text_size(cell, sizeof cell, p->rss * (uint64_t)sysconf(_SC_PAGESIZE));
  nc_table_add(t, cell);
  snprintf(cell, sizeof cell, "%02u:%02u:%02u", (unsigned int)(seconds / 3600),
           (unsigned int)(seconds / 60 % 60), (unsigned int)(seconds % 60));
  nc_table_add(t, cell);
  add_command(t, p);
}

int nc_top(int argc, char const *const *argv)
{
  static char const *const head[] = {"PID", "PPID", "UID", "STAT", "RSS", "TIME", "COMMAND"};
  nc_table t = {.columns = sizeof head / sizeof *head};
  nc_state s;
  nc_entry e;
  size_t n;
  int first = nc_skip_options(argc, argv);
  if (first != argc - 1)
    dieusage();
  nc_begin(&s);
  if (!nc_find(&e, &s, argv[first]))
    return 1;
  if (e.phase != PHASE_RUNNING) {
    strerr_warnw("not running: ", argv[first]);
    return 1;
  }
  nc_process *all = nc_process_all(&n);
  char *mine = all ? calloc(n + 1, 1) : NULL;
  if (!mine)
    strerr_diefusys(111, "list processes");
  int cgroup = nc_entry_cgroup(&e);
  if (cgroup >= 0)
    mark_cgroup(cgroup, all, n, mine);
  else
    mark_descendants(e.pid, all, n, mine);
  for (size_t i = 0; i < t.columns; i++)
    nc_table_add(&t, head[i]);
  for (size_t i = 0; i < n; i++)
    if (mine[i])
      add_process(&t, all + i);
  nc_table_print(&t);
  return 0;
}
