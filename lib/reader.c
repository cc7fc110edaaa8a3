/* SPDX-License-Identifier: ISC */

#include <string.h>

#include <skalibs/fmtscan.h>
#include <skalibs/types.h>

#include "reader.h"
#include "utf8.h"

#define DIGITS "0123456789"

/* Each skip function returns what follows, or NULL if there is not what there should be. */

static char const *skip_space(char const *s, char const *end)
{
  while (s < end && (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r'))
    s++;
  return s;
}

static char const *skip_word(char const *s, char const *end, char const *word)
{
  size_t len = strlen(word);
  return (size_t)(end - s) >= len && !memcmp(s, word, len) ? s + len : NULL;
}

static char const *skip_digits(char const *s, char const *end)
{
  char const *start = s;
  while (s < end && *s >= '0' && *s <= '9')
    s++;
  return s > start ? s : NULL;
}

static char const *skip_number(char const *s, char const *end)
{
  if (s < end && *s == '-')
    s++;
  s = s < end && *s == '0' ? s + 1 : skip_digits(s, end);
  if (s && s < end && *s == '.')
    s = skip_digits(s + 1, end);
  if (s && s < end && (*s == 'e' || *s == 'E')) {
    s++;
    if (s < end && (*s == '+' || *s == '-'))
      s++;
    s = skip_digits(s, end);
  }
  return s;
}

static char const *skip_escape(char const *s, char const *end)
{
  if (end - s < 2)
    return NULL;
  if (s[1] != 'u')
    return s[1] && strchr("\"\\/bfnrt", s[1]) ? s + 2 : NULL;
  if (end - s < 6)
    return NULL;
  for (int i = 2; i < 6; i++)
    if (fmtscan_num((unsigned char)s[i], 16) > 15)
      return NULL;
  return s + 6;
}

static char const *skip_string(char const *s, char const *end)
{
  if (s == end || *s++ != '"')
    return NULL;
  for (;;) {
    /* nearly all there is to read: a byte that is not ASCII is negative */
    while (s < end && (signed char)*s >= ' ' && *s != '"' && *s != '\\')
      s++;
    if (s == end || *s == '"')
      return s < end ? s + 1 : NULL;
    size_t len = *s == '\\' ? 0 : nc_utf8_length(s, (size_t)(end - s));
    s = *s == '\\' ? skip_escape(s, end) : len ? s + len : NULL;
    if (!s)
      return NULL;
  }
}

static char const *skip_value(char const *s, char const *end, int depth);

/* an array or an object: what follows the opening bracket */
static char const *skip_elements(char const *s, char const *end, int depth, char close)
{
  if (!depth)
    return NULL;
  s = skip_space(s, end);
  if (s < end && *s == close)
    return s + 1;
  for (;;) {
    if (close == '}') {
      s = skip_string(s, end);
      s = s ? skip_space(s, end) : NULL;
      if (!s || s == end || *s != ':')
        return NULL;
      s = skip_space(s + 1, end);
    }
    s = skip_value(s, end, depth - 1);
    s = s ? skip_space(s, end) : NULL;
    if (!s || s == end || (*s != ',' && *s != close))
      return NULL;
    if (*s++ == close)
      return s;
    s = skip_space(s, end);
  }
}

static char const *skip_value(char const *s, char const *end, int depth)
{
  if (s == end)
    return NULL;
  switch (*s) {
  case '{': return skip_elements(s + 1, end, depth, '}');
  case '[': return skip_elements(s + 1, end, depth, ']');
  case '"': return skip_string(s, end);
  case 't': return skip_word(s, end, "true");
  case 'f': return skip_word(s, end, "false");
  case 'n': return skip_word(s, end, "null");
  default: return skip_number(s, end);
  }
}

int nc_reader_object(char const *s, size_t n, nc_value *object)
{
  char const *end = s + n;
  s = skip_space(s, end);
  if (s == end || *s != '{')
    return 0;
  char const *after = skip_value(s, end, NC_READER_DEPTH_MAX);
  if (!after || skip_space(after, end) != end)
    return 0;
  *object = (nc_value){.s = s, .len = (size_t)(after - s)};
  return 1;
}

static size_t find_key(char const *const *keys, size_t n, char const *s, size_t len)
{
  size_t i = 0;
  while (i < n && (strncmp(keys[i], s, len) || keys[i][len]))
    i++;
  return i;
}

void nc_reader_members(nc_value const *object, char const *const *keys, nc_value *values, size_t n)
{
  char const *s = object->s, *end = s + object->len;
  for (size_t i = 0; i < n; i++)
    values[i] = (nc_value){0};
  s = *s == '{' ? skip_space(s + 1, end) : end;
  while (s < end && *s == '"') {
    char const *key = s + 1;
    s = skip_string(s, end);
    size_t i = find_key(keys, n, key, (size_t)(s - 1 - key));
    s = skip_space(skip_space(s, end) + 1, end);
    char const *start = s;
    s = skip_value(s, end, NC_READER_DEPTH_MAX);
    if (i < n) /* twice: which one is meant? */
      values[i] = (nc_value){.s = start, .len = values[i].s ? 0 : (size_t)(s - start)};
    s = skip_space(s, end);
    if (*s == ',')
      s = skip_space(s + 1, end);
  }
}

int nc_reader_member(nc_value const *object, char const *key, nc_value *value)
{
  nc_reader_members(object, &key, value, 1);
  return value->len > 0;
}

int nc_reader_next(nc_value *rest, nc_value *element)
{
  char const *end = rest->s + rest->len;
  if (!rest->len || (*rest->s != '[' && *rest->s != ','))
    return 0;
  char const *s = skip_space(rest->s + 1, end);
  if (*s == ']')
    return 0;
  char const *after = skip_value(s, end, NC_READER_DEPTH_MAX);
  *element = (nc_value){.s = s, .len = (size_t)(after - s)};
  after = skip_space(after, end);
  *rest = (nc_value){.s = after, .len = (size_t)(end - after)};
  return 1;
}

static uint32_t scan_hex4(char const *s)
{
  uint32_t c = 0;
  for (int i = 0; i < 4; i++)
    c = c << 4 | fmtscan_num((unsigned char)s[i], 16);
  return c;
}

/* The code point of the escape at *s, which is left after it; 0 if it is none that a string of
   C's can have. */
static uint32_t decode_escape(char const **s, char const *end)
{
  static char const from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  char kind = (*s)[1];
  *s += 2;
  if (kind != 'u')
    return (unsigned char)to[strchr(from, kind) - from];
  uint32_t c = scan_hex4(*s);
  *s += 4;
  if (c < 0xd800 || c > 0xdfff)
    return c;
  if (c > 0xdbff || end - *s < 6 || (*s)[0] != '\\' || (*s)[1] != 'u')
    return 0;
  uint32_t low = scan_hex4(*s + 2);
  *s += 6;
  return low < 0xdc00 || low > 0xdfff ? 0 : 0x10000 + ((c - 0xd800) << 10 | (low - 0xdc00));
}

int nc_reader_string(nc_value const *value, char *buf, size_t max)
{
  if (*value->s != '"')
    return 0;
  char const *s = value->s + 1, *end = value->s + value->len - 1;
  char *to = buf, *last = buf + max - 1; /* the NUL's place */
  while (s < end) {
    char utf8[4];
    size_t len = 1;
    if (*s == '\\') {
      uint32_t c = decode_escape(&s, end);
      if (!c)
        return 0;
      len = nc_utf8_encode(utf8, c);
    } else {
      utf8[0] = *s++;
    }
    if (len > (size_t)(last - to))
      return 0;
    /* mostly one byte: not worth a call of memcpy */
    for (size_t i = 0; i < len; i++)
      *to++ = utf8[i];
  }
  *to = 0;
  return 1;
}

int nc_reader_int(nc_value const *value, int64_t *number)
{
  char text[24];
  if (value->len >= sizeof text || !memchr("-" DIGITS, *value->s, sizeof "-" DIGITS - 1))
    return 0;
  memcpy(text, value->s, value->len);
  text[value->len] = 0;
  return int640_scan(text, number) > 0;
}

int nc_reader_is_true(nc_value const *value)
{
  return *value->s == 't';
}
