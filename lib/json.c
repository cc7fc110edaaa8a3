/* SPDX-License-Identifier: ISC */

#include <string.h>

#include <skalibs/types.h>

#include "json.h"
#include "utf8.h"

/* kept free so that the closing brackets, the mark and the newline always fit */
#define RESERVE 32

void nc_json_begin(nc_json *j, char *buf, size_t max)
{
  *j = (nc_json){.s = buf, .max = max};
  j->s[j->len++] = '{';
}

static int put(nc_json *j, char const *s, size_t n)
{
  if (j->max - j->len < n + RESERVE + (size_t)j->depth)
    return 0;
  memcpy(j->s + j->len, s, n);
  j->len += n;
  return 1;
}

static int put_escaped(nc_json *j, char const *value, size_t n)
{
  static char const hex[] = "0123456789abcdef";
  unsigned char const *s = (unsigned char const *)value;
  for (size_t i = 0; i < n;) {
    size_t step = 1;
    int ok;
    if (s[i] == '"' || s[i] == '\\') {
      char const e[2] = {'\\', (char)s[i]};
      ok = put(j, e, 2);
    } else if (s[i] < 0x20 || s[i] == 0x7f) {
      char const e[6] = {'\\', 'u', '0', '0', hex[s[i] >> 4], hex[s[i] & 15]};
      ok = put(j, e, 6);
    } else if (s[i] < 0x80) {
      ok = put(j, (char const *)s + i, 1);
    } else if (s[i] == 0xc2 && i + 1 < n && s[i + 1] >= 0x80 && s[i + 1] < 0xa0) {
      /* U+0080 to U+009F: a terminal takes U+009B for an escape */
      char const e[6] = {'\\', 'u', '0', '0', hex[s[i + 1] >> 4], hex[s[i + 1] & 15]};
      ok = put(j, e, 6);
      step = 2;
    } else if ((step = nc_utf8_length(value + i, n - i)) > 0) {
      ok = put(j, (char const *)s + i, step);
    } else {
      step = 1;
      ok = put(j, "\\ufffd", 6);
    }
    if (!ok)
      return 0;
    i += step;
  }
  return 1;
}

static int put_quoted(nc_json *j, char const *value)
{
  return put(j, "\"", 1) && put_escaped(j, value, strnlen(value, NC_JSON_STRING_MAX)) &&
         put(j, "\"", 1);
}

/* comma and key */
static int put_key(nc_json *j, char const *key)
{
  return (!j->comma || put(j, ",", 1)) && (!key || (put_quoted(j, key) && put(j, ":", 1)));
}

/* A field is written whole or taken back whole. */
static void keep_or_drop(nc_json *j, int ok, size_t start)
{
  if (ok) {
    j->comma = 1;
  } else {
    j->len = start;
    j->overflow = 1;
  }
}

void nc_json_string(nc_json *j, char const *key, char const *value)
{
  size_t start = j->len;
  keep_or_drop(j, put_key(j, key) && put_quoted(j, value), start);
}

void nc_json_raw(nc_json *j, char const *key, char const *text, size_t len)
{
  size_t start = j->len;
  keep_or_drop(j, put_key(j, key) && put(j, text, len), start);
}

void nc_json_int(nc_json *j, char const *key, int64_t value)
{
  char fmt[LONG_FMT];
  nc_json_raw(j, key, fmt, long_fmt(fmt, value));
}

void nc_json_padded(nc_json *j, char const *key, uint64_t value)
{
  char fmt[UINT64_FMT], padded[20]; /* digits of the greatest */
  size_t n = uint64_fmt(fmt, value);
  memset(padded, ' ', sizeof padded);
  memcpy(padded + sizeof padded - n, fmt, n);
  nc_json_raw(j, key, padded, sizeof padded);
}

void nc_json_bool(nc_json *j, char const *key, int value)
{
  nc_json_raw(j, key, value ? "true" : "false", value ? 4 : 5);
}

void nc_json_null(nc_json *j, char const *key)
{
  nc_json_raw(j, key, "null", 4);
}

int nc_json_open(nc_json *j, char const *key, char bracket)
{
  size_t start = j->len;
  int ok = put_key(j, key) && put(j, &bracket, 1);
  keep_or_drop(j, ok, start);
  if (ok) {
    j->depth++;
    j->comma = 0;
  }
  return ok;
}

void nc_json_close(nc_json *j, char bracket)
{
  j->s[j->len++] = bracket == '{' ? '}' : ']';
  j->depth--;
  j->comma = 1;
}

void nc_json_strings(nc_json *j, char const *key, char const *const *argv)
{
  if (!nc_json_open(j, key, '['))
    return;
  for (; *argv; argv++)
    nc_json_string(j, NULL, *argv);
  nc_json_close(j, '[');
}

size_t nc_json_end(nc_json *j)
{
  static char const mark[] = "\"truncated\":true";
  if (j->overflow) {
    if (j->comma)
      j->s[j->len++] = ',';
    memcpy(j->s + j->len, mark, sizeof mark - 1);
    j->len += sizeof mark - 1;
  }
  memcpy(j->s + j->len, "}\n", 3);
  j->len += 2;
  return j->len;
}
