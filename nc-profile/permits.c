/* SPDX-License-Identifier: ISC */

#include <string.h>
#include <sys/syscall.h>

#include <linux/seccomp.h>

#include "permits.h"

/* Its arguments are pointers, which nobody knows beforehand: all are this. */
static int permits(nc_filter const *filter, uint64_t pointer)
{
  struct seccomp_data const data = {
      .nr = SYS_execve, .arch = seccomp_arch_native(), .args = {pointer, pointer, pointer}};
  uint32_t a = 0;
  for (unsigned int pc = 0; pc < filter->n; pc++) {
    struct sock_filter const *i = filter->insns + pc;
    switch (i->code) {
    case BPF_LD | BPF_W | BPF_ABS:
      if (i->k > sizeof data - sizeof a)
        return 0;
      memcpy(&a, (char const *)&data + i->k, sizeof a);
      break;
    case BPF_ALU | BPF_AND | BPF_K: a &= i->k; break;
    case BPF_JMP | BPF_JA: pc += i->k; break;
    case BPF_JMP | BPF_JEQ | BPF_K: pc += a == i->k ? i->jt : i->jf; break;
    case BPF_JMP | BPF_JGE | BPF_K: pc += a >= i->k ? i->jt : i->jf; break;
    case BPF_JMP | BPF_JGT | BPF_K: pc += a > i->k ? i->jt : i->jf; break;
    case BPF_RET | BPF_K: return i->k == SECCOMP_RET_ALLOW || i->k == SECCOMP_RET_LOG;
    default: return 0;
    }
  }
  return 0;
}

/* Not by what a pointer is: one that is null, which execve does not take, and one of a stack. */
int nc_filter_permits_exec(nc_filter const *filter)
{
  return permits(filter, 0) && permits(filter, UINT64_C(0x7ffe12345678));
}
