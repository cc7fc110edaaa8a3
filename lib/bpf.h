/* SPDX-License-Identifier: ISC */

/* What a filter of ours says about a system call, without the kernel. Pure. */

#ifndef NC_BPF_H
#define NC_BPF_H

#include <stdint.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

/* Runs the n instructions. Returns what they return, SECCOMP_RET_* and its data;
   SECCOMP_RET_KILL_PROCESS for code that filter.c of nc-seccomp does not make. */
extern uint32_t nc_bpf_run(struct sock_filter const *insns, unsigned int n,
                           struct seccomp_data const *data);

#endif
