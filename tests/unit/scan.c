/* SPDX-License-Identifier: ISC */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scan.h"

static char const *const nothing[] = {"",   " ",    "-",  "+",  ".",  "x",
                                      "\n", "\xff", "-1", "+1", " 1", "1 "};
#define NOTHING (sizeof nothing / sizeof *nothing)

static void sizes(void **state)
{
  static struct {
    char const *s;
    uint64_t bytes;
  } const good[] = {
      {"0", 0},
      {"1", 1},
      {"007", 7},
      {"1K", 1024},
      {"1k", 1024},
      {"1kb", 1024},
      {"1KiB", 1024},
      {"1kib", 1024},
      {"3M", 3145728},
      {"512m", 536870912},
      {"2G", 2147483648},
      {"1T", 1099511627776},
      {"1TiB", 1099511627776},
      {"0T", 0},
      {"18446744073709551615", UINT64_MAX},
      {"16777215T", UINT64_MAX - 1099511627775},
      {"18014398509481983K", UINT64_MAX - 1023},
  };
  static char const *const bad[] = {"K",
                                    "1P",
                                    "1KK",
                                    "1Ki",
                                    "1KI",
                                    "1KiBB",
                                    "1KBi",
                                    "1K ",
                                    "1 K",
                                    "1B",
                                    "1iB",
                                    "0x10",
                                    "1.5G",
                                    "1e3",
                                    "18446744073709551616",
                                    "99999999999999999999999",
                                    "16777216T",
                                    "18014398509481984K",
                                    "1K\n",
                                    "1,000"};
  uint64_t n;
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    n = 42;
    if (!nc_scan_size(good[i].s, &n) || n != good[i].bytes)
      fail_msg("%s is %llu", good[i].s, (unsigned long long)n);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (nc_scan_size(bad[i], &n))
      fail_msg("%s is no size", bad[i]);
  for (size_t i = 0; i < NOTHING; i++)
    if (nc_scan_size(nothing[i], &n))
      fail_msg("\"%s\" is no size", nothing[i]);
}

static void cpus(void **state)
{
  static struct {
    char const *s;
    uint64_t quota;
  } const good[] = {
      {"1", 100000},         {"0.5", 50000},  {"2", 200000},      {"1.5", 150000},
      {"0.01", 1000},        {"0.015", 1500}, {"0.12345", 12345}, {"0.123456789", 12345},
      {"65536", 6553600000}, {"00.5", 50000},
  };
  static char const *const bad[] = {
      "0",     "0.0",  "0.009", "0.00999999", ".5",    "1.",
      "1.5.5", "1,5",  "1e3",   "0x1",        "65537", "18446744073709551616",
      "0.5 ",  "0.-5", "0.5x",  "inf",        "nan"};
  uint64_t quota;
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    quota = 42;
    if (!nc_scan_cpus(good[i].s, &quota) || quota != good[i].quota)
      fail_msg("%s is %llu", good[i].s, (unsigned long long)quota);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (nc_scan_cpus(bad[i], &quota))
      fail_msg("%s is no number of CPUs", bad[i]);
  for (size_t i = 0; i < NOTHING; i++)
    if (nc_scan_cpus(nothing[i], &quota))
      fail_msg("\"%s\" is no number of CPUs", nothing[i]);
}

static void descriptors(void **state)
{
  static char const *const bad[] = {"-1", "+1", "2147483648", "4294967295", "4294967296",
                                    "1 ", " 1", "0x1",        "a"};
  int fd = -1;
  (void)state;
  assert_true(nc_scan_fd("0", &fd) && fd == 0);
  assert_true(nc_scan_fd("2147483647", &fd) && fd == 2147483647);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (nc_scan_fd(bad[i], &fd))
      fail_msg("%s is no descriptor", bad[i]);
  for (size_t i = 0; i < NOTHING; i++)
    if (nc_scan_fd(nothing[i], &fd))
      fail_msg("\"%s\" is no descriptor", nothing[i]);
}

