/* SPDX-License-Identifier: ISC */

/* Which calls do not wait for nc-trace: of each architecture those that return from a handler. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <linux/audit.h>
#include <seccomp.h>

#include "bpf.h"
#include "syscall.h"
#include "unseen.h"

#define CALLS_MAX 1024

static uint32_t ask(uint32_t arch, int number)
{
  struct seccomp_data const data = {.arch = arch, .nr = number};
  return nc_bpf_run(unseen_filter.filter, unseen_filter.len, &data);
}

static void look(uint32_t arch, uint32_t scmp_arch, int first)
{
  int const returns[] = {nc_syscall_number(scmp_arch, "rt_sigreturn"),
                         nc_syscall_number(scmp_arch, "sigreturn")};
  assert_true(returns[0] >= first);
  for (int nr = first; nr < first + CALLS_MAX; nr++)
    assert_int_equal(ask(arch, nr), nr == returns[0] || nr == returns[1] ? SECCOMP_RET_ALLOW
                                                                         : SECCOMP_RET_USER_NOTIF);
}

static void test_architectures(void **state)
{
  (void)state;
#if defined(__x86_64__)
  look(AUDIT_ARCH_X86_64, SCMP_ARCH_X86_64, 0);
  look(AUDIT_ARCH_X86_64, SCMP_ARCH_X32, NC_SYSCALL_X32_BIT);
  look(AUDIT_ARCH_I386, SCMP_ARCH_X86, 0);
#elif defined(__aarch64__)
  look(AUDIT_ARCH_AARCH64, SCMP_ARCH_AARCH64, 0);
  look(AUDIT_ARCH_ARM, SCMP_ARCH_ARM, 0);
#endif
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(test_architectures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
