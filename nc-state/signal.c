/* SPDX-License-Identifier: ISC */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/sgetopt.h>
#include <skalibs/sig.h>
#include <skalibs/types.h>

#include "audit.h"
#include "commands.h"
#include "target.h"

#define STOP_SECONDS 10

/* The exit code of what has stopped. A record that went with its container cannot be read any
   more, but its log was open. */
static int read_code(nc_target const *t, int *code)
{
  size_t n;
  nc_audit a;
  if (t->e.phase == PHASE_STOPPED)
    return (*code = t->e.code, 1);
  char *text = t->audit < 0 ? NULL : nc_entry_read(t->audit, ENTRY_AUDIT_MAX, &n);
  if (!text)
    return 0;
  nc_audit_begin(&a, text, n);
  while (nc_audit_next(&a))
    ;
  int ok = !a.broken && nc_audit_ended(&a, code);
  free(text);
  return ok;
}

int nc_wait(int argc, char const *const *argv)
{
  nc_state s;
  nc_target *targets;
  int code = 0, first = nc_skip_options(argc, argv);
  if (first == argc)
    dieusage();
  nc_begin(&s);
  size_t n = nc_target_open_all(&targets, &s, argv + first, &code);
  for (nc_target *t = targets; t < targets + n; t++) {
    int exit_code;
    nc_target_await(t, 1, -1);
    if (read_code(t, &exit_code)) {
      printf("%d\n", exit_code);
      fflush(stdout);
    } else {
      strerr_warnwu("tell how ", t->ref, " ended: its monitor died first");
      code = 1;
    }
  }
  return code;
}

int nc_stop(int argc, char const *const *argv)
{
  nc_state s;
  nc_target *targets;
  unsigned int seconds = STOP_SECONDS;
  int code = 0;
  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "t:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 't':
        if (!uint0_scan(l.arg, &seconds))
          dieusage();
        break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();

  nc_begin(&s);
  size_t n = nc_target_open_all(&targets, &s, argv, &code);
  for (nc_target *t = targets; t < targets + n; t++)
    nc_target_signal(t, SIGTERM);
  if (nc_target_await(targets, n, seconds))
    nc_target_kill(targets, n);
  for (nc_target const *t = targets; t < targets + n; t++) {
    if (t->monitor < 0 && !t->failed)
      puts(t->ref);
    else
      code = 1;
  }
  return code;
}

static int scan_signal(char const *s)
{
  unsigned int n;
  int sig;
  if (uint0_scan(s, &n))
    return n >= 1 && n <= (unsigned int)SIGRTMAX ? (int)n : 0;
  return sig0_scan(strncmp(s, "SIG", 3) ? s : s + 3, &sig) ? sig : 0;
}

int nc_kill(int argc, char const *const *argv)
{
  nc_state s;
  nc_target *targets;
  int sig = SIGKILL, code = 0;
  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "s:", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 's':
        sig = scan_signal(l.arg);
        if (!sig)
          strerr_dief(100, "not a signal: ", l.arg);
        break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();

  nc_begin(&s);
  size_t n = nc_target_open_all(&targets, &s, argv, &code);
  for (nc_target *t = targets; t < targets + n; t++) {
    if (t->monitor < 0)
      strerr_warnw("not running: ", t->ref);
    else if (nc_target_signal(t, sig)) {
      puts(t->ref);
      continue;
    }
    code = 1;
  }
  return code;
}
