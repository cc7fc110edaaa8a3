/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>

#include "toml-scalar.h"
#include "toml-string.h"
#include "toml-table.h"
#include "toml.h"

typedef struct parser_s parser;
struct parser_s {
  nc_toml_text t;
  nc_toml_tables tables;
  json_int_t part; /* headers and inline tables so far */
};

static int is_bare(char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-';
}

/* One part of a key, to buf and len, and the blanks behind it */
static int read_part(parser *p)
{
  nc_toml_text *t = &p->t;
  if (t->s < t->end && (*t->s == '"' || *t->s == '\'')) {
    if (!nc_toml_string(t, 0))
      return 0;
  } else {
    t->len = 0;
    while (t->s < t->end && is_bare(*t->s))
      t->buf[t->len++] = *t->s++;
    if (!t->len)
      return nc_toml_fail(t, "a key is missing");
  }
  nc_toml_skip_blanks(t);
  return 1;
}

/* Is there a further part? Passes the dot and the blanks behind it. */
static int take_dot(parser *p)
{
  if (!nc_toml_take(&p->t, "."))
    return 0;
  nc_toml_skip_blanks(&p->t);
  return 1;
}

/* Behind "[" or "[[": returns the table that the next lines are of */
static json_t *read_header(parser *p, json_t *table, int is_array)
{
  p->part++;
  for (int depth = 1;; depth++) {
    nc_toml_skip_blanks(&p->t);
    if (!read_part(p))
      return NULL;
    if (depth > NC_TOML_DEPTH_MAX)
      return nc_toml_fail(&p->t, "a key of too many parts"), NULL;
    if (!take_dot(p))
      break;
    table = nc_toml_descend_header(&p->tables, table);
    if (!table)
      return NULL;
  }
  table =
      is_array ? nc_toml_append_table(&p->tables, table) : nc_toml_open_table(&p->tables, table);
  if (table && !nc_toml_take(&p->t, is_array ? "]]" : "]"))
    return nc_toml_fail(&p->t, "a header that does not end"), NULL;
  return table && nc_toml_end_line(&p->t) ? table : NULL;
}

static json_t *read_value(parser *p, int depth);

static int read_pair(parser *p, json_t *table, json_int_t part, int depth)
{
  char *key;
  for (int parts = 1;; parts++) {
    if (!read_part(p))
      return 0;
    if (parts > NC_TOML_DEPTH_MAX)
      return nc_toml_fail(&p->t, "a key of too many parts");
    if (!take_dot(p))
      break;
    table = nc_toml_descend_dotted(&p->tables, table, part);
    if (!table)
      return 0;
  }
  if (nc_toml_get(&p->tables, table))
    return nc_toml_fail(&p->t, "a key that is there already");
  if (!nc_toml_take(&p->t, "="))
    return nc_toml_fail(&p->t, "= is missing behind a key");
  /* the value may have strings */
  size_t len = p->t.len;
  key = malloc(len + 1);
  if (!key)
    return nc_toml_no_memory(&p->t);
  memcpy(key, p->t.buf, len);
  nc_toml_skip_blanks(&p->t);
  json_t *value = read_value(p, depth);
  if (value && json_object_setn_new(table, key, len, value) < 0) {
    nc_toml_no_memory(&p->t);
    value = NULL;
  }
  free(key);
  return !!value;
}

static json_t *read_array(parser *p, int depth)
{
  json_t *array = json_array();
  if (!array)
    return nc_toml_no_memory(&p->t), NULL;
  for (;;) {
    nc_toml_skip_lines(&p->t);
    if (nc_toml_take(&p->t, "]"))
      return array;
    json_t *value = read_value(p, depth);
    if (!value)
      break;
    if (json_array_append_new(array, value) < 0) {
      nc_toml_no_memory(&p->t);
      break;
    }
    nc_toml_skip_lines(&p->t);
    if (nc_toml_take(&p->t, ","))
      continue;
    if (nc_toml_take(&p->t, "]"))
      return array;
    nc_toml_fail(&p->t, "an array that does not go on with a comma, nor end");
    break;
  }
  json_decref(array);
  return NULL;
}

static json_t *read_inline_table(parser *p, int depth)
{
  json_int_t part = ++p->part;
  json_t *table = json_object();
  if (!table)
    return nc_toml_no_memory(&p->t), NULL;
  nc_toml_skip_blanks(&p->t);
  if (nc_toml_take(&p->t, "}"))
    return table;
  while (read_pair(p, table, part, depth)) {
    nc_toml_skip_blanks(&p->t);
    if (nc_toml_take(&p->t, "}"))
      return table;
    if (!nc_toml_take(&p->t, ",")) {
      nc_toml_fail(&p->t, "an inline table that does not go on with a comma, nor end");
      break;
    }
    nc_toml_skip_blanks(&p->t);
  }
  json_decref(table);
  return NULL;
}

static json_t *read_value(parser *p, int depth)
{
  char c = p->t.s < p->t.end ? *p->t.s : '\0';
  if (c == '"' || c == '\'') {
    json_t *string = NULL;
    if (nc_toml_string(&p->t, 1) && !(string = json_stringn(p->t.buf, p->t.len)))
      nc_toml_no_memory(&p->t);
    return string;
  }
  if (c != '[' && c != '{')
    return nc_toml_scalar(&p->t);
  if (depth == NC_TOML_DEPTH_MAX)
    return nc_toml_fail(&p->t, "values nested too deeply"), NULL;
  p->t.s++;
  return c == '[' ? read_array(p, depth + 1) : read_inline_table(p, depth + 1);
}

static int read_document(parser *p, json_t *root)
{
  json_t *table = root;
  json_int_t part = p->part;
  for (;;) {
    nc_toml_skip_lines(&p->t);
    if (p->t.s == p->t.end)
      return 1;
    int is_array = nc_toml_take(&p->t, "[[");
    if (is_array || nc_toml_take(&p->t, "[")) {
      table = read_header(p, root, is_array);
      if (!table)
        return 0;
      part = p->part;
    } else if (!read_pair(p, table, part, 0) || !nc_toml_end_line(&p->t))
      return 0;
  }
}

static void locate(nc_toml_error *error, char const *s, nc_toml_text const *t)
{
  *error = (nc_toml_error){.line = 1, .column = 1, .text = t->error};
  for (; s < t->s; s++) {
    if (*s == '\n') {
      error->line++;
      error->column = 1;
    } else if ((*s & 0xc0) != 0x80)
      error->column++;
  }
}

json_t *nc_toml_parse(char const *s, size_t n, nc_toml_error *error)
{
  parser p = {.t = {.s = s, .end = s + n, .buf = malloc(n + 1)},
              .tables = {.text = &p.t, .kinds = json_object()}};
  json_t *root = json_object();
  int ok = p.t.buf && p.tables.kinds && root ? nc_toml_check(&p.t) && read_document(&p, root)
                                             : nc_toml_no_memory(&p.t);
  free(p.t.buf);
  json_decref(p.tables.kinds);
  if (ok)
    return root;
  locate(error, s, &p.t);
  json_decref(root);
  return NULL;
}
