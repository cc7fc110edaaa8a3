/* SPDX-License-Identifier: ISC */

/* What of a system call tells it from others, and how it is written. */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <seccomp.h>

#include "call.h"

#define X32      0x40000000
#define COUNT(n) "\"count\":                   " n

static void written(nc_call const *call, char const *name, char const *line)
{
  char buf[512];
  assert_int_equal(nc_call_format(call, name, 3, buf, sizeof buf), strlen(line));
  assert_string_equal(buf, line);
}

static void only_what_tells_apart_is_kept(void **state)
{
  struct seccomp_data a = {.arch = SCMP_ARCH_X86_64, .nr = 41, .args = {17, 3, 0, 99}}, b = a;
  nc_call x, y;
  (void)state;
  b.args[3] = 98;
  b.args[0] |= UINT64_C(1) << 32; /* an int: the kernel does not look there */
  nc_call_narrow(&x, &a);
  nc_call_narrow(&y, &b);
  assert_memory_equal(&x, &y, sizeof x);
  written(&x, "socket",
          "{\"syscall\":\"socket\",\"number\":41,\"arch\":\"x86_64\"," COUNT(
              "3") ",\"args\":{\"0\":17,\"1\":3,\"2\":0}}\n");
  b.args[1] = 2;
  nc_call_narrow(&y, &b);
  assert_memory_not_equal(&x, &y, sizeof x);
}

static void each_architecture_has_its_own(void **state)
{
  struct seccomp_data d = {.arch = SCMP_ARCH_X86_64, .nr = X32 | 514, .args = {1, 0x5412}};
  nc_call call;
  (void)state;
  nc_call_narrow(&call, &d);
  written(&call, NULL,
          "{\"syscall\":null,\"number\":1073742338,\"arch\":\"x32\"," COUNT(
              "3") ",\"args\":{\"1\":21522}}\n");
  d = (struct seccomp_data){.arch = SCMP_ARCH_X86, .nr = 359, .args = {1, 2, 3}};
  nc_call_narrow(&call, &d);
  assert_int_equal(call.shown, 7);
  d = (struct seccomp_data){.arch = SCMP_ARCH_S390X, .nr = 41, .args = {1, 2, 3}};
  nc_call_narrow(&call, &d);
  written(&call, NULL, "{\"syscall\":null,\"number\":41,\"arch\":\"0x80000016\"," COUNT("3") "}\n");
  d = (struct seccomp_data){.arch = SCMP_ARCH_X86_64, .nr = -1};
  nc_call_narrow(&call, &d);
  written(&call, NULL, "{\"syscall\":null,\"number\":-1,\"arch\":\"x86_64\"," COUNT("3") "}\n");
  assert_string_equal(nc_call_arch(SCMP_ARCH_AARCH64), "aarch64");
  assert_null(nc_call_arch(SCMP_ARCH_S390X));
}

static void what_is_refused_says_how(void **state)
{
  struct seccomp_data const d = {.arch = SCMP_ARCH_X86_64, .nr = 63};
  nc_call call;
  (void)state;
  nc_call_narrow(&call, &d);
  call.error = EXDEV;
  written(&call, NULL,
          "{\"syscall\":null,\"number\":63,\"arch\":\"x86_64\"," COUNT("3") ",\"errno\":18}\n");
  call.error = 0;
  written(&call, NULL,
          "{\"syscall\":null,\"number\":63,\"arch\":\"x86_64\"," COUNT("3") ",\"errno\":0}\n");
  written(&(nc_call const){.error = NC_CALL_MADE}, NULL, "{\"others\":true," COUNT("3") "}\n");
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(only_what_tells_apart_is_kept),
      cmocka_unit_test(each_architecture_has_its_own),
      cmocka_unit_test(what_is_refused_says_how),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
