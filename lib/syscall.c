/* SPDX-License-Identifier: ISC */

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include <seccomp.h>

#include "syscall.h"

/* No right is in these, and an older C library sets them in another call. */
#define TYPE_FLAGS (SOCK_CLOEXEC | SOCK_NONBLOCK)

typedef struct call_s call;
struct call_s {
  char const *name;
  int number;
};

/* What libseccomp 2.5 may not know yet. */
static call const newer[] = {
    {"cachestat", 451},         {"fchmodat2", 452},
    {"map_shadow_stack", 453},  {"futex_wake", 454},
    {"futex_wait", 455},        {"futex_requeue", 456},
    {"statmount", 457},         {"listmount", 458},
    {"lsm_get_self_attr", 459}, {"lsm_set_self_attr", 460},
    {"lsm_list_modules", 461},  {"mseal", 462},
    {"setxattrat", 463},        {"getxattrat", 464},
    {"listxattrat", 465},       {"removexattrat", 466},
    {"open_tree_attr", 467},    {"file_getattr", 468},
    {"file_setattr", 469},      {NULL, 0},
};
_Static_assert(NC_SYSCALL_NEWEST == 469, "the newest call is the last one here");

/* i386 calls whose numbers libseccomp does not tell: it has them go through socketcall(2) and
   ipc(2), as they once all did. */
static call const i386[] = {
    {"recvmmsg", 337},   {"sendmmsg", 345},   {"socket", 359},      {"socketpair", 360},
    {"bind", 361},       {"connect", 362},    {"listen", 363},      {"accept4", 364},
    {"getsockopt", 365}, {"setsockopt", 366}, {"getsockname", 367}, {"getpeername", 368},
    {"sendto", 369},     {"sendmsg", 370},    {"recvfrom", 371},    {"recvmsg", 372},
    {"shutdown", 373},   {"semget", 393},     {"semctl", 394},      {"shmget", 395},
    {"shmctl", 396},     {"shmat", 397},      {"shmdt", 398},       {"msgget", 399},
    {"msgsnd", 400},     {"msgrcv", 401},     {"msgctl", 402},      {NULL, 0},
};

static call const *find_name(call const *calls, char const *name)
{
  while (calls->name && strcmp(calls->name, name))
    calls++;
  return calls->name ? calls : NULL;
}

static call const *find_number(call const *calls, int number)
{
  while (calls->name && calls->number != number)
    calls++;
  return calls->name ? calls : NULL;
}

int nc_syscall_number(uint32_t arch, char const *name)
{
  call const *own = arch == SCMP_ARCH_X86 ? find_name(i386, name) : NULL;
  int number = own ? own->number : seccomp_syscall_resolve_name_arch(arch, name);
  if (number == __NR_SCMP_ERROR && (own = find_name(newer, name)))
    number = own->number;
  return number >= 0 && arch == SCMP_ARCH_X32 ? number | NC_SYSCALL_X32_BIT : number;
}

char *nc_syscall_name(uint32_t arch, int number)
{
  int common = arch == SCMP_ARCH_X32 ? number & ~NC_SYSCALL_X32_BIT : number;
  call const *own = arch == SCMP_ARCH_X86 ? find_number(i386, number) : NULL;
  char *name = own ? NULL : seccomp_syscall_resolve_num_arch(arch, number);
  if (!own && !name && common != number)
    name = seccomp_syscall_resolve_num_arch(arch, common);
  if (!own && !name)
    own = find_number(newer, common);
  return own ? strdup(own->name) : name;
}

uint32_t nc_syscall_bits(char const *name, unsigned int arg)
{
  int is_type = arg == 1 && (!strcmp(name, "socket") || !strcmp(name, "socketpair"));
  return is_type ? UINT32_MAX & ~(uint32_t)TYPE_FLAGS : UINT32_MAX;
}
