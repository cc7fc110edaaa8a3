/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>

#include "commands.h"
#include "find.h"
#include "pause.h"

static int pause_one(nc_state const *s, char const *ref, int frozen)
{
  nc_entry e;
  if (!nc_find(&e, s, ref))
    return 0;
  int ok = e.phase == PHASE_RUNNING;
  if (!ok) {
    strerr_warnw("not running: ", ref);
  } else if (nc_pause_set(&e, frozen) < 0) {
    ok = 0;
    if (errno == ENOENT)
      strerr_warnwu(frozen ? "pause " : "unpause ", ref, ": it has no cgroup");
    else
      strerr_warnwusys(frozen ? "pause " : "unpause ", ref);
  } else {
    puts(ref);
  }
  nc_entry_close(&e);
  return ok;
}

static int pause_all(int argc, char const *const *argv, int frozen)
{
  nc_state s;
  int code = 0, first = nc_skip_options(argc, argv);
  if (first == argc)
    dieusage();
  nc_begin(&s);
  for (argv += first; *argv; argv++)
    if (!pause_one(&s, *argv, frozen))
      code = 1;
  return code;
}

int nc_pause(int argc, char const *const *argv)
{
  return pause_all(argc, argv, 1);
}

int nc_unpause(int argc, char const *const *argv)
{
  return pause_all(argc, argv, 0);
}
