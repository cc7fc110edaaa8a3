/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <asm/ioctls.h>
#ifdef __x86_64__
#include <asm/prctl.h>
#endif
#include <linux/kd.h>
#include <linux/keyctl.h>
#include <linux/personality.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>

#include "argument.h"
#include "named.h"
#include "socket-option.h"

static nc_named const families[] = {
    NC_NAMED(AF_UNSPEC), NC_NAMED(AF_UNIX),      NC_NAMED(AF_INET),    NC_NAMED(AF_AX25),
    NC_NAMED(AF_INET6),  NC_NAMED(AF_KEY),       NC_NAMED(AF_NETLINK), NC_NAMED(AF_PACKET),
    NC_NAMED(AF_RDS),    NC_NAMED(AF_PPPOX),     NC_NAMED(AF_CAN),     NC_NAMED(AF_TIPC),
    NC_NAMED(AF_ALG),    NC_NAMED(AF_BLUETOOTH), NC_NAMED(AF_NFC),     NC_NAMED(AF_KCM),
    NC_NAMED(AF_VSOCK),  {43, "AF_SMC"},         {44, "AF_XDP"},       NC_NAMED_END,
};

static nc_named const types[] = {
    NC_NAMED(SOCK_STREAM),  NC_NAMED(SOCK_DGRAM),     NC_NAMED(SOCK_RAW),
    NC_NAMED(SOCK_RDM),     NC_NAMED(SOCK_SEQPACKET), NC_NAMED(SOCK_PACKET),
    NC_NAMED(SOCK_CLOEXEC), NC_NAMED(SOCK_NONBLOCK),  NC_NAMED_END,
};

static nc_named const requests[] = {
    NC_NAMED(TCGETS),
    NC_NAMED(TCSETS),
    NC_NAMED(TCSETSW),
    NC_NAMED(TCSETSF),
    NC_NAMED(TCSBRK),
    NC_NAMED(TCSBRKP),
    NC_NAMED(TCXONC),
    NC_NAMED(TCFLSH),
    NC_NAMED(TIOCEXCL),
    NC_NAMED(TIOCNXCL),
    NC_NAMED(TIOCSCTTY),
    NC_NAMED(TIOCNOTTY),
    NC_NAMED(TIOCGPGRP),
    NC_NAMED(TIOCSPGRP),
    NC_NAMED(TIOCGSID),
    NC_NAMED(TIOCOUTQ),
    NC_NAMED(TIOCSTI),
    NC_NAMED(TIOCGWINSZ),
    NC_NAMED(TIOCSWINSZ),
    NC_NAMED(TIOCMGET),
    NC_NAMED(TIOCMSET),
    NC_NAMED(TIOCCONS),
    NC_NAMED(TIOCLINUX),
    NC_NAMED(TIOCSETD),
    NC_NAMED(TIOCGETD),
    NC_NAMED(TIOCPKT),
    NC_NAMED(TIOCGPTN),
    NC_NAMED(TIOCSPTLCK),
    NC_NAMED(TIOCGPTPEER),
    NC_NAMED(FIONREAD),
    NC_NAMED(FIONBIO),
    NC_NAMED(FIOASYNC),
    NC_NAMED(FIOCLEX),
    NC_NAMED(FIONCLEX),
    NC_NAMED(KDGKBMODE),
    NC_NAMED(KDSKBMODE),
    NC_NAMED(KDSETMODE),
    NC_NAMED(KDGETMODE),
    NC_NAMED(KDGKBTYPE),
    NC_NAMED(SIOCGIFNAME),
    NC_NAMED(SIOCGIFCONF),
    NC_NAMED(SIOCGIFFLAGS),
    NC_NAMED(SIOCSIFFLAGS),
    NC_NAMED(SIOCGIFADDR),
    NC_NAMED(SIOCSIFADDR),
    NC_NAMED(SIOCGIFMTU),
    NC_NAMED(SIOCGIFHWADDR),
    NC_NAMED(SIOCGIFINDEX),
    NC_NAMED(SIOCADDRT),
    {0x40049409, "FICLONE"},

    {0x80086601, "FS_IOC_GETFLAGS"},
    {0x40086602, "FS_IOC_SETFLAGS"},
    NC_NAMED_END,
};

