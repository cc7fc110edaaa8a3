/* SPDX-License-Identifier: ISC */

#include <ctype.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exclude.h"

static char const *const listed[] = {
    ".git",    "target",       "node_modules", ".DS_Store",     "__pycache__", ".svn",
    ".env",    ".env.*",       ".ssh",         ".gnupg",        ".aws",        ".azure",
    ".gcloud", ".docker",      ".netrc",       ".kube",         ".helm",       "*.swp",
    "*.swo",   "*.pem",        "*.key",        "*.p12",         "*.crt",       "*.pfx",
    "*.jks",   "*credential*", "*secret*",     "*private_key*", "*kubeconfig*"};

#define LISTED ((int)(sizeof listed / sizeof *listed))

int nc_exclude_begin(nc_exclude *x, char const *const *include, char const *const *exclude)
{
  *x = (nc_exclude){.include = include, .exclude = exclude, .patterns = LISTED};
  while (exclude && exclude[x->patterns - LISTED])
    x->patterns++;
  x->tally = calloc((size_t)x->patterns, sizeof *x->tally);
  return x->tally ? 0 : -1;
}

void nc_exclude_end(nc_exclude *x)
{
  free(x->tally);
}

static int match(char const *const *patterns, char const *name)
{
  for (int i = 0; patterns && patterns[i]; i++)
    if (!fnmatch(patterns[i], name, 0))
      return i;
  return -1;
}

/* The list's patterns have a "*" at their ends only: musl's fnmatch on each of them would be a
   fifth of the time that a small file takes. lower is name in lower case. */
static int is_listed(char const *pattern, char const *name, char const *lower)
{
  size_t n = strlen(name), p = strlen(pattern);
  int open = pattern[p - 1] == '*';
  if (*pattern != '*')
    return !(open ? strncmp(name, pattern, p - 1) : strcmp(name, pattern));
  if (open)
    return memmem(lower, n, pattern + 1, p - 2) != NULL;
  return n >= p - 1 && !strcmp(name + n - (p - 1), pattern + 1);
}

/* Which pattern leaves name out: an index of tally, or -1. */
static int pattern_of(nc_exclude const *x, char const *name)
{
  char lower[NAME_MAX + 1];
  int i = match(x->exclude, name);
  if (i >= 0)
    return LISTED + i;
  if (match(x->include, name) >= 0)
    return -1;
  for (i = 0; name[i]; i++)
    lower[i] = (char)tolower((unsigned char)name[i]);
  for (i = 0; i < LISTED; i++)
    if (is_listed(listed[i], name, lower))
      return i;
  return -1;
}

int nc_exclude_name(nc_exclude *x, char const *name)
{
  int pattern = pattern_of(x, name);
  if (pattern < 0)
    return 0;
  x->tally[pattern]++;
  return 1;
}

int nc_exclude_symlink(char const *target, unsigned int depth)
{
  if (*target == '/')
    return 1;
  while (*target) {
    size_t n = strcspn(target, "/");
    if (n == 2 && !strncmp(target, "..", 2)) {
      if (!depth--)
        return 1;
    } else if (n != 1 || *target != '.')
      depth++;
    target += n;
    target += strspn(target, "/");
  }
  return 0;
}

void nc_exclude_explain(nc_exclude const *x, char *why, size_t max)
{
  size_t len = 0;
  max -= sizeof ", ...";
  for (int i = 0; i < x->patterns; i++) {
    if (!x->tally[i])
      continue;
    int n =
        snprintf(why + len, max - len, "%s%s (%llu)", len ? ", " : "",
                 i < LISTED ? listed[i] : x->exclude[i - LISTED], (unsigned long long)x->tally[i]);
    if ((size_t)n >= max - len) {
      strcpy(why + len, len ? ", ..." : "...");
      return;
    }
    len += (size_t)n;
  }
}
