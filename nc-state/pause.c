/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>

#include "commands.h"
#include "find.h"
#include "pause.h"

static int set(nc_state const *s, char const *ref, int frozen)
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

static int pause_one(nc_state const *s, char const *ref)
{
  return set(s, ref, 1);
}

static int unpause_one(nc_state const *s, char const *ref)
{
  return set(s, ref, 0);
}

int nc_pause(int argc, char const *const *argv)
{
  return nc_each(argc, argv, &pause_one);
}

int nc_unpause(int argc, char const *const *argv)
{
  return nc_each(argc, argv, &unpause_one);
}