static nc_named const options[] = {
    NC_NAMED(PR_SET_PDEATHSIG),
    NC_NAMED(PR_GET_PDEATHSIG),
    NC_NAMED(PR_GET_DUMPABLE),
    NC_NAMED(PR_SET_DUMPABLE),
    NC_NAMED(PR_GET_KEEPCAPS),
    NC_NAMED(PR_SET_KEEPCAPS),
    NC_NAMED(PR_SET_NAME),
    NC_NAMED(PR_GET_NAME),
    NC_NAMED(PR_GET_SECCOMP),
    NC_NAMED(PR_SET_SECCOMP),
    NC_NAMED(PR_CAPBSET_READ),
    NC_NAMED(PR_CAPBSET_DROP),
    NC_NAMED(PR_GET_SECUREBITS),
    NC_NAMED(PR_SET_SECUREBITS),
    NC_NAMED(PR_SET_TIMERSLACK),
    NC_NAMED(PR_GET_TIMERSLACK),
    NC_NAMED(PR_SET_MM),
    NC_NAMED(PR_SET_PTRACER),
    NC_NAMED(PR_SET_CHILD_SUBREAPER),
    NC_NAMED(PR_GET_CHILD_SUBREAPER),
    NC_NAMED(PR_SET_NO_NEW_PRIVS),
    NC_NAMED(PR_GET_NO_NEW_PRIVS),
    NC_NAMED(PR_SET_THP_DISABLE),
    NC_NAMED(PR_GET_THP_DISABLE),
    NC_NAMED(PR_CAP_AMBIENT),
    NC_NAMED(PR_SET_SPECULATION_CTRL),
    NC_NAMED(PR_GET_SPECULATION_CTRL),
    NC_NAMED(PR_SET_VMA),
    NC_NAMED_END,
};

static nc_named const clone_flags[] = {
    NC_NAMED(CLONE_VM),
    NC_NAMED(CLONE_FS),
    NC_NAMED(CLONE_FILES),
    NC_NAMED(CLONE_SIGHAND),
    NC_NAMED(CLONE_PIDFD),
    NC_NAMED(CLONE_PTRACE),
    NC_NAMED(CLONE_VFORK),
    NC_NAMED(CLONE_PARENT),
    NC_NAMED(CLONE_THREAD),
    NC_NAMED(CLONE_NEWNS),
    NC_NAMED(CLONE_SYSVSEM),
    NC_NAMED(CLONE_SETTLS),
    NC_NAMED(CLONE_PARENT_SETTID),
    NC_NAMED(CLONE_CHILD_CLEARTID),
    NC_NAMED(CLONE_DETACHED),
    NC_NAMED(CLONE_UNTRACED),
    NC_NAMED(CLONE_CHILD_SETTID),
    NC_NAMED(CLONE_NEWCGROUP),
    NC_NAMED(CLONE_NEWUTS),
    NC_NAMED(CLONE_NEWIPC),
    NC_NAMED(CLONE_NEWUSER),
    NC_NAMED(CLONE_NEWPID),
    NC_NAMED(CLONE_NEWNET),
    NC_NAMED(CLONE_IO),
    NC_NAMED(CLONE_NEWTIME),
    NC_NAMED(SIGCHLD),
    NC_NAMED_END,
};

