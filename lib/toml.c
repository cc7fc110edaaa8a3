/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toml-scalar.h"
#include "toml.h"
#include "utf8.h"

/* How a table, or an array, came to be decides who may add to it. */
enum {
  KIND_CLOSED,   /* an inline table, or an array of values: nobody */
  KIND_IMPLICIT, /* a header named something below it: a header of its own, and dotted keys */
  KIND_HEADER,   /* a header of its own: that part of the text */
  KIND_TABLES,   /* an array of tables: headers [[like this]] */
  KIND_DOTTED    /* dotted keys: those of the same part of the text. + the number of the part */
};

typedef struct parser_s parser;
struct parser_s {
  nc_toml_text t;
  json_t *kinds;   /* of tables and arrays: by address, as text; without: KIND_CLOSED */
  json_int_t part; /* headers and inline tables so far */
};

static void key_of(char *key, size_t max, json_t const *value)
{
  snprintf(key, max, "%p", (void const *)value);
}

static json_int_t kind_of(parser const *p, json_t const *value)
{
  char key[32];
  key_of(key, sizeof key, value);
  return json_integer_value(json_object_get(p->kinds, key));
}

static int no_memory(parser *p)
{
  return nc_toml_fail(&p->t, "too big for the memory there is");
}

static int set_kind(parser *p, json_t const *value, json_int_t kind)
{
  char key[32];
  key_of(key, sizeof key, value);
  return json_object_set_new(p->kinds, key, json_integer(kind)) == 0 || no_memory(p);
}

static void skip_blanks(parser *p)
{
  while (p->t.s < p->t.end && (*p->t.s == ' ' || *p->t.s == '\t'))
    p->t.s++;
}

static int take_newline(parser *p)
{
  return nc_toml_take(&p->t, "\n") || nc_toml_take(&p->t, "\r\n");
}

static void skip_comment(parser *p)
{
  if (p->t.s < p->t.end && *p->t.s == '#')
    while (p->t.s < p->t.end && *p->t.s != '\n' && *p->t.s != '\r')
      p->t.s++;
}

/* Blanks, comments and newlines, as between the values of an array */
static void skip_lines(parser *p)
{
  do {
    skip_blanks(p);
    skip_comment(p);
  } while (take_newline(p));
}

static int end_line(parser *p)
{
  skip_blanks(p);
  skip_comment(p);
  return p->t.s == p->t.end || take_newline(p) ||
         nc_toml_fail(&p->t, "something behind what should end the line");
}

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
  skip_blanks(p);
  return 1;
}

/* Is there a further part? Passes the dot and the blanks behind it. */
static int take_dot(parser *p)
{
  if (!nc_toml_take(&p->t, "."))
    return 0;
  skip_blanks(p);
  return 1;
}

static json_t *get(parser const *p, json_t const *table)
{
  return json_object_getn(table, p->t.buf, p->t.len);
}

/* Adds value, whose reference is taken, under the key last read. Returns it, or NULL. */
static json_t *add(parser *p, json_t *table, json_t *value)
{
  if (!value || json_object_setn_new(table, p->t.buf, p->t.len, value) < 0)
    return no_memory(p), NULL;
  return value;
}

static json_t *add_table(parser *p, json_t *table, json_int_t kind)
{
  json_t *child = add(p, table, json_object());
  return child && set_kind(p, child, kind) ? child : NULL;
}

/* The table that a part of a header but its last leads to */
static json_t *descend_header(parser *p, json_t *table)
{
  json_t *child = get(p, table);
  if (!child)
    return add_table(p, table, KIND_IMPLICIT);
  json_int_t kind = kind_of(p, child);
  if (kind == KIND_CLOSED)
    return nc_toml_fail(&p->t, "a header below what is not a table, or is an inline one"), NULL;
  return kind == KIND_TABLES ? json_array_get(child, json_array_size(child) - 1) : child;
}

static json_t *open_table(parser *p, json_t *table)
{
  json_t *child = get(p, table);
  if (!child)
    return add_table(p, table, KIND_HEADER);
  if (kind_of(p, child) != KIND_IMPLICIT)
    return nc_toml_fail(&p->t, "a table that is there already"), NULL;
  return set_kind(p, child, KIND_HEADER) ? child : NULL;
}

static json_t *append_table(parser *p, json_t *table)
{
  json_t *array = get(p, table), *child = json_object();
  if (!array) {
    array = add(p, table, json_array());
    if (array && !set_kind(p, array, KIND_TABLES))
      array = NULL;
  } else if (kind_of(p, array) != KIND_TABLES) {
    nc_toml_fail(&p->t, "an array of tables where something else is already");
    array = NULL;
  }
  if (!array)
    return json_decref(child), NULL;
  if (json_array_append_new(array, child) < 0)
    return no_memory(p), NULL;
  return set_kind(p, child, KIND_HEADER) ? child : NULL;
}

