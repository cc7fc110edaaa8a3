/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/fmtscan.h>

#include "toml-scalar.h"

#define TOKEN_MAX 512 /* bytes of a number or time: longer ones say nothing more */

static int is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* Digits with single underscores between them, copied without to *to. Returns the text behind. */
static char const *copy_digits(char const *s, char **to, unsigned char base)
{
  char const *start = s;
  for (;; s++) {
    if (*s == '_' && s > start && s[-1] != '_')
      continue;
    if (fmtscan_num((unsigned char)*s, base) >= base)
      break;
    *(*to)++ = *s;
  }
  return s > start && s[-1] == '_' ? s - 1 : s;
}

static json_t *integer(nc_toml_text *t, char const *digits, int base)
{
  char *end;
  errno = 0;
  long long n = strtoll(digits, &end, base);
  if (errno || *end)
    return nc_toml_fail(t, "an integer that does not fit into 64 bits"), NULL;
  return json_integer(n);
}

static json_t *number(nc_toml_text *t, char const *token)
{
  char plain[TOKEN_MAX + 1], *to = plain;
  char const *s = token, *start;
  unsigned char base = 10;
  if (s[0] == '0' && (s[1] == 'x' || s[1] == 'o' || s[1] == 'b')) {
    base = s[1] == 'x' ? 16 : s[1] == 'o' ? 8 : 2;
    start = s += 2;
    s = copy_digits(s, &to, base);
    *to = 0;
    if (s == start || *s)
      return nc_toml_fail(t, "not a number"), NULL;
    return integer(t, plain, base);
  }
  if (*s == '+' || *s == '-')
    *to++ = *s++;
  start = s;
  s = copy_digits(s, &to, 10);
  if (s == start)
    return nc_toml_fail(t, "not a value"), NULL;
  if (*start == '0' && s > start + 1)
    return nc_toml_fail(t, "a number with a leading zero"), NULL;
  int is_float = *s == '.' || *s == 'e' || *s == 'E';
  if (*s == '.') {
    *to++ = *s++;
    start = s;
    s = copy_digits(s, &to, 10);
    if (s == start)
      return nc_toml_fail(t, "no digit behind the decimal point"), NULL;
  }
  if (*s == 'e' || *s == 'E') {
    *to++ = *s++;
    if (*s == '+' || *s == '-')
      *to++ = *s++;
    start = s;
    s = copy_digits(s, &to, 10);
    if (s == start)
      return nc_toml_fail(t, "no digit in the exponent"), NULL;
  }
  *to = 0;
  if (*s)
    return nc_toml_fail(t, "not a number"), NULL;
  if (!is_float)
    return integer(t, plain, 10);
  json_t *real = json_real(strtod(plain, NULL));
  if (!real)
    nc_toml_fail(t, "a float out of range");
  return real;
}

/* n digits at *s, which pass. Returns their number, or -1. */
static int digits(char const **s, int n)
{
  int value = 0;
  for (; n; n--, ++*s) {
    if (!is_digit(**s))
      return -1;
    value = value * 10 + (**s - '0');
  }
  return value;
}

static int date(char const **s)
{
  static int const lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int year = digits(s, 4);
  if (year < 0 || *(*s)++ != '-')
    return 0;
  int month = digits(s, 2);
  if (month < 1 || month > 12 || *(*s)++ != '-')
    return 0;
  int day = digits(s, 2);
  int leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day >= 1 && day <= lengths[month - 1] + leap;
}

static int hour_and_minute(char const **s)
{
  int hour = digits(s, 2);
  if (hour < 0 || hour > 23 || *(*s)++ != ':')
    return 0;
  int minute = digits(s, 2);
  return minute >= 0 && minute <= 59;
}

/* A leap second is one (RFC 3339). */
static int time_of_day(char const **s)
{
  if (!hour_and_minute(s) || *(*s)++ != ':')
    return 0;
  int second = digits(s, 2);
  if (second < 0 || second > 60)
    return 0;
  if (**s != '.')
    return 1;
  ++*s;
  if (!is_digit(**s))
    return 0;
  while (is_digit(**s))
    ++*s;
  return 1;
}

static json_t *date_or_time(nc_toml_text *t, char const *token)
{
  char const *s = token, *type = "time-local";
  int valid;
  if (token[2] == ':')
    valid = time_of_day(&s);
  else {
    type = "date-local";
    valid = date(&s);
    if (valid && (*s == 'T' || *s == 't' || *s == ' ')) {
      type = "datetime-local";
      s++;
      valid = time_of_day(&s);
      if (valid && *s) {
        type = "datetime";
        if (*s == 'Z' || *s == 'z')
          s++;
        else
          valid = (*s == '+' || *s == '-') && (s++, hour_and_minute(&s));
      }
    }
  }
  if (!valid || *s)
    return nc_toml_fail(t, "not a date or time"), NULL;
  return json_pack("{ssss}", "toml", type, "value", token);
}

static int is_token(char c)
{
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c && strchr("+-_.:", c));
}

json_t *nc_toml_scalar(nc_toml_text *t)
{
  static struct {
    char const *word, *value;
  } const specials[] = {{"inf", "inf"}, {"+inf", "inf"}, {"-inf", "-inf"},
                        {"nan", "nan"}, {"+nan", "nan"}, {"-nan", "nan"}};
  char token[TOKEN_MAX + 1];
  size_t n = 0, left = (size_t)(t->end - t->s);
  while (n < left && n < TOKEN_MAX && is_token(t->s[n]))
    n++;
  if (!n)
    return nc_toml_fail(t, "a value is missing"), NULL;
  if (n == TOKEN_MAX)
    return nc_toml_fail(t, "a value that is too long"), NULL;
  /* a date may have its time behind a blank */
  if (n == 10 && t->s[4] == '-' && left > 12 && t->s[10] == ' ' && is_digit(t->s[11]))
    for (n++; n < left && n < TOKEN_MAX && is_token(t->s[n]);)
      n++;
  memcpy(token, t->s, n);
  token[n] = 0;
  json_t *value = NULL;
  if (!strcmp(token, "true") || !strcmp(token, "false"))
    value = json_boolean(*token == 't');
  for (size_t i = 0; !value && i < sizeof specials / sizeof *specials; i++)
    if (!strcmp(token, specials[i].word))
      value = json_pack("{ssss}", "toml", "float", "value", specials[i].value);
  if (!value && is_digit(token[0]) &&
      (n > 4 && is_digit(token[1]) && (token[2] == ':' || (is_digit(token[3]) && token[4] == '-'))))
    value = date_or_time(t, token);
  else if (!value)
    value = number(t, token);
  if (value)
    t->s += n;
  return value;
}
