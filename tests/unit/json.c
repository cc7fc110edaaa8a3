/* SPDX-License-Identifier: ISC */

/* What is written is read back by a strict reader, and must be what was meant. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "json.h"

static json_t *parse(nc_json const *j)
{
  json_error_t e;
  json_t *v = json_loads(j->s, JSON_REJECT_DUPLICATES, &e);
  if (!v)
    fail_msg("%s: %s", e.text, j->s);
  return v;
}

static void values(void **state)
{
  static char const *const words[] = {"a", "", "c\"", NULL};
  static char const *const none[] = {NULL};
  char buf[1024];
  nc_json j;
  (void)state;
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_string(&j, "s", "x");
  nc_json_int(&j, "least", INT64_MIN);
  nc_json_int(&j, "most", INT64_MAX);
  nc_json_bool(&j, "yes", 1);
  nc_json_bool(&j, "no", 0);
  nc_json_null(&j, "null");
  nc_json_strings(&j, "words", words);
  nc_json_strings(&j, "none", none);
  nc_json_raw(&j, "raw", "[1,2]", 5);
  assert_true(nc_json_open(&j, "o", '{'));
  nc_json_int(&j, "i", 1);
  assert_true(nc_json_open(&j, "a", '['));
  nc_json_int(&j, NULL, 1);
  nc_json_int(&j, NULL, -2);
  nc_json_close(&j, '[');
  nc_json_close(&j, '{');
  nc_json_int(&j, "last", 0);
  size_t n = nc_json_end(&j);
  assert_int_equal(n, strlen(buf));
  assert_string_equal(buf,
                      "{\"s\":\"x\",\"least\":-9223372036854775808,\"most\":9223372036854775807,"
                      "\"yes\":true,\"no\":false,\"null\":null,\"words\":[\"a\",\"\",\"c\\\"\"],"
                      "\"none\":[],\"raw\":[1,2],\"o\":{\"i\":1,\"a\":[1,-2]},\"last\":0}\n");
  json_decref(parse(&j));
}

static void empty(void **state)
{
  char buf[64];
  nc_json j;
  (void)state;
  nc_json_begin(&j, buf, sizeof buf);
  assert_int_equal(nc_json_end(&j), 3);
  assert_string_equal(buf, "{}\n");
}

/* value, written and read back */
static void check_string(char const *value, char const *want)
{
  char buf[8192];
  nc_json j;
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_string(&j, "s", value);
  size_t n = nc_json_end(&j);
  for (size_t i = 0; i < n - 1; i++)
    if ((unsigned char)buf[i] < ' ' || buf[i] == 127)
      fail_msg("a control character is in the line");
  json_t *v = parse(&j);
  char const *got = json_string_value(json_object_get(v, "s"));
  if (strcmp(got, want))
    fail_msg("got %s", got);
  json_decref(v);
}

#define REPLACED "\xef\xbf\xbd"

