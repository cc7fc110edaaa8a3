/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "access.h"
#include "kernel.h"

int access_has_gid(traced_ids const *ids, gid_t gid)
{
  if (ids->gid[FILES] == gid)
    return 1;
  for (size_t i = 0; i < ids->ngroups; i++)
    if (ids->groups[i] == gid)
      return 1;
  return 0;
}

int access_is_restricted(traced *t, struct stat const *st, int want)
{
  unsigned int bits = (unsigned int)want, mode = st->st_mode;
  traced_ids const *ids;
  /* most are open to all: to ask for the IDs costs more */
  if ((mode & mode >> 3 & mode >> 6 & bits) == bits)
    return 0;
  ids = traced_know(t);
  if (!ids)
    return 0;
  if (ids->uid[FILES] == st->st_uid)
    mode >>= 6;
  else if (access_has_gid(ids, st->st_gid))
    mode >>= 3;
  return (mode & bits) != bits;
}

int access_is_possible(traced *t, int fd, int want)
{
  if (nc_faccessat2(fd, "", want, AT_EMPTY_PATH | AT_EACCESS) == 0)
    return 1;
  /* the kernel's words for no; in /proc, what we ask of may be gone */
  if (errno != EACCES && errno != EPERM && errno != EROFS && errno != ENOENT && errno != ESRCH)
    traced_hidden(t);
  return 0;
}
