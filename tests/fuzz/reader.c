/* SPDX-License-Identifier: ISC */

/* lib/reader: walks all of an object that it takes for valid, and decodes each value as each
   kind. The text has no NUL behind it, so that a read past its end is seen. */

#include <stdlib.h>
#include <string.h>

#include "reader.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

static void look_at(nc_value const *value)
{
  static char const *const keys[] = {"a", "b", "nothing"};
  nc_value found[3], element, rest = *value;
  char text[64];
  int64_t number;

  if (nc_reader_string(value, text, sizeof text) && strlen(text) >= sizeof text)
    abort();
  nc_reader_int(value, &number);
  nc_reader_is_true(value);
  while (nc_reader_next(&rest, &element))
    look_at(&element);
  nc_reader_members(value, keys, found, 3);
  for (size_t i = 0; i < 3; i++)
    if (found[i].len) {
      if (found[i].s < value->s || found[i].s + found[i].len > value->s + value->len)
        abort();
      look_at(found + i);
    }
}

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  nc_value object;
  if (nc_reader_object((char const *)data, size, &object))
    look_at(&object);
  return 0;
}
