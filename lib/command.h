/* SPDX-License-Identifier: ISC */

/* A program of several commands: its first argument names one. */

#ifndef NC_COMMAND_H
#define NC_COMMAND_H

/* Takes its own argument list, its name first. Returns the exit code. */
typedef int nc_command(int argc, char const *const *argv);

typedef struct nc_named_command_s nc_named_command;
struct nc_named_command_s {
  char const *name;
  nc_command *f;
};

/* Calls the command that argv[1] names, of those at commands, the last of which has no name.
   Returns what it returns. Dies 100 with usage if there is none. */
extern int nc_command_call(nc_named_command const *commands, int argc, char const *const *argv,
                           char const *usage);

#endif