static void strings(void **state)
{
  static char const *const same[] = {
      "", "plain", "\"\\/", "\b\f\n\r\t", "\x01\x1b[31m\x1f\x7f", "\xc2\x80\xc2\x9b\xc2\xa0",
      "</script>", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
      /* the edges of what UTF-8 may say */
      "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
      "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};
  static struct {
    char const *value, *want;
  } const bad[] = {
      {"\xff", REPLACED},
      {"a\x80z", "a" REPLACED "z"},
      {"\xc0\xaf", REPLACED REPLACED}, /* "/" too long */
      {"\xc1\xbf", REPLACED REPLACED},
      {"\xe0\x9f\xbf", REPLACED REPLACED REPLACED}, /* too long */
      {"\xed\xa0\x80", REPLACED REPLACED REPLACED}, /* a surrogate */
      {"\xf0\x8f\xbf\xbf", REPLACED REPLACED REPLACED REPLACED},
      {"\xf4\x90\x80\x80", REPLACED REPLACED REPLACED REPLACED}, /* above U+10FFFF */
      {"\xf5\x80\x80\x80", REPLACED REPLACED REPLACED REPLACED},
      {"\xc3", REPLACED}, /* cut */
      {"\xe2\x82", REPLACED REPLACED},
      {"\xe2\x82x", REPLACED REPLACED "x"},
      {"\xf0\x9f\x98\"", REPLACED REPLACED REPLACED "\""},
  };
  (void)state;
  for (size_t i = 0; i < sizeof same / sizeof *same; i++)
    check_string(same[i], same[i]);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    check_string(bad[i].value, bad[i].want);
}

static void keys(void **state)
{
  char buf[256];
  nc_json j;
  (void)state;
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_int(&j, "a\"\n\xff", 1);
  nc_json_end(&j);
  assert_string_equal(buf, "{\"a\\\"\\u000a\\ufffd\":1}\n");
}

static void cap(void **state)
{
  char value[NC_JSON_STRING_MAX + 100], want[NC_JSON_STRING_MAX + 100];
  (void)state;
  memset(value, 'x', sizeof value - 1);
  value[sizeof value - 1] = 0;
  memcpy(want, value, NC_JSON_STRING_MAX);
  want[NC_JSON_STRING_MAX] = 0;
  check_string(value, want);
  /* the cut goes through a character */
  memcpy(value + NC_JSON_STRING_MAX - 1, "\xc3\xa4", 2);
  strcpy(want + NC_JSON_STRING_MAX - 1, REPLACED);
  check_string(value, want);
}

/* Whatever is written into whatever room, the line is valid JSON, and says if it lacks a field. */
static void overflow(void **state)
{
  (void)state;
  for (size_t max = 64; max < 700; max++) {
    char *buf = malloc(max); /* of just that size, for the sanitizer */
    nc_json j;
    int opened[4], left_out = 0, depth;
    assert_non_null(buf);
    nc_json_begin(&j, buf, max);
    nc_json_string(&j, "first", "\x01\xff\"0123456789");
    for (depth = 0; depth < 4; depth++) {
      char const bracket = depth & 1 ? '[' : '{';
      opened[depth] = nc_json_open(&j, depth == 0 ? "k" : depth & 1 ? "k" : NULL, bracket);
      if (!opened[depth]) {
        left_out = 1;
        break;
      }
      if (bracket == '{')
        nc_json_int(&j, "n", depth);
    }
    for (int i = 0; i < 10; i++) {
      char key[16];
      snprintf(key, sizeof key, "k%d", i);
      nc_json_string(&j, depth == 4 || depth == 2 ? NULL : key,
                     "0123456789012345678901234567890123456789");
    }
    while (depth-- > 0)
      nc_json_close(&j, depth & 1 ? '[' : '{');
    nc_json_bool(&j, "last", 1);
    size_t n = nc_json_end(&j);
    assert_true(n < max);
    assert_int_equal(buf[n], 0);
    assert_int_equal(n, strlen(buf));
    json_t *v = parse(&j);
    assert_int_equal(json_is_true(json_object_get(v, "truncated")), j.overflow);
    if (left_out)
      assert_true(j.overflow);
    if (!json_object_get(v, "last") || !json_object_get(v, "first"))
      assert_true(j.overflow);
    json_decref(v);
    free(buf);
  }
}

static void nothing_half(void **state)
{
  static char const *const words[] = {"a", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "c",
                                      NULL};
  char buf[80];
  nc_json j;
  (void)state;
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_string(&j, "a", "1");
  nc_json_strings(&j, "w", words);
  nc_json_string(&j, "long", "01234567890123456789012345678901234567890123456789");
  nc_json_int(&j, "b", 2);
  nc_json_end(&j);
  assert_string_equal(buf, "{\"a\":\"1\",\"w\":[\"a\",\"c\"],\"b\":2,\"truncated\":true}\n");
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(values),       cmocka_unit_test(empty), cmocka_unit_test(strings),
      cmocka_unit_test(keys),         cmocka_unit_test(cap),   cmocka_unit_test(overflow),
      cmocka_unit_test(nothing_half),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
