/* SPDX-License-Identifier: ISC */

#include <sys/syscall.h>

#include <seccomp.h>

#include "bpf.h"
#include "permits.h"

int nc_permits(uint32_t answer)
{
  return answer == SECCOMP_RET_ALLOW || answer == SECCOMP_RET_LOG;
}

/* Its arguments are pointers, which nobody knows beforehand: all are this. */
static int permits(struct sock_filter const *insns, unsigned int n, uint64_t pointer)
{
  struct seccomp_data const data = {
      .nr = SYS_execve, .arch = seccomp_arch_native(), .args = {pointer, pointer, pointer}};
  return nc_permits(nc_bpf_run(insns, n, &data));
}

/* Not by what a pointer is: one that is null, which execve does not take, and one of a stack. */
int nc_permits_exec(struct sock_filter const *insns, unsigned int n)
{
  return permits(insns, n, 0) && permits(insns, n, UINT64_C(0x7ffe12345678));
}
