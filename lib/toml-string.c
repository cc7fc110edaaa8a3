/* SPDX-License-Identifier: ISC */

#include <stdint.h>
#include <string.h>

#include <skalibs/fmtscan.h>

#include "toml-string.h"
#include "utf8.h"

static void put(nc_toml_text *t, char c)
{
  t->buf[t->len++] = c;
}

static int put_code_point(nc_toml_text *t, int digits)
{
  uint32_t c = 0;
  for (int i = 0; i < digits; i++) {
    unsigned char d = t->s + i < t->end ? fmtscan_num((unsigned char)t->s[i], 16) : 16;
    if (d > 15)
      return nc_toml_fail(t, "an escape needs four (\\u) or eight (\\U) hexadecimal digits");
    c = c << 4 | d;
  }
  if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
    return nc_toml_fail(t, "an escape that is no character of Unicode");
  t->s += digits;
  t->len += nc_utf8_encode(t->buf + t->len, c);
  return 1;
}

/* A backslash that only blanks follow on its line: they go, and all white space after them. */
static int skip_continuation(nc_toml_text *t)
{
  char const *start = t->s;
  nc_toml_skip_blanks(t);
  if (!nc_toml_take_newline(t))
    return t->s = start, 0;
  do
    nc_toml_skip_blanks(t);
  while (nc_toml_take_newline(t));
  return 1;
}

/* Behind a backslash */
static int escape(nc_toml_text *t, int multiline)
{
  static char const names[] = "btnfr\"\\", values[] = "\b\t\n\f\r\"\\";
  if (multiline && skip_continuation(t))
    return 1;
  char c = t->s < t->end ? *t->s : '\0';
  char const *name = c ? strchr(names, c) : NULL;
  if (name) {
    put(t, values[name - names]);
    t->s++;
    return 1;
  }
  if (nc_toml_take(t, "u"))
    return put_code_point(t, 4);
  if (nc_toml_take(t, "U"))
    return put_code_point(t, 8);
  return nc_toml_fail(t, "an unknown escape");
}

/* Three quotes end it, and up to two more before them belong to it. */
static int ends_multiline(nc_toml_text *t, char quote)
{
  size_t n = 0;
  while (t->s + n < t->end && n < 5 && t->s[n] == quote)
    n++;
  t->s += n;
  int ends = n >= 3;
  for (size_t i = ends ? 3 : 0; i < n; i++)
    put(t, quote);
  return ends;
}

int nc_toml_string(nc_toml_text *t, int multiline)
{
  char const quote = *t->s, triple[] = {quote, quote, quote, 0};
  t->len = 0;
  multiline = multiline && nc_toml_take(t, triple);
  if (multiline)
    nc_toml_take_newline(t);
  else
    t->s++;
  while (t->s < t->end) {
    if (*t->s == quote) {
      if (!multiline)
        return t->s++, 1;
      if (ends_multiline(t, quote))
        return 1;
    } else if (*t->s == '\\' && quote == '"') {
      t->s++;
      if (!escape(t, multiline))
        return 0;
    } else if (*t->s == '\n' || *t->s == '\r') {
      if (!multiline)
        return nc_toml_fail(t, "a string of one line that does not end on it");
      nc_toml_take_newline(t);
      put(t, '\n');
    } else
      put(t, *t->s++);
  }
  return nc_toml_fail(t, "a string that does not end");
}
