/* SPDX-License-Identifier: ISC */

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "scanner.h"

int scan_bad(scanner *c, char const *format, ...)
{
  va_list ap;
  va_start(ap, format);
  nc_escape_vprintf(c->error, c->error_max, format, ap);
  va_end(ap);
  return -1;
}

int scan_keys(scanner *c, char const *where, json_t const *object, char const *const *known)
{
  json_t *o = (json_t *)object; /* jansson's iterators want it so, and do not change it */
  if (!json_is_object(o))
    return scan_bad(c, "%s: not an object", where);
  for (void *it = json_object_iter(o); it; it = json_object_iter_next(o, it)) {
    size_t i = 0;
    while (known[i] && strcmp(known[i], json_object_iter_key(it)))
      i++;
    if (!known[i])
      return scan_bad(c, "%s: unknown key %s", where, json_object_iter_key(it));
  }
  return 0;
}

int scan_array(scanner *c, char const *where, char const *key, json_t const *value, size_t *n)
{
  *n = json_array_size(value); /* 0 for what is no array */
  if (value && !json_is_null(value) && !json_is_array(value))
    return scan_bad(c, "%s%s: not an array", where, key);
  return 0;
}

int scan_number(scanner *c, char const *where, char const *key, json_t const *value, uint64_t max,
                uint64_t *number)
{
  if (json_is_string(value)) {
    char const *s = json_string_value(value);
    char *end;
    errno = 0;
    *number = strtoull(s, &end, 10);
    if (!isdigit((unsigned char)*s) || *end)
      return scan_bad(c, "%s.%s: not a number: %s", where, key, s);
    if (errno)
      return scan_bad(c, "%s.%s: greater than %llu", where, key, (unsigned long long)max);
  } else if (!json_is_integer(value) || json_integer_value(value) < 0)
    return scan_bad(c, "%s.%s: not a number from 0 on", where, key);
  else
    *number = (uint64_t)json_integer_value(value);
  if (*number > max)
    return scan_bad(c, "%s.%s: greater than %llu", where, key, (unsigned long long)max);
  return 0;
}
