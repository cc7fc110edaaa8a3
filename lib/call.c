/* SPDX-License-Identifier: ISC */

#include <string.h>

#include <seccomp.h>

#include <skalibs/types.h>

#include "call.h"
#include "json.h"
#include "syscall.h"

typedef struct narrowed_call_s narrowed_call;
struct narrowed_call_s {
  uint32_t arch;
  uint32_t number;
  unsigned char shown;
};

#include "narrowed.h"

static struct {
  uint32_t arch;
  char const *name;
} const arches[] = {
    {SCMP_ARCH_X86_64, "x86_64"},   {SCMP_ARCH_X32, "x32"}, {SCMP_ARCH_X86, "x86"},
    {SCMP_ARCH_AARCH64, "aarch64"}, {SCMP_ARCH_ARM, "arm"},
};

char const *nc_call_arch(uint32_t arch)
{
  for (size_t i = 0; i < sizeof arches / sizeof *arches; i++)
    if (arches[i].arch == arch)
      return arches[i].name;
  return NULL;
}

void nc_call_narrow(nc_call *call, struct seccomp_data const *data)
{
  memset(call, 0, sizeof *call);
  call->error = NC_CALL_MADE;
  call->arch = data->arch;
  if (data->arch == SCMP_ARCH_X86_64 && data->nr >= 0 && data->nr & NC_SYSCALL_X32_BIT)
    call->arch = SCMP_ARCH_X32;
  call->number = data->nr;
  for (size_t i = 0; i < sizeof narrowed / sizeof *narrowed; i++)
    if (narrowed[i].arch == call->arch && narrowed[i].number == (uint32_t)call->number)
      call->shown = narrowed[i].shown;
  for (unsigned int i = 0; i < NC_CALL_ARGS; i++)
    if (call->shown >> i & 1)
      call->args[i] = (uint32_t)data->args[i];
}

static void add_args(nc_json *j, nc_call const *call)
{
  if (!call->shown || !nc_json_open(j, "args", '{'))
    return;
  for (unsigned int i = 0; i < NC_CALL_ARGS; i++) {
    char const index[] = {(char)('0' + i), 0};
    if (call->shown >> i & 1)
      nc_json_int(j, index, call->args[i]);
  }
  nc_json_close(j, '{');
}

static void add_call(nc_json *j, nc_call const *call, char const *name)
{
  char const *arch = nc_call_arch(call->arch);
  char hex[2 + UINT32_XFMT] = "0x";
  if (!arch) {
    hex[2 + uint32_xfmt(hex + 2, call->arch)] = 0;
    arch = hex;
  }
  if (name)
    nc_json_string(j, "syscall", name);
  else
    nc_json_null(j, "syscall");
  nc_json_int(j, "number", call->number);
  nc_json_string(j, "arch", arch);
}

size_t nc_call_format(nc_call const *call, char const *name, uint64_t count, char *buf, size_t max)
{
  nc_json j;
  nc_json_begin(&j, buf, max);
  if (call->arch)
    add_call(&j, call, name);
  else
    nc_json_bool(&j, "others", 1);
  nc_json_padded(&j, "count", count);
  add_args(&j, call);
  if (call->error != NC_CALL_MADE)
    nc_json_int(&j, "errno", call->error);
  return nc_json_end(&j);
}
