/* SPDX-License-Identifier: ISC */

/*
 * Runs while nucleus is built: writes to stdout which arguments tell system calls apart, by number
 * on each architecture, so that nc-seccomp needs no names.
 */

#include <stdint.h>
#include <stdio.h>

#include <seccomp.h>

#include "syscall.h"

/* Arguments that profiles narrow calls by: each an int or the low half of flags, and none a
   pointer. */
static struct {
  char const *name;
  unsigned char shown; /* bit i: argument i */
} const narrowed[] = {
    {"arch_prctl", 1}, {"bpf", 1},         {"clone", 1},      {"fcntl", 2},      {"fcntl64", 2},
    {"getsockopt", 6}, {"ioctl", 2},       {"ipc", 1},        {"keyctl", 1},     {"madvise", 4},
    {"mprotect", 4},   {"personality", 1}, {"prctl", 1},      {"seccomp", 1},    {"setns", 2},
    {"setsockopt", 6}, {"socket", 7},      {"socketcall", 1}, {"socketpair", 7}, {"unshare", 1},
};

static uint32_t const arches[] = {
    SCMP_ARCH_X86_64, SCMP_ARCH_X32, SCMP_ARCH_X86, SCMP_ARCH_AARCH64, SCMP_ARCH_ARM,
};

int main(void)
{
  puts("static narrowed_call const narrowed[] = {");
  for (size_t i = 0; i < sizeof arches / sizeof *arches; i++)
    for (size_t k = 0; k < sizeof narrowed / sizeof *narrowed; k++) {
      int number = nc_syscall_number(arches[i], narrowed[k].name);
      if (number >= 0)
        printf("    {0x%08x, 0x%x, %u}, /* %s */\n", arches[i], (unsigned int)number,
               narrowed[k].shown, narrowed[k].name);
    }
  puts("};");
  if (fflush(stdout) || ferror(stdout)) {
    perror("narrow: unable to write");
    return 111;
  }
  return 0;
}
