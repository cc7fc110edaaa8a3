/* SPDX-License-Identifier: ISC */

/* lib/toml: a document, or an error in a place that the text has. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "toml.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

static void look_at(json_t *value, int depth)
{
  char const *key;
  size_t len, i;
  json_t *child;
  /* a header's parts, a dotted key's, the values in values, and an array around each */
  if (depth > 4 * NC_TOML_DEPTH_MAX)
    abort();
  json_object_keylen_foreach(value, key, len, child)
  {
    look_at(child, depth + 1);
  }
  json_array_foreach(value, i, child)
  {
    look_at(child, depth + 1);
  }
  if (json_is_string(value) &&
      json_string_value(value)[json_string_length(value)]) /* whole, and with its NUL */
    abort();
}

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  nc_toml_error error = {.text = NULL};
  json_t *root = nc_toml_parse((char const *)data, size, &error);
  if (root) {
    if (!json_is_object(root) || error.text)
      abort();
    look_at(root, 0);
    json_decref(root);
    return 0;
  }
  char const *s = (char const *)data, *line = s, *end = s + size;
  if (!error.text || error.line < 1 || error.column < 1)
    abort();
  for (unsigned int i = 1; i < error.line; i++) {
    line = memchr(line, '\n', (size_t)(end - line));
    if (!line++)
      abort();
  }
  if (error.column > (size_t)(end - line) + 1)
    abort();
  return 0;
}
