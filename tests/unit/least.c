/* SPDX-License-Identifier: ISC */

/* What is made of the lines of traces: the calls, their conditions, and which lines cannot be. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "calls.h"

static char error[256];

static int add(nc_calls *c, char const *line)
{
  json_t *j = json_loads(line, 0, NULL);
  int rc;
  assert_non_null(j);
  rc = nc_calls_add(c, j, error, sizeof error);
  json_decref(j);
  return rc;
}

static long long number(json_t const *arg, char const *key)
{
  return json_integer_value(json_object_get(arg, key));
}

/* "CALL[ INDEX&MASK=VALUE]..." for each entry, between commas */
static char const *least(nc_calls *c)
{
  static char buf[8192];
  json_t *profile = nc_calls_least(c);
  json_t const *syscalls = json_object_get(profile, "syscalls");
  size_t n = 0;
  assert_non_null(profile);
  for (size_t i = 0; i < json_array_size(syscalls); i++) {
    json_t const *entry = json_array_get(syscalls, i), *args = json_object_get(entry, "args");
    n += (size_t)sprintf(buf + n, "%s%s", i ? "," : "",
                         json_string_value(json_array_get(json_object_get(entry, "names"), 0)));
    for (size_t k = 0; k < json_array_size(args); k++) {
      json_t const *arg = json_array_get(args, k);
      n += (size_t)sprintf(buf + n, " %lld&%llx=%lld", number(arg, "index"), number(arg, "value"),
                           number(arg, "valueTwo"));
    }
  }
  json_decref(profile);
  return buf;
}

static void test_order(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  add(&c, "{\"syscall\":\"write\",\"number\":1,\"arch\":\"x86_64\",\"count\":1}");
  add(&c, "{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":9}");
  add(&c, "{\"syscall\":\"read\",\"number\":3,\"arch\":\"x86\",\"count\":1}");
  assert_string_equal(least(&c), "execve,read,write");
}

static void test_arguments(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  for (int i = 0; i < 2; i++) {
    add(&c, "{\"syscall\":\"socket\",\"number\":41,\"arch\":\"x86_64\",\"count\":1,"
            "\"args\":{\"0\":2,\"1\":526337,\"2\":0}}"); /* SOCK_STREAM, both flags */
    add(&c, "{\"syscall\":\"socket\",\"number\":41,\"arch\":\"x86_64\",\"count\":1,"
            "\"args\":{\"0\":1,\"1\":1,\"2\":0}}");
    add(&c, "{\"syscall\":\"socket\",\"number\":41,\"arch\":\"x86_64\",\"count\":1,"
            "\"args\":{\"0\":2,\"1\":1,\"2\":0}}");
    add(&c, "{\"syscall\":\"fcntl\",\"number\":72,\"arch\":\"x86_64\",\"count\":1,"
            "\"args\":{\"1\":4294967295}}");
  }
  assert_string_equal(least(&c), "execve,fcntl 1&ffffffff=4294967295,"
                                 "socket 0&ffffffff=1 1&fff7f7ff=1 2&ffffffff=0,"
                                 "socket 0&ffffffff=2 1&fff7f7ff=1 2&ffffffff=0");
}

/* an argument that a line does not have is not compared */
static void test_argument_unknown(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  add(&c, "{\"syscall\":\"ioctl\",\"number\":16,\"arch\":\"x86_64\",\"count\":1,"
          "\"args\":{\"1\":21505}}");
  add(&c, "{\"syscall\":\"ioctl\",\"number\":16,\"arch\":\"x86_64\",\"count\":1}");
  assert_string_equal(least(&c), "execve,ioctl");
}

static void add_sockopt(nc_calls *c, int level, int name)
{
  char line[256];
  snprintf(line, sizeof line,
           "{\"syscall\":\"setsockopt\",\"number\":54,\"arch\":\"x86_64\",\"count\":1,"
           "\"args\":{\"1\":%d,\"2\":%d}}",
           level, name);
  assert_true(add(c, line));
}

static void test_many(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  for (int i = 0; i < 32; i++)
    add_sockopt(&c, i / 16, i);
  assert_non_null(strstr(least(&c), "setsockopt 1&ffffffff=1 2&ffffffff=31"));
  c = (nc_calls){.n = 0};
  for (int i = 0; i < 33; i++)
    add_sockopt(&c, i / 17, i);
  assert_string_equal(least(&c), "execve,setsockopt 1&ffffffff=0,setsockopt 1&ffffffff=1");
  c = (nc_calls){.n = 0};
  for (int i = 0; i < 40; i++)
    add_sockopt(&c, i, i);
  assert_string_equal(least(&c), "execve,setsockopt");
}

/* after a stop the kernel has it made for the program, in a run that no trace has seen */
static void test_restart(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  add(&c, "{\"syscall\":\"poll\",\"number\":7,\"arch\":\"x86_64\",\"count\":1}");
  add(&c, "{\"syscall\":\"restart_syscall\",\"number\":219,\"arch\":\"x86_64\",\"count\":1}");
  assert_string_equal(least(&c), "execve,poll,restart_syscall");
  c = (nc_calls){.n = 0};
  add(&c, "{\"syscall\":\"nanosleep\",\"number\":162,\"arch\":\"x86\",\"count\":1}");
  assert_string_equal(least(&c), "execve,nanosleep,restart_syscall");
}

