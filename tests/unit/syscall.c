/* SPDX-License-Identifier: ISC */

/* Names and numbers of system calls, both ways, on each architecture. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <seccomp.h>

#include <cmocka.h>

#include "syscall.h"

static void both_ways(uint32_t arch, char const *name, int number)
{
  char *back = nc_syscall_name(arch, number);
  assert_int_equal(nc_syscall_number(arch, name), number);
  assert_non_null(back);
  assert_string_equal(back, name);
  free(back);
}

static void test_both_ways(void **state)
{
  (void)state;
  both_ways(SCMP_ARCH_X86_64, "openat", 257);
  both_ways(SCMP_ARCH_X86, "openat", 295);
  both_ways(SCMP_ARCH_X32, "openat", NC_SYSCALL_X32_BIT | 257);
  both_ways(SCMP_ARCH_X32, "ioctl", NC_SYSCALL_X32_BIT | 514);
  both_ways(SCMP_ARCH_AARCH64, "openat", 56);
}

static void test_what_libseccomp_lacks(void **state)
{
  (void)state;
  both_ways(SCMP_ARCH_X86_64, "mseal", 462);
  both_ways(SCMP_ARCH_X86, "mseal", 462);
  both_ways(SCMP_ARCH_X32, "mseal", NC_SYSCALL_X32_BIT | 462);
  both_ways(SCMP_ARCH_AARCH64, "file_setattr", NC_SYSCALL_NEWEST);
  both_ways(SCMP_ARCH_X86, "socket", 359);
  both_ways(SCMP_ARCH_X86, "shmat", 397);
}

static void test_nobody_knows(void **state)
{
  (void)state;
  assert_null(nc_syscall_name(SCMP_ARCH_X86_64, NC_SYSCALL_NEWEST + 1));
  assert_null(nc_syscall_name(SCMP_ARCH_X86_64, NC_SYSCALL_X32_BIT | 257));
  assert_null(nc_syscall_name(SCMP_ARCH_X86_64, -1));
  assert_int_equal(nc_syscall_number(SCMP_ARCH_X86_64, "open_sesame"), __NR_SCMP_ERROR);
  assert_true(nc_syscall_number(SCMP_ARCH_X86_64, "socketcall") < 0);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(test_both_ways),
      cmocka_unit_test(test_what_libseccomp_lacks),
      cmocka_unit_test(test_nobody_knows),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
