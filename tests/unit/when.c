/* SPDX-License-Identifier: ISC */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "when.h"

#define NOW 1767323045

static void good(void **state)
{
  static struct {
    char const *s;
    time_t sec;
    long nsec;
  } const cases[] = {
      {"2026-01-02T03:04:05Z", NOW, 0},
      {"2026-01-02t03:04:05z", NOW, 0},
      {"2026-01-02 03:04:05Z", NOW, 0},
      {"2026-01-02T04:34:05+01:30", NOW, 0},
      {"2026-01-01T23:04:05-04:00", NOW, 0},
      {"2026-01-02T03:04:05.5Z", NOW, 500000000},
      {"2026-01-02T03:04:05.0000000019Z", NOW, 1},
      {"2024-02-29", 1709164800, 0},
      {"1970-01-01", 0, 0},
      {"0s", NOW, 0},
      {"10m", NOW - 600, 0},
      {"1h30m", NOW - 5400, 0},
      {"1d1h1m1s", NOW - 90061, 0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct timespec when;
    assert_true(nc_when_scan(cases[i].s, NOW, &when));
    assert_int_equal(when.tv_sec, cases[i].sec);
    assert_int_equal(when.tv_nsec, cases[i].nsec);
  }
}

static void bad(void **state)
{
  static char const *const cases[] = {"",
                                      "now",
                                      "10",
                                      "m",
                                      "1m1h",
                                      "1m1m",
                                      "-1m",
                                      "1.5h",
                                      "99999999999d",
                                      "999999999999s",
                                      "2026",
                                      "2026-13-01",
                                      "2026-00-01",
                                      "2026-01-00",
                                      "2025-02-29",
                                      "2026-01-02T",
                                      "2026-01-02T03:04Z",
                                      "2026-01-02T03:04:05",
                                      "2026-01-02T24:00:00Z",
                                      "2026-01-02T03:60:00Z",
                                      "2026-01-02T03:04:05.Z",
                                      "2026-01-02T03:04:05Zx",
                                      "2026-01-02T03:04:05+0100",
                                      "2026-01-02T03:04:05+24:00"};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct timespec when;
    assert_false(nc_when_scan(cases[i], NOW, &when));
  }
}

int main(void)
{
  struct CMUnitTest const tests[] = {cmocka_unit_test(good), cmocka_unit_test(bad)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
