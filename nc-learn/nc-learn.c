/* SPDX-License-Identifier: ISC */

/*
 * Makes policies of traces: reads what nc-trace wrote of a program, and writes the least that
 * lets the program do the same again. It is not a link of a chain, and changes nothing.
 */

#include <string.h>

#include <skalibs/strerr.h>

#include "commands.h"

typedef struct command_s command;
struct command_s {
  char const *name;
  nc_command *f;
};

static command const commands[] = {
    {"caps", &nc_learn_caps},
    {"landlock", &nc_learn_landlock},
    {"seccomp", &nc_learn_seccomp},
};

static command const *find_command(char const *name)
{
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    if (!strcmp(commands[i].name, name))
      return commands + i;
  dieusage();
}

int main(int argc, char const *const *argv)
{
  PROG = "nc-learn";
  if (argc < 2)
    dieusage();
  find_command(argv[1])->f(argc - 1, argv + 1);
  return 0;
}
