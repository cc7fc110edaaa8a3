/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <string.h>

#include "format.h"

nc_right const scope_words[] = {
    {"abstract_unix_socket", LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, 6},
    {"signal", LANDLOCK_SCOPE_SIGNAL, 6},
    {NULL, 0, 0},
};

int is_table(json_t *table, char const *const *keys, char const *place, char *error)
{
  if (!json_is_object(table))
    return wrong(error, "%s: not a table", place);
  for (void *i = json_object_iter(table); i; i = json_object_iter_next(table, i)) {
    char const *key = json_object_iter_key(i);
    char const *const *known = keys;
    while (*known && strcmp(*known, key))
      known++;
    if (!*known || strlen(key) != json_object_iter_key_len(i))
      return wrong(error, "%s%s%s: unknown key", place, *place ? "." : "", key);
  }
  return 1;
}

static uint64_t find(nc_right const *words, char const *word)
{
  for (; words && words->name; words++)
    if (!strcmp(words->name, word))
      return words->bits;
  return 0;
}

/* abi.NAME or vN.NAME: 0 if there is no such group. */
static uint64_t find_group(vocabulary const *v, char const *word)
{
  int abi = (int)v->abi;
  char const *dot = strchr(word, '.');
  if (!dot || !v->groups)
    return 0;
  if (*word == 'v' && dot - word == 2 && word[1] >= '1' && word[1] <= '0' + ABI_KNOWN)
    abi = word[1] - '0';
  else if (strncmp(word, "abi.", 4))
    return 0;
  return find(v->groups, dot + 1) & nc_rights_of_abi(v->words[0], abi);
}

static int add_word(uint64_t *bits, json_t *value, vocabulary const *v, char const *place,
                    char *error)
{
  char const *word;
  if (!get_string(&word, value, place, error))
    return 0;
  uint64_t found = find(v->words[0], word) | find(v->words[1], word) | find_group(v, word);
  *bits |= found;
  if (found)
    return 1;
  if (v->groups && !v->abi && !strncmp(word, "abi.", 4))
    return wrong(error, "%s: %s without the key abi", place, word);
  return wrong(error, "%s: unknown %s %s", place, v->kind, word);
}

static int is_array(json_t *array, char const *place, char *error)
{
  if (!array)
    return wrong(error, "%s: missing", place);
  return json_is_array(array) || wrong(error, "%s: not an array", place);
}

int is_filled(json_t *array, char const *place, char *error)
{
  return is_array(array, place, error) &&
         (json_array_size(array) || wrong(error, "%s: empty", place));
}

int get_bits(uint64_t *bits, json_t *array, vocabulary const *v, char const *place, char *error)
{
  char each[PLACE_MAX];
  if (!is_array(array, place, error))
    return 0;
  *bits = 0;
  for (size_t i = 0; i < json_array_size(array); i++) {
    snprintf(each, sizeof each, "%s[%zu]", place, i);
    if (!add_word(bits, json_array_get(array, i), v, each, error))
      return 0;
  }
  return 1;
}

int get_some_bits(uint64_t *bits, json_t *array, vocabulary const *v, char const *place,
                  char *error)
{
  return is_filled(array, place, error) && get_bits(bits, array, v, place, error);
}

int get_string(char const **s, json_t *value, char const *place, char *error)
{
  *s = json_string_value(value);
  if (!value)
    return wrong(error, "%s: missing", place);
  if (!*s)
    return wrong(error, "%s: not a string", place);
  return strlen(*s) == json_string_length(value) || wrong(error, "%s: has a NUL", place);
}

int is_plain(char const *path, char const *place, char *error)
{
  char const *s = path;
  if (*s != '/')
    return wrong(error, "%s: not absolute: %s", place, path);
  while (strcmp(path, "/") && *s) {
    size_t n = strcspn(++s, "/");
    if (!n || !strncmp(s, ".", n) || (n == 2 && !strncmp(s, "..", 2)))
      return wrong(error, "%s: has \"..\", \".\" or a slash too many: %s", place, path);
    s += n;
  }
  return 1;
}

int get_port_number(uint16_t *port, json_t *value, char const *place, char *error)
{
  if (!value)
    return wrong(error, "%s: missing", place);
  if (!json_is_integer(value) || json_integer_value(value) < 0 || json_integer_value(value) > 65535)
    return wrong(error, "%s: not an integer from 0 to 65535", place);
  *port = (uint16_t)json_integer_value(value);
  return 1;
}

int get_abi(unsigned int *abi, json_t *value, char const *place, char *error)
{
  if (!json_is_integer(value) || json_integer_value(value) < 1)
    return wrong(error, "%s: not an integer from 1 on", place);
  if (json_integer_value(value) > ABI_KNOWN)
    return wrong(error, "%s: more than %d, the newest that nc-landlock knows", place, ABI_KNOWN);
  *abi = (unsigned int)json_integer_value(value);
  return 1;
}
