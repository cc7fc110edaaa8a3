/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <skalibs/sgetopt.h>
#include <skalibs/types.h>

#include "commands.h"
#include "log.h"
#include "target.h"
#include "utf8.h"
#include "when.h"

typedef struct printer_s printer;
struct printer_s {
  int follow;
  int timestamps;
  int escape; /* for a terminal, which would obey what the payload wrote */
  struct timespec since;
  uint64_t skip; /* lines */
  int ended;     /* the container has stopped: the last newline is nc-monitor's */
  /* a line that is printed when the next comes, as it may be the last */
  int held;
  char *text;
  size_t len;
  struct timespec time;
};

static void print_escaped(char const *s, size_t n)
{
  while (n) {
    unsigned char c = (unsigned char)*s;
    size_t len = c < 0x80 ? 1 : nc_utf8_length(s, n);
    /* C1 controls are U+0080 to U+009F */
    if (!len || (c < 0x20 && c != '\t') || c == 0x7f || (c == 0xc2 && (unsigned char)s[1] < 0xa0)) {
      printf("\\x%02x", c);
      len = 1;
    } else {
      fwrite(s, 1, len, stdout);
    }
    s += len;
    n -= len;
  }
}

static void print(printer const *p, struct timespec const *time, char const *text, size_t len)
{
  if (p->timestamps) {
    char when[32];
    struct tm tm;
    gmtime_r(&time->tv_sec, &tm);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &tm);
    printf("%s.%09ldZ ", when, time->tv_nsec);
  }
  if (p->escape)
    print_escaped(text, len);
  else
    fwrite(text, 1, len, stdout);
}

static void release(printer *p)
{
  if (!p->held)
    return;
  print(p, &p->time, p->text, p->len);
  putchar('\n');
  p->held = 0;
}

/* Of what is followed only an empty line is held: the others are to be seen at once. */
static void add(printer *p, nc_log const *l)
{
  release(p);
  if (l->len && !p->ended) {
    print(p, &l->time, l->text, l->len);
    putchar('\n');
    return;
  }
  char *text = realloc(p->text, l->len + 1);
  if (!text)
    strerr_diefusys(111, "allocate memory");
  memcpy(text, l->text, l->len);
  p->text = text;
  p->len = l->len;
  p->time = l->time;
  p->held = 1;
}

static void finish(printer *p)
{
  if (!p->ended)
    release(p);
  else if (p->held && p->len)
    print(p, &p->time, p->text, p->len);
  if (p->ended && p->held && p->len && (p->timestamps || p->follow || p->escape))
    putchar('\n');
  free(p->text);
}

static int is_wanted(printer const *p, nc_log const *l)
{
  return l->time.tv_sec > p->since.tv_sec ||
         (l->time.tv_sec == p->since.tv_sec && l->time.tv_nsec >= p->since.tv_nsec);
}

static void read_on(printer *p, nc_log *l)
{
  int r;
  while ((r = nc_log_next(l)) > 0)
    if (is_wanted(p, l) && (!p->skip || !p->skip--))
      add(p, l);
  if (r < 0)
    strerr_diefusys(111, "read the log");
  if (fflush(stdout))
    strerr_diefusys(111, "write to stdout");
}

/* How many lines there are before the last n. The one that nc-monitor ends a log with is none if it
   is empty. */
static uint64_t count_skipped(printer const *p, nc_entry const *e, uint64_t n)
{
  nc_log l;
  uint64_t lines = 0;
  int r, empty = 0;
  if (nc_log_open(&l, e) < 0)
    strerr_diefusys(111, "open the log");
  while ((r = nc_log_next(&l)) > 0)
    if (is_wanted(p, &l)) {
      lines++;
      empty = !l.len;
    }
  if (r < 0)
    strerr_diefusys(111, "read the log");
  nc_log_close(&l);
  if (p->ended && empty)
    lines--;
  return lines > n ? lines - n : 0;
}

/* Reads until the monitor has ended: then everything is there. */
static void follow(printer *p, nc_log *l, nc_target *t)
{
  char path[64], events[4096];
  struct pollfd fds[2] = {{.fd = t->monitor, .events = POLLIN}, {.events = POLLIN}};
  snprintf(path, sizeof path, "/proc/self/fd/%d", l->folder.dir);
  fds[1].fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (fds[1].fd < 0 || inotify_add_watch(fds[1].fd, path, IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0)
    strerr_diefusys(111, "watch the log");
  do {
    read_on(p, l);
    if (poll(fds, 2, -1) < 0)
      strerr_diefusys(111, "wait");
    while (read(fds[1].fd, events, sizeof events) > 0)
      ;
  } while (!fds[0].revents);
  close(fds[1].fd);
  read_on(p, l);
  p->ended = 1;
}

static int show_log(printer *p, nc_target *t, uint64_t const *last)
{
  nc_log l;
  if (nc_log_open(&l, &t->e) < 0) {
    if (errno == ENOENT)
      strerr_warnw("no log: ", t->ref, " was not detached");
    else
      strerr_warnwusys("open the log of ", t->ref);
    return 1;
  }
  p->ended = t->e.phase == PHASE_STOPPED;
  if (last)
    p->skip = count_skipped(p, &t->e, *last);
  if (p->follow && t->monitor >= 0)
    follow(p, &l, t);
  else
    read_on(p, &l);
  finish(p);
  nc_log_close(&l);
  return 0;
}

int nc_logs(int argc, char const *const *argv)
{
  nc_state s;
  nc_target t;
  printer p = {0};
  uint64_t lines;
  int raw = 0, limited = 0;
  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "fn:rs:t", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'f': p.follow = 1; break;
      case 'n':
        if (!uint640_scan(l.arg, &lines))
          strerr_dief(100, "not a number of lines: ", l.arg);
        limited = 1;
        break;
      case 'r': raw = 1; break;
      case 's':
        if (!nc_when_scan(l.arg, time(NULL), &p.since))
          strerr_dief(100, "neither a time (RFC 3339) nor how long ago (1h30m): ", l.arg);
        break;
      case 't': p.timestamps = 1; break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (argc != 1)
    dieusage();
  p.escape = !raw && isatty(1);
  nc_begin(&s);
  if (!nc_target_open(&t, &s, *argv))
    return 1;
  int code = show_log(&p, &t, limited ? &lines : NULL);
  nc_target_close(&t);
  return code;
}
