/* SPDX-License-Identifier: ISC */

/* The cases that conditions tell apart: each is there that a value can be in, and none twice. */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cases.h"

#define COMPARE(arg, op, a, b)                                                                     \
  {                                                                                                \
    arg, SCMP_CMP_##op, a, b                                                                       \
  }

static size_t count(struct scmp_arg_cmp const *conditions, size_t n)
{
  nc_cases c = {.n = 0};
  uint64_t args[NC_ARGS_MAX];
  size_t cases = 0;
  for (size_t i = 0; i < n; i++)
    assert_int_equal(nc_cases_add(&c, conditions + i), 0);
  assert_int_equal(nc_cases_make(&c), 0);
  while (nc_cases_next(&c, args))
    cases++;
  nc_cases_free(&c);
  return cases;
}

static void test_counts(void **state)
{
  struct scmp_arg_cmp const conditions[] = {
      COMPARE(0, EQ, 5, 0),
      COMPARE(0, EQ, 5, 0),
      COMPARE(1, GE, 7, 0),
      COMPARE(1, LT, 0, 0),
      COMPARE(2, MASKED_EQ, 0xf0, 0x10),
      COMPARE(2, MASKED_EQ, 0xff, 0x12),
      COMPARE(2, NE, UINT64_MAX, 0),
  };
  (void)state;
  assert_int_equal(count(conditions, 0), 1);
  assert_int_equal(count(conditions, 1), 2);
  assert_int_equal(count(conditions, 2), 2);
  assert_int_equal(count(conditions + 2, 1), 3); /* less, equal, greater */
  assert_int_equal(count(conditions + 4, 2), 3); /* the second needs the first */
  assert_int_equal(count(conditions + 4, 3), 4);
  assert_int_equal(count(conditions, 3), 6);
}

static uint64_t small(void)
{
  static uint64_t const bits[] = {
      1, 2, 4, 8, UINT64_C(1) << 31, UINT64_C(1) << 32, UINT64_C(1) << 63};
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
    value |= rand() & 1 ? bits[i] : 0;
  return value;
}

static unsigned int truths(struct scmp_arg_cmp const *conditions, size_t n, uint64_t value)
{
  unsigned int all = 0;
  for (size_t i = 0; i < n; i++)
    all |= (unsigned int)nc_condition_holds(conditions + i, value) << i;
  return all;
}

/* whatever conditions there are: what any value makes of them, some case does */
static void test_complete(void **state)
{
  enum scmp_compare const ops[] = {SCMP_CMP_NE, SCMP_CMP_LT, SCMP_CMP_LE,       SCMP_CMP_EQ,
                                   SCMP_CMP_GE, SCMP_CMP_GT, SCMP_CMP_MASKED_EQ};
  (void)state;
  srand(1);
  for (int round = 0; round < 300; round++) {
    struct scmp_arg_cmp conditions[5];
    unsigned char seen[1 << 5] = {0};
    nc_cases c = {.n = 0};
    uint64_t args[NC_ARGS_MAX];
    for (size_t i = 0; i < 5; i++) {
      uint64_t a = small();
      conditions[i] = (struct scmp_arg_cmp){3, ops[rand() % 7], a, a & small()};
      assert_int_equal(nc_cases_add(&c, conditions + i), 0);
    }
    assert_int_equal(nc_cases_make(&c), 0);
    while (nc_cases_next(&c, args))
      seen[truths(conditions, 5, args[3])] = 1;
    for (int i = 0; i < 1000; i++)
      assert_true(seen[truths(conditions, 5, small())]);
    nc_cases_free(&c);
  }
}

static void test_too_many(void **state)
{
  nc_cases c = {.n = 0};
  (void)state;
  for (uint64_t i = 0; i < NC_CASES_MAX; i++) {
    struct scmp_arg_cmp const condition = COMPARE(0, EQ, i, 0);
    assert_int_equal(nc_cases_add(&c, &condition), 0);
  }
  assert_int_equal(nc_cases_make(&c), -1);
  assert_int_equal(errno, E2BIG);
  nc_cases_free(&c);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(test_counts),
      cmocka_unit_test(test_complete),
      cmocka_unit_test(test_too_many),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