/* Behind "[" or "[[": returns the table that the next lines are of */
static json_t *read_header(parser *p, json_t *table, int is_array)
{
  p->part++;
  for (int depth = 1;; depth++) {
    skip_blanks(p);
    if (!read_part(p))
      return NULL;
    if (depth > NC_TOML_DEPTH_MAX)
      return nc_toml_fail(&p->t, "a key of too many parts"), NULL;
    if (!take_dot(p))
      break;
    table = descend_header(p, table);
    if (!table)
      return NULL;
  }
  table = is_array ? append_table(p, table) : open_table(p, table);
  if (table && !nc_toml_take(&p->t, is_array ? "]]" : "]"))
    return nc_toml_fail(&p->t, "a header that does not end"), NULL;
  return table && end_line(p) ? table : NULL;
}

static json_t *descend_dotted(parser *p, json_t *table, json_int_t part)
{
  json_t *child = get(p, table);
  if (!child)
    return add_table(p, table, KIND_DOTTED + part);
  json_int_t kind = kind_of(p, child);
  if (kind != KIND_IMPLICIT && kind != KIND_DOTTED + part)
    return nc_toml_fail(&p->t, "a dotted key into what was defined elsewhere, or is no table"),
           NULL;
  return set_kind(p, child, KIND_DOTTED + part) ? child : NULL;
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
    table = descend_dotted(p, table, part);
    if (!table)
      return 0;
  }
  if (get(p, table))
    return nc_toml_fail(&p->t, "a key that is there already");
  if (!nc_toml_take(&p->t, "="))
    return nc_toml_fail(&p->t, "= is missing behind a key");
  /* the value may have strings */
  size_t len = p->t.len;
  key = malloc(len + 1);
  if (!key)
    return no_memory(p);
  memcpy(key, p->t.buf, len);
  skip_blanks(p);
  json_t *value = read_value(p, depth);
  if (value && json_object_setn_new(table, key, len, value) < 0) {
    no_memory(p);
    value = NULL;
  }
  free(key);
  return !!value;
}

static json_t *read_array(parser *p, int depth)
{
  json_t *array = json_array();
  if (!array)
    return no_memory(p), NULL;
  for (;;) {
    skip_lines(p);
    if (nc_toml_take(&p->t, "]"))
      return array;
    json_t *value = read_value(p, depth);
    if (!value)
      break;
    if (json_array_append_new(array, value) < 0) {
      no_memory(p);
      break;
    }
    skip_lines(p);
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
    return no_memory(p), NULL;
  skip_blanks(p);
  if (nc_toml_take(&p->t, "}"))
    return table;
  while (read_pair(p, table, part, depth)) {
    skip_blanks(p);
    if (nc_toml_take(&p->t, "}"))
      return table;
    if (!nc_toml_take(&p->t, ",")) {
      nc_toml_fail(&p->t, "an inline table that does not go on with a comma, nor end");
      break;
    }
    skip_blanks(p);
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
      no_memory(p);
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
    skip_lines(p);
    if (p->t.s == p->t.end)
      return 1;
    int is_array = nc_toml_take(&p->t, "[[");
    if (is_array || nc_toml_take(&p->t, "[")) {
      table = read_header(p, root, is_array);
      if (!table)
        return 0;
      part = p->part;
    } else if (!read_pair(p, table, part, 0) || !end_line(p))
      return 0;
  }
}

/* Nowhere in TOML may there be anything else, not even in a comment. */
static int check_characters(nc_toml_text *t)
{
  char const *start = t->s;
  for (size_t n; t->s < t->end; t->s += n) {
    unsigned char c = (unsigned char)*t->s;
    n = 1;
    if (c >= 0x80) {
      n = nc_utf8_length(t->s, (size_t)(t->end - t->s));
      if (!n)
        return nc_toml_fail(t, "not UTF-8");
    } else if (c == '\r' && (t->s + 1 == t->end || t->s[1] != '\n'))
      return nc_toml_fail(t, "a carriage return without a line feed");
    else if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
      return nc_toml_fail(t, "a control character");
  }
  t->s = start;
  return 1;
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
  parser p = {.t = {.s = s, .end = s + n, .buf = malloc(n + 1)}, .kinds = json_object()};
  json_t *root = json_object();
  int ok = p.t.buf && p.kinds && root ? check_characters(&p.t) && read_document(&p, root)
                                      : no_memory(&p);
  free(p.t.buf);
  json_decref(p.kinds);
  if (ok)
    return root;
  locate(error, s, &p.t);
  json_decref(root);
  return NULL;
}
