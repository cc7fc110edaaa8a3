/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "chain.h"
#include "environment.h"

#define IMPORT "NC_ENV_"

extern char **environ;

static char const *const defaults[] = {
    ("PATH=" NC_CHAIN_PATH), /* one string */
    "HOME=/",
    "TERM=xterm",
};
#define DEFAULTS (sizeof defaults / sizeof *defaults)

static char const *import(char const *name)
{
  size_t prefix = sizeof IMPORT - 1, len = strlen(name);
  for (char **e = environ; *e; e++)
    if (!strncmp(*e, IMPORT, prefix) && !strncmp(*e + prefix, name, len) &&
        (*e)[prefix + len] == '=')
      return *e + prefix;
  strerr_dief(111, IMPORT, name, " is not set");
}

/* Replaces the entry of the same name. There is room. */
static size_t put(char const **env, size_t n, char const *entry)
{
  size_t len = strcspn(entry, "=") + 1;
  for (size_t i = 0; i < n; i++)
    if (!strncmp(env[i], entry, len))
      return (env[i] = entry, n);
  env[n] = entry;
  return n + 1;
}

void environment_build(char const *const *entries, size_t nentries)
{
  size_t n = 0, max = DEFAULTS + nentries + 1;
  for (char **e = environ; *e; e++)
    max++;
  char const **env = malloc(max * sizeof *env);
  if (!env)
    strerr_diefusys(111, "allocate memory");
  for (size_t i = 0; i < DEFAULTS; i++)
    n = put(env, n, defaults[i]);
  for (size_t i = 0; i < nentries; i++)
    n = put(env, n, strchr(entries[i], '=') ? entries[i] : import(entries[i]));
  for (char **e = environ; *e; e++)
    if (!strncmp(*e, "NC_", 3) && strncmp(*e, IMPORT, sizeof IMPORT - 1))
      n = put(env, n, *e);
  env[n] = NULL;
  environ = (char **)env;
}