/* nc-trace does not see it */
static void test_return(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  add(&c, "{\"syscall\":\"rt_sigaction\",\"number\":13,\"arch\":\"x86_64\",\"count\":1}");
  assert_string_equal(least(&c), "execve,rt_sigaction,rt_sigreturn");
  c = (nc_calls){.n = 0};
  add(&c, "{\"syscall\":\"rt_sigaction\",\"number\":174,\"arch\":\"x86\",\"count\":1}");
  assert_string_equal(least(&c), "execve,rt_sigaction,rt_sigreturn,sigreturn");
  c = (nc_calls){.n = 0};
  add(&c, "{\"syscall\":\"getpid\",\"number\":20,\"arch\":\"x86\",\"count\":1}");
  assert_string_equal(least(&c), "execve,getpid");
}

static void test_unnamed(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  add(&c, "{\"syscall\":null,\"number\":462,\"arch\":\"x86_64\",\"count\":1}");
  assert_string_equal(least(&c), "execve,mseal");
}

static void is_archs(nc_calls *c, char const *want)
{
  char buf[128] = "";
  json_t *list = nc_calls_archs(c);
  for (size_t i = 0; i < json_array_size(list); i++)
    strcat(strcat(buf, " "), json_string_value(json_array_get(list, i)) + 10);
  assert_string_equal(buf, want);
  json_decref(list);
  least(c); /* frees them */
}

static void test_architectures(void **state)
{
  nc_calls c = {.n = 0};
  (void)state;
  add(&c, "{\"syscall\":\"read\",\"number\":3,\"arch\":\"x86\",\"count\":1}");
  is_archs(&c, " X86_64 X86");
  c = (nc_calls){.n = 0};
  add(&c, "{\"syscall\":\"read\",\"number\":1073741824,\"arch\":\"x32\",\"count\":1}");
  is_archs(&c, " X86_64 X32");
}

static void test_bad(void **state)
{
  static struct {
    char const *line, *error;
  } const cases[] = {
      {"{\"syscall\":1,\"number\":0,\"arch\":\"x86_64\",\"count\":1}",
       "syscall: neither a name nor null"},
      {"{\"syscall\":\"read\",\"number\":1,\"arch\":\"x86_64\",\"count\":1}",
       "number: 1 is not read of x86_64"},
      {"{\"syscall\":\"nope\",\"number\":1,\"arch\":\"x86_64\",\"count\":1}",
       "number: 1 is not nope of x86_64"},
      {"{\"syscall\":null,\"number\":9999,\"arch\":\"x86_64\",\"count\":1}",
       "number: nobody knows a system call 9999 of x86_64; take the line out if the program can "
       "do without it"},
      {"{\"syscall\":null,\"number\":-1,\"arch\":\"x86_64\",\"count\":1}",
       "number: nobody knows a system call -1 of x86_64; take the line out if the program can do "
       "without it"},
      {"{\"syscall\":\"read\",\"number\":\"0\",\"arch\":\"x86_64\",\"count\":1}",
       "number: not a number from -2147483648 to 2147483647"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"vax\",\"count\":1}",
       "arch: unknown architecture vax"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"0x1234\",\"count\":1}",
       "arch: unknown architecture 0x1234"},
      {"{\"syscall\":\"read\",\"number\":0,\"count\":1}", "arch: unknown architecture "},
      {"{\"syscall\":\"read\",\"number\":63,\"arch\":\"aarch64\",\"count\":1}",
       "arch: no machine runs aarch64 and x86_64, which was seen before"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":0}",
       "count: not a number from 1 to 9223372036854775807"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\"}",
       "count: not a number from 1 to 9223372036854775807"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":1,\"errno\":-1}",
       "errno: not a number from 0 to 4095"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":1,\"result\":1}",
       "unknown key result"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":1,\"args\":[1]}",
       "args: not an object"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":1,\"args\":{\"6\":1}}",
       "args: no argument has the index 6"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":1,\"args\":{\"00\":1}}",
       "args: no argument has the index 00"},
      {"{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":1,"
       "\"args\":{\"0\":4294967296}}",
       "0: not a number from 0 to 4294967295"},
  };
  nc_calls c = {.n = 0};
  (void)state;
  add(&c, "{\"syscall\":\"read\",\"number\":0,\"arch\":\"x86_64\",\"count\":1}");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_false(add(&c, cases[i].line));
    assert_string_equal(error, cases[i].error);
  }
  assert_string_equal(least(&c), "execve,read");
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(test_order),
      cmocka_unit_test(test_arguments),
      cmocka_unit_test(test_argument_unknown),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_restart),
      cmocka_unit_test(test_return),
      cmocka_unit_test(test_unnamed),
      cmocka_unit_test(test_architectures),
      cmocka_unit_test(test_bad),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
