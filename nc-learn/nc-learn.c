/* SPDX-License-Identifier: ISC */

/*
 * Makes policies of traces: reads what nc-trace wrote of a program, and writes the least that
 * lets the program do the same again. It is not a link of a chain, and changes nothing.
 */

#include <stddef.h>

#include <skalibs/strerr.h>

#include "commands.h"

static nc_named_command const commands[] = {
    {"caps", &nc_learn_caps},
    {"landlock", &nc_learn_landlock},
    {"seccomp", &nc_learn_seccomp},
    {NULL, NULL},
};

int main(int argc, char const *const *argv)
{
  PROG = "nc-learn";
  return nc_command_call(commands, argc, argv, USAGE);
}
