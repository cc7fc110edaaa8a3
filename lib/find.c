/* SPDX-License-Identifier: ISC */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/stralloc.h>
#include <skalibs/strerr.h>

#include "escape.h"
#include "find.h"
#include "scan.h"

char **nc_find_all(nc_state const *s, int *leftovers)
{
  stralloc ids = STRALLOC_ZERO;
  size_t n = 0;
  struct dirent *d;
  int fd = openat(s->containers, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  if (!dir)
    strerr_diefusys(111, "open the state folder");
  while ((errno = 0, d = readdir(dir))) {
    if (!strncmp(d->d_name, ".new-", 5) || !strncmp(d->d_name, ".old-", 5))
      *leftovers = 1;
    if (!nc_scan_id(d->d_name))
      continue;
    if (!stralloc_catb(&ids, d->d_name, NC_ID_LEN + 1))
      strerr_diefusys(111, "allocate memory");
    n++;
  }
  if (errno)
    strerr_diefusys(111, "read the state folder");
  closedir(dir);

  char **all = malloc((n + 1) * sizeof *all + ids.len);
  if (!all)
    strerr_diefusys(111, "allocate memory");
  char *text = (char *)(all + n + 1);
  if (ids.len)
    memcpy(text, ids.s, ids.len);
  stralloc_free(&ids);
  for (size_t i = 0; i < n; i++)
    all[i] = text + i * (NC_ID_LEN + 1);
  all[n] = NULL;
  return all;
}

/* Writes the ID of the record that is called name. Returns 1, or 0 if there is none. */
static int find_name(nc_state const *s, char const *name, char *id)
{
  static char const head[] = "../containers/";
  char target[sizeof head + NC_ID_LEN];
  ssize_t n = readlinkat(s->names, name, target, sizeof target);
  if (n != sizeof target - 1 || memcmp(target, head, sizeof head - 1))
    return 0;
  target[n] = 0;
  memcpy(id, target + sizeof head - 1, NC_ID_LEN + 1);
  return nc_scan_id(id);
}

/* Returns how many IDs begin with prefix, and the first of them; several are said on stderr. */
static size_t find_prefix(nc_state const *s, char const *prefix, char *id)
{
  stralloc list = STRALLOC_ZERO;
  size_t n = 0, len = strlen(prefix);
  int leftovers;
  char **all = nc_find_all(s, &leftovers);
  for (char **i = all; *i; i++) {
    if (strncmp(*i, prefix, len))
      continue;
    if (!n++)
      memcpy(id, *i, NC_ID_LEN + 1);
    if (!stralloc_cats(&list, " ") || !stralloc_cats(&list, *i))
      strerr_diefusys(111, "allocate memory");
  }
  if (n > 1 && stralloc_0(&list))
    strerr_warnw("ambiguous: ", prefix, ":", list.s);
  stralloc_free(&list);
  free(all);
  return n;
}

static int exists(nc_state const *s, char const *id)
{
  return faccessat(s->containers, id, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

int nc_find_id(nc_state const *s, char const *ref, char *id)
{
  char shown[160];
  size_t n = 0;
  if (nc_scan_id(ref) && exists(s, ref)) {
    memcpy(id, ref, NC_ID_LEN + 1);
    return 1;
  }
  if (nc_scan_name(ref) && find_name(s, ref, id) && exists(s, id))
    return 1;
  if (*ref && !ref[strspn(ref, "0123456789abcdef")])
    n = find_prefix(s, ref, id);
  if (n)
    return n == 1;
  nc_escape(shown, sizeof shown, 128, ref);
  strerr_warnw("no such container: ", shown);
  return 0;
}

int nc_find(nc_entry *e, nc_state const *s, char const *ref)
{
  char id[NC_ID_LEN + 1];
  if (!nc_find_id(s, ref, id))
    return 0;
  int found = nc_entry_open(e, s, id);
  if (!found)
    strerr_warnw("no such container: ", ref);
  return found > 0;
}
