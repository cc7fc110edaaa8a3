/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "errors.h"

#include "errnos.h"

#define ERRNOS (sizeof errnos / sizeof *errnos)

char const *nc_error_name(unsigned int number)
{
  for (size_t i = 0; i < ERRNOS; i++)
    if (errnos[i].value == number)
      return errnos[i].name;
  return NULL;
}

unsigned int nc_error_number(char const *name)
{
  for (size_t i = 0; i < ERRNOS; i++)
    if (!strcmp(errnos[i].name, name))
      return errnos[i].value;
  return 0;
}
