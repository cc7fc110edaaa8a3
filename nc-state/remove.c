/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <skalibs/sgetopt.h>

#include "commands.h"
#include "find.h"
#include "target.h"

#define CLOSE_SECONDS 10 /* what a monitor takes from "stopped" to its own end: milliseconds */

/* Ends what t still is, if that is wanted. Returns 1 if it has ended. */
static int has_ended(nc_target *t, int force)
{
  if (t->e.phase == PHASE_STOPPED)
    nc_target_await(t, 1, CLOSE_SECONDS);
  else if (force)
    nc_target_kill(t, 1);
  else if (t->monitor >= 0)
    strerr_warnw("running: ", t->ref, ": stop it first, or force it");
  return t->monitor < 0;
}

/* Nothing of a record is needed to remove it but that nobody holds its lock. */
static int is_removable(nc_state const *s, char const *id, char const *ref, int force)
{
  nc_entry e;
  nc_target t;
  int found = nc_entry_open(&e, s, id);
  if (found > 0)
    nc_entry_close(&e);
  if (found < 0)
    return force && !e.alive;
  if (!found || !e.alive)
    return 1;
  if (!nc_target_open(&t, s, ref))
    return 0;
  int ended = has_ended(&t, force);
  nc_target_close(&t);
  /* of one whose monitor has failed on the way out there may be a cgroup, too */
  if (ended && nc_state_sweep_one(s, id) < 0 && errno != ENOENT) {
    strerr_warnwusys("remove what is left of ", id);
    return 0;
  }
  return ended;
}

static int remove_one(nc_state const *s, char const *ref, int force)
{
  char id[NC_ID_LEN + 1];
  if (!nc_find_id(s, ref, id) || !is_removable(s, id, ref, force))
    return 0;
  if (nc_state_remove(s, id) == 0 || (errno == ENOENT && force)) {
    puts(ref);
    return 1;
  }
  if (errno == ENOENT) /* somebody else was quicker */
    strerr_warnw("no such container: ", ref);
  else
    strerr_warnwusys("remove the record ", id);
  return 0;
}

int nc_remove(int argc, char const *const *argv)
{
  nc_state s;
  int force = 0, code = 0;
  {
    subgetopt l = SUBGETOPT_ZERO;
    for (;;) {
      int opt = subgetopt_r(argc, argv, "f", &l);
      if (opt == -1)
        break;
      switch (opt) {
      case 'f': force = 1; break;
      default: dieusage();
      }
    }
    argc -= l.ind;
    argv += l.ind;
  }
  if (!argc)
    dieusage();
  nc_begin(&s);
  for (; *argv; argv++)
    if (!remove_one(&s, *argv, force))
      code = 1;
  return code;
}

int nc_prune(int argc, char const *const *argv)
{
  nc_state s;
  int code = 0, leftovers;
  if (nc_skip_options(argc, argv) != argc)
    dieusage();
  nc_begin(&s);
  char **ids = nc_find_all(&s, &leftovers);
  for (char **id = ids; *id; id++) {
    nc_entry e;
    int found = nc_entry_open(&e, &s, *id);
    if (found > 0)
      nc_entry_close(&e);
    if (found < 0)
      code = 1;
    if (found <= 0 || e.alive)
      continue;
    if (nc_state_remove(&s, *id) == 0)
      puts(*id);
    else if (errno != ENOENT) {
      strerr_warnwusys("remove the record ", *id);
      code = 1;
    }
  }
  free(ids);
  return code;
}
