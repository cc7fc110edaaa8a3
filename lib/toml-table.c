/* SPDX-License-Identifier: ISC */

#include <stdio.h>

#include "toml-table.h"

/* How a table, or an array, came to be decides who may add to it. */
enum {
  KIND_CLOSED,   /* an inline table, or an array of values: nobody */
  KIND_IMPLICIT, /* a header named something below it: a header of its own, and dotted keys */
  KIND_HEADER,   /* a header of its own: that part of the text */
  KIND_TABLES,   /* an array of tables: headers [[like this]] */
  KIND_DOTTED    /* dotted keys: those of the same part of the text. + the number of the part */
};

static void key_of(char *key, size_t max, json_t const *value)
{
  snprintf(key, max, "%p", (void const *)value);
}

static json_int_t kind_of(nc_toml_tables const *t, json_t const *value)
{
  char key[32];
  key_of(key, sizeof key, value);
  return json_integer_value(json_object_get(t->kinds, key));
}

static int set_kind(nc_toml_tables *t, json_t const *value, json_int_t kind)
{
  char key[32];
  key_of(key, sizeof key, value);
  return json_object_set_new(t->kinds, key, json_integer(kind)) == 0 || nc_toml_no_memory(t->text);
}

json_t *nc_toml_get(nc_toml_tables const *t, json_t const *table)
{
  return json_object_getn(table, t->text->buf, t->text->len);
}

/* Adds value, whose reference is taken, under the key last read. Returns it, or NULL. */
static json_t *add(nc_toml_tables *t, json_t *table, json_t *value)
{
  if (!value || json_object_setn_new(table, t->text->buf, t->text->len, value) < 0)
    return nc_toml_no_memory(t->text), NULL;
  return value;
}

static json_t *add_table(nc_toml_tables *t, json_t *table, json_int_t kind)
{
  json_t *child = add(t, table, json_object());
  return child && set_kind(t, child, kind) ? child : NULL;
}

json_t *nc_toml_descend_header(nc_toml_tables *t, json_t *table)
{
  json_t *child = nc_toml_get(t, table);
  if (!child)
    return add_table(t, table, KIND_IMPLICIT);
  json_int_t kind = kind_of(t, child);
  if (kind == KIND_CLOSED)
    return nc_toml_fail(t->text, "a header below what is not a table, or is an inline one"), NULL;
  return kind == KIND_TABLES ? json_array_get(child, json_array_size(child) - 1) : child;
}

json_t *nc_toml_open_table(nc_toml_tables *t, json_t *table)
{
  json_t *child = nc_toml_get(t, table);
  if (!child)
    return add_table(t, table, KIND_HEADER);
  if (kind_of(t, child) != KIND_IMPLICIT)
    return nc_toml_fail(t->text, "a table that is there already"), NULL;
  return set_kind(t, child, KIND_HEADER) ? child : NULL;
}

json_t *nc_toml_append_table(nc_toml_tables *t, json_t *table)
{
  json_t *array = nc_toml_get(t, table), *child = json_object();
  if (!array) {
    array = add(t, table, json_array());
    if (array && !set_kind(t, array, KIND_TABLES))
      array = NULL;
  } else if (kind_of(t, array) != KIND_TABLES) {
    nc_toml_fail(t->text, "an array of tables where something else is already");
    array = NULL;
  }
  if (!array)
    return json_decref(child), NULL;
  if (json_array_append_new(array, child) < 0)
    return nc_toml_no_memory(t->text), NULL;
  return set_kind(t, child, KIND_HEADER) ? child : NULL;
}

json_t *nc_toml_descend_dotted(nc_toml_tables *t, json_t *table, json_int_t part)
{
  json_t *child = nc_toml_get(t, table);
  if (!child)
    return add_table(t, table, KIND_DOTTED + part);
  json_int_t kind = kind_of(t, child);
  if (kind != KIND_IMPLICIT && kind != KIND_DOTTED + part)
    return nc_toml_fail(t->text, "a dotted key into what was defined elsewhere, or is no table"),
           NULL;
  return set_kind(t, child, KIND_DOTTED + part) ? child : NULL;
}