static void ids(void **state)
{
  static char const *const bad[] = {"1", ":", "1:", ":1", "1:1:1", "1:1 ", " 1:1", "1: 1", "-1:1",
                                    "1:-1", "a:1", "1:a", "1;1", "0x1:1", "4294967296:0",
                                    "0:4294967296",
                                    /* "as it was" to chown and setresuid */
                                    "4294967295:0", "0:4294967295"};
  uid_t uid;
  gid_t gid;
  (void)state;
  assert_true(nc_scan_ids("0:0", &uid, &gid) && uid == 0 && gid == 0);
  assert_true(nc_scan_ids("1000:100", &uid, &gid) && uid == 1000 && gid == 100);
  assert_true(nc_scan_ids("4294967294:4294967294", &uid, &gid) && uid == 4294967294u &&
              gid == 4294967294u);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (nc_scan_ids(bad[i], &uid, &gid))
      fail_msg("%s is no uid:gid", bad[i]);
  for (size_t i = 0; i < NOTHING; i++)
    if (nc_scan_ids(nothing[i], &uid, &gid))
      fail_msg("\"%s\" is no uid:gid", nothing[i]);
}

static char const *repeat(char c, size_t n)
{
  static char s[512];
  memset(s, c, n);
  s[n] = 0;
  return s;
}

static void names(void **state)
{
  static char const *const good[] = {"a", "0", "A-b_c.d", "1.2", "a..b", "x-"};
  static char const *const bad[] = {".",   "..",  ".a",    "-a",       "_a",  "a/b", "../a",
                                    "a b", "a\n", "a\x1b", "\xc3\xa4", "a:b", "a*"};
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    if (!nc_scan_name(good[i]))
      fail_msg("%s is a name", good[i]);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (nc_scan_name(bad[i]))
      fail_msg("%s is no name", bad[i]);
  assert_false(nc_scan_name(""));
  assert_true(nc_scan_name(repeat('a', 128)));
  assert_false(nc_scan_name(repeat('a', 129)));
  assert_false(nc_scan_name(repeat('a', 300)));
}

static void container_ids(void **state)
{
  (void)state;
  assert_true(nc_scan_id("0123456789abcdef0123456789abcdef"));
  assert_false(nc_scan_id("0123456789ABCDEF0123456789abcdef"));
  assert_false(nc_scan_id("0123456789abcdef0123456789abcde"));
  assert_false(nc_scan_id("0123456789abcdef0123456789abcdef0"));
  assert_false(nc_scan_id("0123456789abcdef0123456789abcdeg"));
  assert_false(nc_scan_id("../../../../../../../../../../.."));
  assert_false(nc_scan_id(""));
}

static void hostnames(void **state)
{
  static char const *const good[] = {"a", "0", "a-b", "a.b", "a1.b2.c3", "A.example"};
  static char const *const bad[] = {"-a",  "a-",  "a.-b", "a-.b", ".a",       "a.", "a..b",
                                    "a_b", "a b", "a\n",  "a/b",  "\xc3\xa4", "."};
  char both[130];
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    if (!nc_scan_hostname(good[i]))
      fail_msg("%s is a host name", good[i]);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (nc_scan_hostname(bad[i]))
      fail_msg("%s is no host name", bad[i]);
  assert_false(nc_scan_hostname(""));
  assert_true(nc_scan_hostname(repeat('a', 63)));
  assert_false(nc_scan_hostname(repeat('a', 64)));
  strcpy(both, repeat('a', 32));
  strcat(both, ".");
  strcat(both, repeat('b', 31));
  assert_true(nc_scan_hostname(both)); /* 64 in all */
  strcat(both, "b");
  assert_false(nc_scan_hostname(both));
}

static void variables(void **state)
{
  static char const *const good[] = {"a", "_", "A1", "_1", "PATH", "lower_UPPER9"};
  static char const *const bad[] = {"",    "1",   "1A",       "A=",  "A B", "A-B",
                                    "A.B", "A\n", "\xc3\xa4", "A=B", "$A"};
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    if (!nc_scan_variable(good[i]))
      fail_msg("%s is a variable's name", good[i]);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (nc_scan_variable(bad[i]))
      fail_msg("%s is no variable's name", bad[i]);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(sizes),     cmocka_unit_test(cpus),      cmocka_unit_test(descriptors),
      cmocka_unit_test(ids),       cmocka_unit_test(names),     cmocka_unit_test(container_ids),
      cmocka_unit_test(hostnames), cmocka_unit_test(variables),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
