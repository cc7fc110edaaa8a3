/* SPDX-License-Identifier: ISC */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <seccomp.h>

#include "call.h"
#include "json.h"
#include "syscall.h"

/* Arguments that profiles narrow calls by: each an int or the low half of flags, and none a
   pointer. */
static struct {
  char const *name;
  unsigned char shown;
} const narrowed[] = {
    {"arch_prctl", 1}, {"bpf", 1},         {"clone", 1},      {"fcntl", 2},      {"fcntl64", 2},
    {"getsockopt", 6}, {"ioctl", 2},       {"ipc", 1},        {"keyctl", 1},     {"madvise", 4},
    {"mprotect", 4},   {"personality", 1}, {"prctl", 1},      {"seccomp", 1},    {"setns", 2},
    {"setsockopt", 6}, {"socket", 7},      {"socketcall", 1}, {"socketpair", 7}, {"unshare", 1},
};

void nc_call_narrow(nc_call *call, struct seccomp_data const *data)
{
  char *name;
  memset(call, 0, sizeof *call);
  call->arch = data->arch;
  if (data->arch == SCMP_ARCH_X86_64 && (uint32_t)data->nr & NC_SYSCALL_X32_BIT)
    call->arch = SCMP_ARCH_X32;
  call->number = data->nr;
  name = nc_syscall_name(call->arch, call->number);
  for (size_t i = 0; name && i < sizeof narrowed / sizeof *narrowed; i++)
    if (!strcmp(narrowed[i].name, name))
      call->shown = narrowed[i].shown;
  free(name);
  for (unsigned int i = 0; i < NC_CALL_ARGS; i++)
    if (call->shown >> i & 1)
      call->args[i] = (uint32_t)data->args[i];
}

size_t nc_call_format(nc_call const *call, uint64_t count, char *buf, size_t max)
{
  char *name = nc_syscall_name(call->arch, call->number);
  char const *arch = nc_syscall_arch(call->arch);
  char padded[24], hex[16];
  nc_json j;
  if (!arch) {
    snprintf(hex, sizeof hex, "0x%" PRIx32, call->arch);
    arch = hex;
  }
  nc_json_begin(&j, buf, max);
  if (name)
    nc_json_string(&j, "syscall", name);
  else
    nc_json_null(&j, "syscall");
  nc_json_int(&j, "number", call->number);
  nc_json_string(&j, "arch", arch);
  nc_json_raw(&j, "count", padded, (size_t)snprintf(padded, sizeof padded, "%20" PRIu64, count));
  if (call->shown && nc_json_open(&j, "args", '{')) {
    for (unsigned int i = 0; i < NC_CALL_ARGS; i++) {
      char const index[] = {(char)('0' + i), 0};
      if (call->shown >> i & 1)
        nc_json_int(&j, index, call->args[i]);
    }
    nc_json_close(&j, '{');
  }
  free(name);
  return nc_json_end(&j);
}
