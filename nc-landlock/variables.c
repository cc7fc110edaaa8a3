/* SPDX-License-Identifier: ISC */

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "format.h"
#include "variables.h"

#define STEPS_MAX 8192 /* a few lines could make 2^1000 paths */

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

int variables_add(json_t *variables, json_t *table, char const *place, char *error)
{
  static char const *const keys[] = {"name", "literal", NULL};
  json_t *literals = json_object_get(table, "literal"), *known;
  char const *name, *literal;
  char at[PLACE_MAX];
  snprintf(at, sizeof at, "%s.name", place);
  if (!is_table(table, keys, place, error) ||
      !get_string(&name, json_object_get(table, "name"), at, error))
    return 0;
  if (!*name || !strchr(LETTERS, *name) || name[strspn(name, LETTERS "0123456789_")])
    return wrong(error, "%s: not a letter, and letters, digits and _: %s", at, name);
  snprintf(at, sizeof at, "%s.literal", place);
  if (!is_filled(literals, at, error))
    return 0;
  for (size_t i = 0; i < json_array_size(literals); i++) {
    snprintf(at, sizeof at, "%s.literal[%zu]", place, i);
    if (!get_string(&literal, json_array_get(literals, i), at, error))
      return 0;
  }
  known = json_object_get(variables, name);
  if ((known ? json_array_extend(known, literals)
             : json_object_set_new(variables, name, json_copy(literals))) < 0)
    return wrong(error, "%s: out of memory", place);
  return 1;
}

typedef struct expansion_s expansion;
struct expansion_s {
  json_t const *variables;
  unsigned int *steps;
  int (*use)(void *arg, char const *path);
  void *arg;
  char const *place;
  char *error;
  char path[PATH_MAX];
};

static int append(expansion *e, size_t *len, char const *s, size_t n)
{
  if (n >= sizeof e->path - *len)
    return wrong(e->error, "%s: longer than a path can be", e->place);
  memcpy(e->path + *len, s, n);
  *len += n;
  return 1;
}

/* s is what comes behind the len bytes of path. */
static int expand(expansion *e, size_t len, char const *s)
{
  if (++*e->steps > STEPS_MAX)
    return wrong(e->error, "%s: too many paths, by its variables", e->place);
  while (*s && strncmp(s, "${", 2)) {
    if (!append(e, &len, s, 1))
      return 0;
    s += strncmp(s, "$$", 2) ? 1 : 2;
  }
  e->path[len] = 0;
  if (!*s)
    return e->use(e->arg, e->path);
  char const *name = s + 2;
  size_t n = strcspn(name, "}");
  if (!name[n])
    return wrong(e->error, "%s: ${ without }: %s", e->place, s);
  json_t const *values = json_object_getn(e->variables, name, n);
  if (!values)
    return wrong(e->error, "%s: unknown variable %.*s", e->place, (int)n, name);
  for (size_t i = 0; i < json_array_size(values); i++) {
    json_t const *value = json_array_get(values, i);
    size_t end = len;
    if (!append(e, &end, json_string_value(value), json_string_length(value)) ||
        !expand(e, end, name + n + 1))
      return 0;
  }
  return 1;
}

int variables_expand(json_t const *variables, char const *s, unsigned int *steps,
                     int (*use)(void *arg, char const *path), void *arg, char const *place,
                     char *error)
{
  expansion e = {.variables = variables,
                 .steps = steps,
                 .use = use,
                 .arg = arg,
                 .place = place,
                 .error = error};
  if (strlen(s) >= PATH_MAX) /* a bound on how deep expand goes */
    return wrong(error, "%s: longer than a path can be", place);
  return expand(&e, 0, s);
}
