/* SPDX-License-Identifier: ISC */

#include <string.h>

#include "bpf.h"

uint32_t nc_bpf_run(struct sock_filter const *insns, unsigned int n,
                    struct seccomp_data const *data)
{
  uint32_t a = 0;
  for (uint64_t pc = 0; pc < n; pc++) {
    struct sock_filter const *i = insns + pc;
    switch (i->code) {
    case BPF_LD | BPF_W | BPF_ABS:
      if (i->k > sizeof *data - sizeof a)
        return SECCOMP_RET_KILL_PROCESS;
      memcpy(&a, (char const *)data + i->k, sizeof a);
      break;
    case BPF_ALU | BPF_AND | BPF_K: a &= i->k; break;
    case BPF_JMP | BPF_JA: pc += i->k; break;
    case BPF_JMP | BPF_JEQ | BPF_K: pc += a == i->k ? i->jt : i->jf; break;
    case BPF_JMP | BPF_JGE | BPF_K: pc += a >= i->k ? i->jt : i->jf; break;
    case BPF_JMP | BPF_JGT | BPF_K: pc += a > i->k ? i->jt : i->jf; break;
    case BPF_RET | BPF_K: return i->k;
    default: return SECCOMP_RET_KILL_PROCESS;
    }
  }
  return SECCOMP_RET_KILL_PROCESS;
}
