/* SPDX-License-Identifier: ISC */

#include <sys/syscall.h>

#include "bpf.h"
#include "permits.h"

/* Its arguments are pointers, which nobody knows beforehand: all are this. */
static int permits(nc_filter const *filter, uint64_t pointer)
{
  struct seccomp_data const data = {
      .nr = SYS_execve, .arch = seccomp_arch_native(), .args = {pointer, pointer, pointer}};
  uint32_t action = nc_bpf_run(filter->insns, filter->n, &data);
  return action == SECCOMP_RET_ALLOW || action == SECCOMP_RET_LOG;
}

/* Not by what a pointer is: one that is null, which execve does not take, and one of a stack. */
int nc_filter_permits_exec(nc_filter const *filter)
{
  return permits(filter, 0) && permits(filter, UINT64_C(0x7ffe12345678));
}
