/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "limit.h"

void limits_add(limits *l, char const *act, enum controller_e c, char const *file,
                char const *value)
{
  char *copy = strdup(value);
  if (!copy)
    strerr_diefusys(111, "allocate memory");
  l->all[l->n++] = (limit){.act = act, .controller = c, .file = file, .value = copy};
}

void limits_add_number(limits *l, char const *act, enum controller_e c, char const *file,
                       uint64_t value)
{
  char fmt[UINT64_FMT];
  fmt[uint64_fmt(fmt, value)] = 0;
  limits_add(l, act, c, file, fmt);
}

unsigned int limits_controllers(limits const *l)
{
  unsigned int wanted = 0;
  for (size_t i = 0; i < l->n; i++)
    wanted |= 1U << l->all[i].controller;
  return wanted;
}

/* missed is not to be had. Returns only if tries. */
static void lack(limits const *l, limit *missed, place const *p, char const *name, int tries)
{
  char const *controller = controller_names[missed->controller];
  int e = p->why[missed->controller];
  char const *why = e == ENOENT || e == EINVAL ? " controller is not available below "
                    : e                        ? " controller cannot be enabled below "
                                               : " controller has no such limit below ";
  char const *error = !e || e == ENOENT || e == EINVAL ? "" : strerror(e);
  char const *colon = *error ? ": " : "";
  if (!tries) {
    place_undo(p, name);
    strerr_diefu(111, missed->act, ": the ", controller, why, p->path, colon, error);
  }
  missed->skipped = 1;
  for (limit const *former = l->all; former < missed; former++)
    if (former->skipped && former->controller == missed->controller)
      return; /* one warning a controller */
  strerr_warnwu(missed->act, ": the ", controller, why, p->path, colon, error);
}

void limits_write(limits *l, place const *p, char const *name, int dir, int tries)
{
  for (limit *next = l->all; next < l->all + l->n; next++) {
    if (p->why[next->controller]) {
      lack(l, next, p, name, tries);
    } else if (place_write(dir, next->file, next->value) < 0) {
      if (errno == ENOENT) {
        lack(l, next, p, name, tries);
      } else {
        place_undo(p, name);
        strerr_diefusys(111, next->act, ": write ", next->value, " to ", next->file);
      }
    }
  }
}

void limits_report(limits const *l, nc_json *j)
{
  char text[NC_JSON_STRING_MAX + 1];
  unsigned int missing = 0;
  if (nc_json_open(j, "limits", '[')) {
    for (limit const *next = l->all; next < l->all + l->n; next++)
      if (next->skipped) {
        missing |= 1U << next->controller;
      } else {
        snprintf(text, sizeof text, "%s %s", next->file, next->value);
        nc_json_string(j, NULL, text);
      }
    nc_json_close(j, '[');
  }
  if (!missing)
    return;
  nc_json_bool(j, "degraded", 1);
  if (nc_json_open(j, "missing", '[')) {
    for (int c = 0; c < CONTROLLERS; c++)
      if (missing & 1U << c)
        nc_json_string(j, NULL, controller_names[c]);
    nc_json_close(j, '[');
  }
}
