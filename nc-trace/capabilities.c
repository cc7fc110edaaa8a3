/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <unistd.h>

#include "access.h"
#include "capabilities.h"
#include "objects.h"

/* Where it cannot be seen, it is ours: that may say too much. */
static int is_in_our_userns(traced const *t)
{
  struct stat ours, theirs;
  return fstatat(t->proc, "self/ns/user", &ours, 0) < 0 ||
         fstatat(t->dir, "ns/user", &theirs, 0) < 0 || ours.st_ino == theirs.st_ino;
}

int capability_is_held(traced *t, int number)
{
  traced_ids const *ids = traced_know(t);
  return ids && ids->effective >> number & 1;
}

void capability(traced *t, int number, char const *name)
{
  if (is_in_our_userns(t))
    objects_capability(t->log, name, t->call, capability_is_held(t, number));
}

/* The kernel asks for the lesser one first, and either will do. */
void capability_for_search(traced *t)
{
  if (capability_is_held(t, CAP_DAC_OVERRIDE) && !capability_is_held(t, CAP_DAC_READ_SEARCH))
    capability(t, CAPABILITY(DAC_OVERRIDE));
  else
    capability(t, CAPABILITY(DAC_READ_SEARCH));
}

void capability_for_access(traced *t, struct stat const *st, int want)
{
  if (!access_is_restricted(t, st, want))
    return;
  if (want == R_OK || (S_ISDIR(st->st_mode) && !(want & W_OK)))
    capability_for_search(t);
  else if (!(want & X_OK) || S_ISDIR(st->st_mode) || st->st_mode & 0111)
    capability(t, CAPABILITY(DAC_OVERRIDE));
}
