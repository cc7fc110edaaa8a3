/* SPDX-License-Identifier: ISC */

/* The commands of nc-state: each takes its own argument list, its name first, and returns the
   exit code: 0, or 1 if something was not as asked, after saying so on stderr ("denials -c",
   for scripts, on stdout). Each dies 100 or 111. */

#ifndef COMMANDS_H
#define COMMANDS_H

#include <skalibs/strerr.h>

#include "command.h"
#include "state.h"

#define USAGE                                                                                      \
  "nc-state list [ -a ] [ -j | -q ] | show container... | "                                        \
  "stats [ -j ] [ -s ] [ container... ] | top container | audit container | "                      \
  "denials [ -j ] container | denials -c | "                                                       \
  "logs [ -frt ] [ -n lines ] [ -s since ] container | start container... | wait container... | "  \
  "stop [ -t seconds ] container... | kill [ -s signal ] container... | "                          \
  "remove [ -f ] container... | prune | pause container... | unpause container..."
#define dieusage() strerr_dieusage(100, USAGE)

extern nc_command nc_list, nc_show, nc_stats, nc_top, nc_audit_command, nc_denials, nc_logs,
    nc_start, nc_wait, nc_stop, nc_kill, nc_remove, nc_prune, nc_pause, nc_unpause;

/* For a command without options: where its operands start. Dies 100. */
extern int nc_skip_options(int argc, char const *const *argv);

/* Opens the state folder. Dies 111. */
extern void nc_open(nc_state *s);

/* Removes what dead containers left; says on stderr what could not be. */
extern void nc_sweep(nc_state const *s);

/* Both. */
extern void nc_begin(nc_state *s);

/* A command without options: calls one for each of its operands, of which there must be some. one
   returns 1, or 0 after saying on stderr why not. Returns the exit code. Dies 100 or 111. */
extern int nc_each(int argc, char const *const *argv,
                   int (*one)(nc_state const *s, char const *ref));

#endif
