/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "environment.h"
#include "failed.h"

extern char **environ;

/* Is -v NAME among words? A value that is -v stands before an option, which is no name. */
static int is_given(char const *const *words, char const *entry, size_t len)
{
  for (; words[0] && words[1]; words++)
    if (!strcmp(words[0], "-v") && strlen(words[1]) == len && !strncmp(words[1], entry, len))
      return 1;
  return 0;
}

void environment_clean(char const *const *given)
{
  char **to = environ;
  for (char **e = environ; *e; e++)
    if (strncmp(*e, "NC_", 3) ||
        (!strncmp(*e, "NC_ENV_", 7) && is_given(given, *e + 7, strcspn(*e + 7, "="))))
      *to++ = *e;
  *to = NULL;
}

static int begins(char const *entry, char const *name)
{
  return !strncmp(entry, name, strlen(name));
}

/* A descriptor that a late link was given cannot be had again, but for the filter, which was kept.
   NC_OUTPUT is no loss: we write to where our caller says; nor is NC_DENIED: what is denied is
   denied. */
int environment_take(char const *const *given, char *text, size_t n)
{
  int filtered = 0;
  for (size_t i = 0, len; i < n; i += len + 1) {
    char *entry = text + i;
    len = strlen(entry);
    if (begins(entry, "NC_ENV_") && !is_given(given, entry + 7, strcspn(entry + 7, "=")) &&
        putenv(entry) != 0)
      strerr_diefusys(NC_FAILED, "set the environment");
    if (begins(entry, "NC_FILTER="))
      filtered = 1;
    else if (nc_chain_is_fd(entry) && !begins(entry, "NC_TOOLS=") && !begins(entry, "NC_REPORT=") &&
             !begins(entry, "NC_OUTPUT=") && !begins(entry, "NC_DENIED=")) {
      entry[strcspn(entry, "=")] = 0;
      strerr_dief(NC_FAILED, "it was started with ", entry,
                  ": attaching to it is not possible yet");
    }
  }
  return filtered;
}
