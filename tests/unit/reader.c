/* SPDX-License-Identifier: ISC */

/* What JSON the reader takes, what it refuses, and what it finds. Each text is given in
   memory of exactly its size, so that the sanitizers see a byte read too far. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json.h"
#include "reader.h"

static int reads(char const *text)
{
  nc_value object;
  size_t n = strlen(text);
  char *copy = malloc(n ? n : 1);
  assert_non_null(copy);
  memcpy(copy, text, n);
  int ok = nc_reader_object(copy, n, &object);
  free(copy);
  return ok;
}

static void accepts(void **state)
{
  static char const *const texts[] = {
      "{}",
      " \t\n\r{ } \n",
      "{\"a\":1}",
      "{\"a\":-0,\"b\":0.5,\"c\":1e9,\"d\":-12.25E-3}",
      "{\"a\":[],\"b\":[1,2,[3]],\"c\":{\"d\":{}}}",
      "{\"a\":true,\"b\":false,\"c\":null}",
      "{\"\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83d\\ude00\"}",
      "{\"a\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"}",
  };
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (!reads(texts[i]))
      fail_msg("refused: %s", texts[i]);
}

static void refuses(void **state)
{
  static char const *const texts[] = {
      "",
      " ",
      "[]",
      "1",
      "\"a\"",
      "{",
      "}",
      "{}}",
      "{} {}",
      "{\"a\"}",
      "{\"a\":}",
      "{\"a\":1,}",
      "{,}",
      "{a:1}",
      "{'a':1}",
      "{\"a\":1 \"b\":2}",
      "{\"a\":01}",
      "{\"a\":+1}",
      "{\"a\":1.}",
      "{\"a\":.5}",
      "{\"a\":1e}",
      "{\"a\":-}",
      "{\"a\":tru}",
      "{\"a\":truth}",
      "{\"a\":[1,]}",
      "{\"a\":[1}",
      "{\"a\":[",
      "{\"a\":\"",
      "{\"a\":\"\\",
      "{\"a\":\"\\x\"}",
      "{\"a\":\"\\u12\"}",
      "{\"a\":\"\\u12g4\"}",
      "{\"a\":\"\n\"}",
      "{\"a\":\"\x1f\"}",
      "{\"a\":\"\xff\"}",
      "{\"a\":\"\xc3\"}",
      "{\"a\":\"\xc0\x80\"}",
      "{\"a\":\"\xed\xa0\x80\"}",
      "{\"a\":NaN}",
      "{\"a\":1}/**/",
  };
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (reads(texts[i]))
      fail_msg("accepted: %s", texts[i]);
}

static void refuses_nul(void **state)
{
  nc_value object;
  (void)state;
  assert_false(nc_reader_object("{\"a\":1}\0", 8, &object));
  assert_false(nc_reader_object("{\"a\":\"\0\"}", 9, &object));
}

static void refuses_every_prefix(void **state)
{
  static char const text[] = "{\"a\":[1,-2.5e3,\"\\u00e9x\",{\"b\":null}],\"c\":true}";
  nc_value object;
  (void)state;
  for (size_t n = 0; n < sizeof text - 1; n++) {
    char *copy = malloc(n ? n : 1);
    assert_non_null(copy);
    memcpy(copy, text, n);
    assert_false(nc_reader_object(copy, n, &object));
    free(copy);
  }
  assert_true(nc_reader_object(text, sizeof text - 1, &object));
}

static void limits_depth(void **state)
{
  char text[2 * 64 + 16];
  (void)state;
  for (int depth = 1; depth < 64; depth++) {
    size_t n = 0;
    n += strlen(strcpy(text, "{\"a\":"));
    memset(text + n, '[', (size_t)depth);
    memset(text + n + depth, ']', (size_t)depth);
    strcpy(text + n + 2 * depth, "}");
    assert_int_equal(reads(text), depth + 1 <= NC_READER_DEPTH_MAX);
  }
}

