/* SPDX-License-Identifier: ISC */

/* Filters run without the kernel. That it runs those of profiles as they are meant is shown by
   profile.c; here is what no profile becomes. */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bpf.h"

static struct seccomp_data const data = {.nr = 7, .args = {[5] = UINT64_C(0x500000006)}};

#define run(...)                                                                                   \
  nc_bpf_run((struct sock_filter const[]){__VA_ARGS__},                                            \
             sizeof((struct sock_filter const[]){__VA_ARGS__}) / sizeof(struct sock_filter),       \
             &data)
#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define RETURN(k)    BPF_STMT(BPF_RET | BPF_K, k)

static void what_is_returned_is_returned(void **state)
{
  (void)state;
  assert_int_equal(run(RETURN(SECCOMP_RET_ERRNO | EXDEV)), SECCOMP_RET_ERRNO | EXDEV);
  assert_int_equal(run(LOAD(0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 7, 1, 0),
                       RETURN(SECCOMP_RET_TRAP), RETURN(SECCOMP_RET_ALLOW)),
                   SECCOMP_RET_ALLOW);
  assert_int_equal(run(LOAD(sizeof data - 4), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 4),
                       BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 4, 0, 1), RETURN(SECCOMP_RET_TRAP),
                       BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 4, 1, 0), RETURN(SECCOMP_RET_TRAP),
                       BPF_STMT(BPF_JMP | BPF_JA, 1), RETURN(SECCOMP_RET_TRAP),
                       RETURN(SECCOMP_RET_LOG)),
                   SECCOMP_RET_LOG);
}

static void what_is_no_filter_kills(void **state)
{
  (void)state;
  assert_int_equal(run(LOAD(0)), SECCOMP_RET_KILL_PROCESS);
  assert_int_equal(run(LOAD(sizeof data - 3), RETURN(SECCOMP_RET_ALLOW)), SECCOMP_RET_KILL_PROCESS);
  assert_int_equal(run(LOAD(UINT32_MAX), RETURN(SECCOMP_RET_ALLOW)), SECCOMP_RET_KILL_PROCESS);
  assert_int_equal(run(BPF_STMT(BPF_JMP | BPF_JA, UINT32_MAX), RETURN(SECCOMP_RET_ALLOW)),
                   SECCOMP_RET_KILL_PROCESS);
  assert_int_equal(run(BPF_STMT(BPF_RET | BPF_A, 0), RETURN(SECCOMP_RET_ALLOW)),
                   SECCOMP_RET_KILL_PROCESS);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(what_is_returned_is_returned),
      cmocka_unit_test(what_is_no_filter_kills),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
