/* SPDX-License-Identifier: ISC */

#include <stdint.h>
#include <stdlib.h>

#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "objects.h"

struct object_s {
  uint64_t dev, ino;
};

void objects_allocate(objects *o, size_t n)
{
  *o = (objects){.s = calloc(n + 1, sizeof *o->s), .n = n};
  if (!o->s)
    strerr_diefusys(111, "allocate memory");
}

int objects_scan(objects *o, char const *text)
{
  size_t n = !!*text;
  for (char const *s = text; *s; s++)
    n += *s == ',';
  objects_allocate(o, n);
  for (size_t i = 0; i < n; i++) {
    /* a number that is too large ends before its last digit */
    size_t len = uint64_xscan(text, &o->s[i].dev);
    if (!len || text[len] != ':')
      return 0;
    text += len + 1;
    len = uint64_xscan(text, &o->s[i].ino);
    if (!len || text[len] != (i + 1 < n ? ',' : 0))
      return 0;
    text += len + 1;
  }
  return 1;
}

int objects_is(objects const *o, size_t i, struct stat const *st)
{
  return o->s[i].dev == st->st_dev && o->s[i].ino == st->st_ino;
}

void objects_set(objects *o, size_t i, struct stat const *st)
{
  o->s[i] = (struct object_s){.dev = st->st_dev, .ino = st->st_ino};
}

void objects_report(objects const *o, nc_json *json, char const *key)
{
  if (!nc_json_open(json, key, '['))
    return;
  for (size_t i = 0; i < o->n; i++) {
    char text[2 * UINT64_XFMT + 1];
    size_t len = uint64_xfmt(text, o->s[i].dev);
    text[len++] = ':';
    len += uint64_xfmt(text + len, o->s[i].ino);
    text[len] = 0;
    nc_json_string(json, NULL, text);
  }
  nc_json_close(json, '[');
}
