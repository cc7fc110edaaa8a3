/* SPDX-License-Identifier: ISC */

/*
 * Reads the records that nc-monitor keeps: lists, shows, checks, waits for, signals,
 * pauses and removes them. There is no daemon: each command first removes what dead containers
 * left, then looks. It changes nothing else in any process, and nothing of its own.
 */

#include <limits.h>
#include <stdio.h>

#include <skalibs/sgetopt.h>
#include <skalibs/strerr.h>

#include "commands.h"
#include "state.h"

static nc_named_command const commands[] = {
    {"audit", &nc_audit_command},
    {"denials", &nc_denials},
    {"kill", &nc_kill},
    {"list", &nc_list},
    {"logs", &nc_logs},
    {"pause", &nc_pause},
    {"prune", &nc_prune},
    {"remove", &nc_remove},
    {"show", &nc_show},
    {"start", &nc_start},
    {"stats", &nc_stats},
    {"stop", &nc_stop},
    {"top", &nc_top},
    {"unpause", &nc_unpause},
    {"wait", &nc_wait},
    {NULL, NULL},
};

int nc_skip_options(int argc, char const *const *argv)
{
  subgetopt l = SUBGETOPT_ZERO;
  if (subgetopt_r(argc, argv, "", &l) != -1)
    dieusage();
  return l.ind;
}

void nc_open(nc_state *s)
{
  char path[PATH_MAX];
  if (nc_state_open(s, path) < 0)
    strerr_diefusys(111, "use the state folder ", path,
                    ", which must be the caller's own and writable by nobody else");
}

void nc_sweep(nc_state const *s)
{
  if (nc_state_sweep(s, NULL) < 0)
    strerr_warnwusys("remove all that dead containers left");
}

void nc_begin(nc_state *s)
{
  nc_open(s);
  nc_sweep(s);
}

int nc_each(int argc, char const *const *argv, int (*one)(nc_state const *s, char const *ref))
{
  nc_state s;
  int code = 0, first = nc_skip_options(argc, argv);
  if (first == argc)
    dieusage();
  nc_begin(&s);
  for (argv += first; *argv; argv++)
    if (!one(&s, *argv))
      code = 1;
  return code;
}

int main(int argc, char const *const *argv)
{
  PROG = "nc-state";
  int code = nc_command_call(commands, argc, argv, USAGE);
  if (fflush(stdout) || ferror(stdout))
    strerr_diefusys(111, "write to stdout");
  return code;
}