static nc_named const commands[] = {
    NC_NAMED(F_DUPFD),      NC_NAMED(F_GETFD),      NC_NAMED(F_SETFD),
    NC_NAMED(F_GETFL),      NC_NAMED(F_SETFL),      NC_NAMED(F_GETLK),
    NC_NAMED(F_SETLK),      NC_NAMED(F_SETLKW),     NC_NAMED(F_SETOWN),
    NC_NAMED(F_GETOWN),     NC_NAMED(F_SETSIG),     NC_NAMED(F_GETSIG),
    NC_NAMED(F_SETOWN_EX),  NC_NAMED(F_GETOWN_EX),  NC_NAMED(F_OFD_GETLK),
    NC_NAMED(F_OFD_SETLK),  NC_NAMED(F_OFD_SETLKW), NC_NAMED(F_SETLEASE),
    NC_NAMED(F_GETLEASE),   NC_NAMED(F_NOTIFY),     NC_NAMED(F_DUPFD_CLOEXEC),
    NC_NAMED(F_SETPIPE_SZ), NC_NAMED(F_GETPIPE_SZ), NC_NAMED(F_ADD_SEALS),
    NC_NAMED(F_GET_SEALS),  NC_NAMED_END,
};

static nc_named const personas[] = {
    NC_NAMED(PER_LINUX),
    NC_NAMED(PER_LINUX32),
    NC_NAMED(UNAME26),
    {UNAME26 | PER_LINUX32, "UNAME26|PER_LINUX32"},
    NC_NAMED(ADDR_NO_RANDOMIZE),
    NC_NAMED(READ_IMPLIES_EXEC),

    NC_NAMED_END,
};

static nc_named const operations[] = {
    NC_NAMED(SECCOMP_SET_MODE_STRICT),
    NC_NAMED(SECCOMP_SET_MODE_FILTER),
    NC_NAMED(SECCOMP_GET_ACTION_AVAIL),
    NC_NAMED(SECCOMP_GET_NOTIF_SIZES),
    NC_NAMED_END,
};

static nc_named const advices[] = {
    NC_NAMED(MADV_NORMAL),      NC_NAMED(MADV_RANDOM),
    NC_NAMED(MADV_SEQUENTIAL),  NC_NAMED(MADV_WILLNEED),
    NC_NAMED(MADV_DONTNEED),    {8, "MADV_FREE"},
    NC_NAMED(MADV_REMOVE),      NC_NAMED(MADV_DONTFORK),
    NC_NAMED(MADV_DOFORK),      NC_NAMED(MADV_MERGEABLE),
    NC_NAMED(MADV_UNMERGEABLE), NC_NAMED(MADV_HUGEPAGE),
    NC_NAMED(MADV_NOHUGEPAGE),  NC_NAMED(MADV_DONTDUMP),
    NC_NAMED(MADV_DODUMP),      NC_NAMED(MADV_HWPOISON),
    {18, "MADV_WIPEONFORK"},    {20, "MADV_COLD"},
    {21, "MADV_PAGEOUT"},       NC_NAMED_END,
};

static nc_named const modes[] = {
    NC_NAMED(S_IFREG), NC_NAMED(S_IFDIR), NC_NAMED(S_IFCHR),  NC_NAMED(S_IFBLK),
    NC_NAMED(S_IFIFO), NC_NAMED(S_IFLNK), NC_NAMED(S_IFSOCK), NC_NAMED_END,
};

static nc_named const protections[] = {NC_NAMED(PROT_READ), NC_NAMED(PROT_WRITE),
                                       NC_NAMED(PROT_EXEC), NC_NAMED_END};

static nc_named const keys[] = {
    NC_NAMED(KEYCTL_GET_KEYRING_ID), NC_NAMED(KEYCTL_JOIN_SESSION_KEYRING),
    NC_NAMED(KEYCTL_UPDATE),         NC_NAMED(KEYCTL_REVOKE),
    NC_NAMED(KEYCTL_DESCRIBE),       NC_NAMED(KEYCTL_LINK),
    NC_NAMED(KEYCTL_UNLINK),         NC_NAMED(KEYCTL_SEARCH),
    NC_NAMED(KEYCTL_READ),           NC_NAMED_END,
};