static void finds_members(void **state)
{
  static char const text[] =
      " {\"a\": 7 ,\"bb\":\"x\",\"c\":{\"a\":8,\"d\":1},\"e\":[1],\"e\":[2]}";
  nc_value o, v;
  int64_t n;
  (void)state;
  assert_true(nc_reader_object(text, sizeof text - 1, &o));
  assert_true(nc_reader_member(&o, "a", &v));
  assert_true(nc_reader_int(&v, &n));
  assert_int_equal(n, 7);
  assert_true(nc_reader_member(&o, "c", &v));
  assert_true(nc_reader_member(&v, "a", &v));
  assert_true(nc_reader_int(&v, &n));
  assert_int_equal(n, 8);
  assert_false(nc_reader_member(&o, "b", &v));
  assert_false(nc_reader_member(&o, "d", &v));
  assert_false(nc_reader_member(&o, "e", &v)); /* twice: which one is meant? */
  assert_true(nc_reader_member(&o, "bb", &v));
  assert_false(nc_reader_member(&v, "a", &v));

  static char const *const keys[] = {"c", "b", "e", "a"};
  nc_value found[4];
  nc_reader_members(&o, keys, found, 4);
  assert_int_equal(found[0].len, strlen("{\"a\":8,\"d\":1}"));
  assert_int_equal(found[1].len, 0);
  assert_int_equal(found[2].len, 0);
  assert_int_equal(found[3].len, 1);
}

static void reads_values(void **state)
{
  static char const text[] =
      "{\"s\":\"a\\n\\u00e9\\ud83d\\ude00\\\"\",\"nul\":\"\\u0000\",\"half\":"
      "\"\\ud83d\",\"low\":\"\\ude00\",\"pair\":\"\\ud83d\\u0041\",\"max\":"
      "9223372036854775807,\"over\":9223372036854775808,\"real\":1.5,"
      "\"minus\":-5,\"yes\":true,\"no\":false}";
  nc_value o, v;
  char buf[16];
  int64_t n;
  (void)state;
  assert_true(nc_reader_object(text, sizeof text - 1, &o));
  assert_true(nc_reader_member(&o, "s", &v));
  assert_true(nc_reader_string(&v, buf, sizeof buf));
  assert_string_equal(buf, "a\n\xc3\xa9\xf0\x9f\x98\x80\"");
  assert_true(nc_reader_string(&v, buf, 10)); /* nine bytes and a NUL */
  assert_false(nc_reader_string(&v, buf, 9));
  assert_false(nc_reader_int(&v, &n));
  static char const *const bad[] = {"nul", "half", "low", "pair", "max"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    assert_true(nc_reader_member(&o, bad[i], &v));
    assert_false(nc_reader_string(&v, buf, sizeof buf));
  }
  assert_true(nc_reader_member(&o, "max", &v) && nc_reader_int(&v, &n));
  assert_true(n == INT64_MAX);
  assert_true(nc_reader_member(&o, "minus", &v) && nc_reader_int(&v, &n));
  assert_true(n == -5);
  assert_true(nc_reader_member(&o, "over", &v));
  assert_false(nc_reader_int(&v, &n));
  assert_true(nc_reader_member(&o, "real", &v));
  assert_false(nc_reader_int(&v, &n));
  assert_true(nc_reader_member(&o, "yes", &v) && nc_reader_is_true(&v));
  assert_true(nc_reader_member(&o, "no", &v));
  assert_false(nc_reader_is_true(&v));
}

static void walks_arrays(void **state)
{
  static char const text[] = "{\"a\":[ 1 ,[2,9], \"]\" ],\"empty\":[ ],\"n\":1}";
  nc_value o, v, e;
  char all[64] = "";
  (void)state;
  assert_true(nc_reader_object(text, sizeof text - 1, &o));
  assert_true(nc_reader_member(&o, "a", &v));
  while (nc_reader_next(&v, &e)) {
    strncat(all, e.s, e.len);
    strcat(all, "|");
  }
  assert_string_equal(all, "1|[2,9]|\"]\"|");
  assert_true(nc_reader_member(&o, "empty", &v));
  assert_false(nc_reader_next(&v, &e));
  assert_true(nc_reader_member(&o, "n", &v));
  assert_false(nc_reader_next(&v, &e));
}

/* Every byte that a name may have comes back as it was, by way of the writer. */
static void reads_what_is_written(void **state)
{
  char buf[256], back[16];
  (void)state;
  for (int c = 1; c < 0x80; c++) {
    char const in[] = {'x', (char)c, 'y', 0};
    nc_json j;
    nc_value o, v;
    nc_json_begin(&j, buf, sizeof buf);
    nc_json_string(&j, "k", in);
    assert_true(nc_reader_object(buf, nc_json_end(&j), &o));
    assert_true(nc_reader_member(&o, "k", &v));
    assert_true(nc_reader_string(&v, back, sizeof back));
    assert_string_equal(back, in);
  }
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(accepts),
      cmocka_unit_test(refuses),
      cmocka_unit_test(refuses_nul),
      cmocka_unit_test(refuses_every_prefix),
      cmocka_unit_test(limits_depth),
      cmocka_unit_test(finds_members),
      cmocka_unit_test(reads_values),
      cmocka_unit_test(walks_arrays),
      cmocka_unit_test(reads_what_is_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
