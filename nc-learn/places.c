/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>

#include "places.h"
#include "rights.h"

#define EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define READ    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define CHANGE                                                                                     \
  (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | \
   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |      \
   LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM |    \
   LANDLOCK_ACCESS_FS_REFER)

int nc_places_add(nc_places *p, char const *path, uint64_t rights, int made)
{
  nc_place *s = p->s;
  if (p->n == p->max) {
    s = realloc(s, (2 * p->max + 64) * sizeof *s);
    if (!s)
      return -1;
    p->s = s;
    p->max = 2 * p->max + 64;
  }
  s[p->n] = (nc_place){.path = strdup(path), .rights = rights, .changes = made || rights & CHANGE};
  return s[p->n].path ? (p->n++, 0) : -1;
}

void nc_places_free(nc_places *p)
{
  for (size_t i = 0; i < p->n; i++)
    free(p->s[i].path);
  free(p->s);
  *p = (nc_places){.n = 0};
}

/* A directory comes right before all that is beneath it. */
static int by_path(void const *a, void const *b)
{
  unsigned char const *x = (unsigned char const *)((nc_place const *)a)->path,
                      *y = (unsigned char const *)((nc_place const *)b)->path;
  while (*x && *x == *y)
    x++, y++;
  return (*x == '/' ? 1 : *x ? *x + 1 : 0) - (*y == '/' ? 1 : *y ? *y + 1 : 0);
}

static int is_beneath(char const *path, char const *folder, size_t len)
{
  if (len == 1)
    return path[1] != 0;
  return !strncmp(path, folder, len) && path[len] == '/';
}

static void drop(nc_place *s)
{
  free(s->path);
  s->path = NULL;
}

static void compact(nc_places *p)
{
  size_t left = 0;
  for (size_t i = 0; i < p->n; i++)
    if (p->s[i].path)
      p->s[left++] = p->s[i];
  p->n = left;
}

static void merge(nc_place *into, nc_place *from)
{
  into->rights |= from->rights;
  into->changes |= from->changes;
  drop(from);
}

static void merge_same(nc_places *p)
{
  for (size_t i = 0, next; i < p->n; i = next)
    for (next = i + 1; next < p->n && !strcmp(p->s[i].path, p->s[next].path); next++)
      merge(p->s + i, p->s + next);
  compact(p);
}

static void fold_changing(nc_places *p)
{
  for (size_t i = 0; i < p->n; i++) {
    nc_place *folder = p->s + i;
    size_t len = folder->path ? strlen(folder->path) : 0;
    if (!len || !folder->changes || len == 1)
      continue;
    for (size_t k = i + 1; k < p->n; k++) {
      nc_place *s = p->s + k;
      if (!s->path)
        continue;
      if (!is_beneath(s->path, folder->path, len))
        break;
      if (!(s->rights & EXECUTE))
        merge(folder, s);
    }
  }
  compact(p);
}

/* The length of the first n names of path with their slashes; 0 if it has no more than n. */
static size_t prefix(char const *path, size_t n)
{
  char const *s = path;
  while (n-- && *s)
    s += 1 + strcspn(s + 1, "/");
  return *s ? (size_t)(s - path) : 0;
}

static size_t depth(char const *path)
{
  size_t n = 0;
  for (; *path; path++)
    n += *path == '/';
  return n;
}

static int only_reads(nc_place const *s)
{
  return !s->changes && !(s->rights & ~(uint64_t)READ);
}

/* Those in the places from i on, which begin with the first len bytes of its path. */
static size_t count_reads(nc_places const *p, size_t i, size_t len)
{
  char const *folder = p->s[i].path;
  size_t found = 0;
  for (; i < p->n && is_beneath(p->s[i].path, folder, len); i++)
    found += (size_t)only_reads(p->s + i);
  return found;
}

/* The first becomes the directory's, the others are in it. */
static void fold_into(nc_places *p, size_t i, size_t len)
{
  nc_place *folder = NULL;
  char const *path = p->s[i].path;
  for (size_t k = i; k < p->n && is_beneath(p->s[k].path, path, len); k++)
    if (only_reads(p->s + k)) {
      if (!folder)
        folder = p->s + k;
      else
        folder->rights |= p->s[k].rights;
      p->s[k].changes = folder == p->s + k ? 0 : -1; /* to be dropped: the path is compared yet */
    }
  for (size_t k = i; k < p->n; k++)
    if (p->s[k].changes < 0)
      drop(p->s + k);
  if (folder)
    folder->path[len] = 0;
  compact(p);
}

static void fold_reads(nc_places *p)
{
  size_t deepest = 0;
  for (size_t i = 0; i < p->n; i++)
    if (depth(p->s[i].path) > deepest)
      deepest = depth(p->s[i].path);
  for (size_t names = deepest; names-- > NC_PLACES_DEPTH_MIN;) {
    for (size_t i = 0; i < p->n; i++) {
      size_t len = prefix(p->s[i].path, names);
      if (len && count_reads(p, i, len) > NC_PLACES_FILES_MAX)
        fold_into(p, i, len);
    }
    qsort(p->s, p->n, sizeof *p->s, &by_path);
    merge_same(p);
  }
}

/* What is above one is above the one before it, or is that itself. */
static void look_above(nc_places *p)
{
  for (size_t i = 0; i < p->n; i++) {
    nc_place *s = p->s + i, *parent = NULL;
    for (s->parent = i; s->parent; s->parent = parent->parent) {
      parent = p->s + s->parent - 1;
      if (is_beneath(s->path, parent->path, strlen(parent->path)))
        break;
    }
    s->above = s->parent ? parent->above | parent->rights : 0;
  }
}

/* The kernel moves no file to where more may be done with it. */
static void equal_referred(nc_places *p)
{
  uint64_t rights = 0;
  look_above(p);
  for (size_t i = 0; i < p->n; i++)
    if (p->s[i].rights & LANDLOCK_ACCESS_FS_REFER)
      rights |= p->s[i].rights | p->s[i].above;
  for (size_t i = 0; i < p->n; i++)
    if (p->s[i].rights & LANDLOCK_ACCESS_FS_REFER)
      p->s[i].rights = rights;
}

static void take_off_granted(nc_places *p)
{
  look_above(p);
  for (size_t i = 0; i < p->n; i++) {
    p->s[i].rights &= ~p->s[i].above;
    if (!p->s[i].rights)
      drop(p->s + i);
  }
  compact(p);
}

void nc_places_fold(nc_places *p)
{
  if (!p->n)
    return;
  qsort(p->s, p->n, sizeof *p->s, &by_path);
  merge_same(p);
  fold_changing(p);
  fold_reads(p);
  equal_referred(p);
  take_off_granted(p);
}
