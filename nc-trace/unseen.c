/* SPDX-License-Identifier: ISC */

#include <stddef.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/seccomp.h>

#include "syscall.h"
#include "unseen.h"

#define PASS(architecture, number)                                                                 \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),                         \
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 0, 3),                                     \
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),                       \
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),                                           \
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
static struct sock_filter const insns[] = {
#if defined(__x86_64__)
    PASS(AUDIT_ARCH_X86_64, SYS_rt_sigreturn),
    PASS(AUDIT_ARCH_X86_64, NC_SYSCALL_X32_BIT | 513),
    PASS(AUDIT_ARCH_I386, 173),
    PASS(AUDIT_ARCH_I386, 119), /* sigreturn, which others do not have */
#elif defined(__aarch64__)
    PASS(AUDIT_ARCH_AARCH64, SYS_rt_sigreturn),
    PASS(AUDIT_ARCH_ARM, 173),
    PASS(AUDIT_ARCH_ARM, 119),
#else
#error by which calls does a handler return here?
#endif
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
};

struct sock_fprog const unseen_filter = {.len = sizeof insns / sizeof *insns,
                                         .filter = (struct sock_filter *)insns};
