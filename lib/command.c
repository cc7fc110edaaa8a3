/* SPDX-License-Identifier: ISC */

#include <string.h>

#include <skalibs/strerr.h>

#include "command.h"

int nc_command_call(nc_named_command const *commands, int argc, char const *const *argv,
                    char const *usage)
{
  for (; argc > 1 && commands->name; commands++)
    if (!strcmp(commands->name, argv[1]))
      return commands->f(argc - 1, argv + 1);
  strerr_dieusage(100, usage);
}