static nc_named const codes[] = {
#ifdef __x86_64__
    NC_NAMED(ARCH_SET_GS), NC_NAMED(ARCH_SET_FS),       NC_NAMED(ARCH_GET_FS),
    NC_NAMED(ARCH_GET_GS), {0x3001, "ARCH_CET_STATUS"}, {0x5001, "ARCH_SHSTK_ENABLE"},
#endif
    NC_NAMED_END,
};

static nc_named const levels[] = {
    {0, "IPPROTO_IP"}, NC_NAMED(SOL_SOCKET), {6, "IPPROTO_TCP"},     {17, "IPPROTO_UDP"},
    {40, "AF_VSOCK"},  {41, "IPPROTO_IPV6"}, {58, "IPPROTO_ICMPV6"}, {132, "IPPROTO_SCTP"},
    {255, "SOL_RAW"},  {263, "SOL_PACKET"},  {270, "SOL_NETLINK"},   {279, "SOL_ALG"},
    {282, "SOL_TLS"},  NC_NAMED_END,
};

static nc_named const protocols[] = {
    {0, "0"},
    {1, "IPPROTO_ICMP"},
    {6, "IPPROTO_TCP"},
    {17, "IPPROTO_UDP"},
    {58, "IPPROTO_ICMPV6"},
    {132, "IPPROTO_SCTP"},
    {262, "IPPROTO_MPTCP"},
    NC_NAMED_END,
};

static nc_argument const arguments[] = {
    {"arch_prctl", 0, "code", codes, 0, 0},
    {"bpf", 0, "command", NULL, 0, 0},
    {"clone", 0, "flags", clone_flags, 0, 1},
    {"fcntl", 1, "command", commands, 0, 0},
    {"fcntl64", 1, "command", commands, 0, 0},
    {"getsockopt", 1, "level", levels, 0, 0},
    {"getsockopt", 2, "option", NULL, 0, 0},
    {"ioctl", 1, "request", requests, 0, 0},
    {"keyctl", 0, "operation", keys, 0, 0},
    {"madvise", 2, "advice", advices, 0, 0},
    {"mknod", 1, "mode", modes, 0, 0},
    {"mknodat", 2, "mode", modes, 0, 0},
    {"mprotect", 2, "protection", protections, 0, 1},
    {"personality", 0, "persona", personas, 0, 0},
    {"prctl", 0, "option", options, 0, 0},
    {"seccomp", 0, "operation", operations, 0, 0},
    {"seccomp", 1, "flags", NULL, 0, 0},
    {"setns", 1, "namespace", clone_flags, 0, 1},
    {"setsockopt", 1, "level", levels, 0, 0},
    {"setsockopt", 2, "option", NULL, 0, 0},
    {"socket", 0, "family", families, 0, 0},
    {"socket", 1, "type", types, SOCK_CLOEXEC | SOCK_NONBLOCK, 0},
    {"socket", 2, "protocol", protocols, 0, 0},
    {"socketpair", 0, "family", families, 0, 0},
    {"socketpair", 1, "type", types, SOCK_CLOEXEC | SOCK_NONBLOCK, 0},
    {"socketpair", 2, "protocol", protocols, 0, 0},
    {"unshare", 0, "flags", clone_flags, 0, 1},
};

static int has_options(char const *call)
{
  return !strcmp(call, "getsockopt") || !strcmp(call, "setsockopt");
}

nc_argument const *nc_argument_find(char const *call, unsigned int index, uint32_t const *level)
{
  if (level && index == NC_ARGUMENT_LEVEL + 1 && has_options(call)) {
    nc_argument const *option = nc_socket_option(*level);
    if (option)
      return option;
  }
  for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
    if (arguments[i].index == index && !strcmp(arguments[i].call, call))
      return arguments + i;
  return NULL;
}

char const *nc_argument_name(nc_argument const *a, uint64_t value)
{
  nc_named const *v = a ? a->values : NULL;
  while (v && v->name && v->value != value)
    v++;
  return v ? v->name : NULL;
}
