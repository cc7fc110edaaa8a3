/* SPDX-License-Identifier: ISC */

#include <string.h>

#include "toml-text.h"
#include "utf8.h"

int nc_toml_fail(nc_toml_text *t, char const *error)
{
  if (!t->error)
    t->error = error;
  return 0;
}

int nc_toml_no_memory(nc_toml_text *t)
{
  return nc_toml_fail(t, "too big for the memory there is");
}

int nc_toml_check(nc_toml_text *t)
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

int nc_toml_take(nc_toml_text *t, char const *word)
{
  size_t n = strlen(word);
  if ((size_t)(t->end - t->s) < n || memcmp(t->s, word, n))
    return 0;
  t->s += n;
  return 1;
}

int nc_toml_take_newline(nc_toml_text *t)
{
  return nc_toml_take(t, "\n") || nc_toml_take(t, "\r\n");
}

void nc_toml_skip_blanks(nc_toml_text *t)
{
  while (t->s < t->end && (*t->s == ' ' || *t->s == '\t'))
    t->s++;
}

static void skip_comment(nc_toml_text *t)
{
  if (t->s < t->end && *t->s == '#')
    while (t->s < t->end && *t->s != '\n' && *t->s != '\r')
      t->s++;
}

void nc_toml_skip_lines(nc_toml_text *t)
{
  do {
    nc_toml_skip_blanks(t);
    skip_comment(t);
  } while (nc_toml_take_newline(t));
}

int nc_toml_end_line(nc_toml_text *t)
{
  nc_toml_skip_blanks(t);
  skip_comment(t);
  return t->s == t->end || nc_toml_take_newline(t) ||
         nc_toml_fail(t, "something behind what should end the line");
}
