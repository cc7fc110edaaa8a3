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
    V(AF_UNSPEC), V(AF_UNIX),    V(AF_INET),     V(AF_AX25),      V(AF_INET6),
    V(AF_KEY),    V(AF_NETLINK), V(AF_PACKET),   V(AF_RDS),       V(AF_PPPOX),
    V(AF_CAN),    V(AF_TIPC),    V(AF_ALG),      V(AF_BLUETOOTH), V(AF_NFC),
    V(AF_KCM),    V(AF_VSOCK),   {43, "AF_SMC"}, {44, "AF_XDP"},  END,
};

static nc_named const types[] = {
    V(SOCK_STREAM), V(SOCK_DGRAM),   V(SOCK_RAW),      V(SOCK_RDM), V(SOCK_SEQPACKET),
    V(SOCK_PACKET), V(SOCK_CLOEXEC), V(SOCK_NONBLOCK), END,
};

static nc_named const requests[] = {
    V(TCGETS),
    V(TCSETS),
    V(TCSETSW),
    V(TCSETSF),
    V(TCSBRK),
    V(TCSBRKP),
    V(TCXONC),
    V(TCFLSH),
    V(TIOCEXCL),
    V(TIOCNXCL),
    V(TIOCSCTTY),
    V(TIOCNOTTY),
    V(TIOCGPGRP),
    V(TIOCSPGRP),
    V(TIOCGSID),
    V(TIOCOUTQ),
    V(TIOCSTI),
    V(TIOCGWINSZ),
    V(TIOCSWINSZ),
    V(TIOCMGET),
    V(TIOCMSET),
    V(TIOCCONS),
    V(TIOCLINUX),
    V(TIOCSETD),
    V(TIOCGETD),
    V(TIOCPKT),
    V(TIOCGPTN),
    V(TIOCSPTLCK),
    V(TIOCGPTPEER),
    V(FIONREAD),
    V(FIONBIO),
    V(FIOASYNC),
    V(FIOCLEX),
    V(FIONCLEX),
    V(KDGKBMODE),
    V(KDSKBMODE),
    V(KDSETMODE),
    V(KDGETMODE),
    V(KDGKBTYPE),
    V(SIOCGIFNAME),
    V(SIOCGIFCONF),
    V(SIOCGIFFLAGS),
    V(SIOCSIFFLAGS),
    V(SIOCGIFADDR),
    V(SIOCSIFADDR),
    V(SIOCGIFMTU),
    V(SIOCGIFHWADDR),
    V(SIOCGIFINDEX),
    V(SIOCADDRT),
    {0x40049409, "FICLONE"},

    {0x80086601, "FS_IOC_GETFLAGS"},
    {0x40086602, "FS_IOC_SETFLAGS"},
    END,
};

static nc_named const options[] = {
    V(PR_SET_PDEATHSIG),
    V(PR_GET_PDEATHSIG),
    V(PR_GET_DUMPABLE),
    V(PR_SET_DUMPABLE),
    V(PR_GET_KEEPCAPS),
    V(PR_SET_KEEPCAPS),
    V(PR_SET_NAME),
    V(PR_GET_NAME),
    V(PR_GET_SECCOMP),
    V(PR_SET_SECCOMP),
    V(PR_CAPBSET_READ),
    V(PR_CAPBSET_DROP),
    V(PR_GET_SECUREBITS),
    V(PR_SET_SECUREBITS),
    V(PR_SET_TIMERSLACK),
    V(PR_GET_TIMERSLACK),
    V(PR_SET_MM),
    V(PR_SET_PTRACER),
    V(PR_SET_CHILD_SUBREAPER),
    V(PR_GET_CHILD_SUBREAPER),
    V(PR_SET_NO_NEW_PRIVS),
    V(PR_GET_NO_NEW_PRIVS),
    V(PR_SET_THP_DISABLE),
    V(PR_GET_THP_DISABLE),
    V(PR_CAP_AMBIENT),
    V(PR_SET_SPECULATION_CTRL),
    V(PR_GET_SPECULATION_CTRL),
    V(PR_SET_VMA),
    END,
};

static nc_named const clone_flags[] = {
    V(CLONE_VM),
    V(CLONE_FS),
    V(CLONE_FILES),
    V(CLONE_SIGHAND),
    V(CLONE_PIDFD),
    V(CLONE_PTRACE),
    V(CLONE_VFORK),
    V(CLONE_PARENT),
    V(CLONE_THREAD),
    V(CLONE_NEWNS),
    V(CLONE_SYSVSEM),
    V(CLONE_SETTLS),
    V(CLONE_PARENT_SETTID),
    V(CLONE_CHILD_CLEARTID),
    V(CLONE_DETACHED),
    V(CLONE_UNTRACED),
    V(CLONE_CHILD_SETTID),
    V(CLONE_NEWCGROUP),
    V(CLONE_NEWUTS),
    V(CLONE_NEWIPC),
    V(CLONE_NEWUSER),
    V(CLONE_NEWPID),
    V(CLONE_NEWNET),
    V(CLONE_IO),
    V(CLONE_NEWTIME),
    V(SIGCHLD),
    END,
};

static nc_named const commands[] = {
    V(F_DUPFD),         V(F_GETFD),
    V(F_SETFD),         V(F_GETFL),
    V(F_SETFL),         V(F_GETLK),
    V(F_SETLK),         V(F_SETLKW),
    V(F_SETOWN),        V(F_GETOWN),
    V(F_SETSIG),        V(F_GETSIG),
    V(F_SETOWN_EX),     V(F_GETOWN_EX),
    V(F_OFD_GETLK),     V(F_OFD_SETLK),
    V(F_OFD_SETLKW),    V(F_SETLEASE),
    V(F_GETLEASE),      V(F_NOTIFY),
    V(F_DUPFD_CLOEXEC), V(F_SETPIPE_SZ),
    V(F_GETPIPE_SZ),    V(F_ADD_SEALS),
    V(F_GET_SEALS),     END,
};

static nc_named const personas[] = {
    V(PER_LINUX),
    V(PER_LINUX32),
    V(UNAME26),
    {UNAME26 | PER_LINUX32, "UNAME26|PER_LINUX32"},
    V(ADDR_NO_RANDOMIZE),
    V(READ_IMPLIES_EXEC),

    END,
};

static nc_named const operations[] = {
    V(SECCOMP_SET_MODE_STRICT),
    V(SECCOMP_SET_MODE_FILTER),
    V(SECCOMP_GET_ACTION_AVAIL),
    V(SECCOMP_GET_NOTIF_SIZES),
    END,
};

static nc_named const advices[] = {
    V(MADV_NORMAL),          V(MADV_RANDOM),    V(MADV_SEQUENTIAL),   V(MADV_WILLNEED),
    V(MADV_DONTNEED),        {8, "MADV_FREE"},  V(MADV_REMOVE),       V(MADV_DONTFORK),
    V(MADV_DOFORK),          V(MADV_MERGEABLE), V(MADV_UNMERGEABLE),  V(MADV_HUGEPAGE),
    V(MADV_NOHUGEPAGE),      V(MADV_DONTDUMP),  V(MADV_DODUMP),       V(MADV_HWPOISON),
    {18, "MADV_WIPEONFORK"}, {20, "MADV_COLD"}, {21, "MADV_PAGEOUT"}, END,
};

static nc_named const modes[] = {
    V(S_IFREG), V(S_IFDIR), V(S_IFCHR), V(S_IFBLK), V(S_IFIFO), V(S_IFLNK), V(S_IFSOCK), END,
};

static nc_named const protections[] = {V(PROT_READ), V(PROT_WRITE), V(PROT_EXEC), END};

static nc_named const keys[] = {
    V(KEYCTL_GET_KEYRING_ID), V(KEYCTL_JOIN_SESSION_KEYRING),
    V(KEYCTL_UPDATE),         V(KEYCTL_REVOKE),
    V(KEYCTL_DESCRIBE),       V(KEYCTL_LINK),
    V(KEYCTL_UNLINK),         V(KEYCTL_SEARCH),
    V(KEYCTL_READ),           END,
};

static nc_named const codes[] = {
#ifdef __x86_64__
    V(ARCH_SET_GS),
    V(ARCH_SET_FS),
    V(ARCH_GET_FS),
    V(ARCH_GET_GS),
    {0x3001, "ARCH_CET_STATUS"},
    {0x5001, "ARCH_SHSTK_ENABLE"},
#endif
    END,
};

static nc_named const levels[] = {
    {0, "IPPROTO_IP"},      V(SOL_SOCKET),
    {6, "IPPROTO_TCP"},     {17, "IPPROTO_UDP"},
    {40, "AF_VSOCK"},       {41, "IPPROTO_IPV6"},
    {58, "IPPROTO_ICMPV6"}, {132, "IPPROTO_SCTP"},
    {255, "SOL_RAW"},       {263, "SOL_PACKET"},
    {270, "SOL_NETLINK"},   {279, "SOL_ALG"},
    {282, "SOL_TLS"},       END,
};

static nc_named const protocols[] = {
    {0, "0"},
    {1, "IPPROTO_ICMP"},
    {6, "IPPROTO_TCP"},
    {17, "IPPROTO_UDP"},
    {58, "IPPROTO_ICMPV6"},
    {132, "IPPROTO_SCTP"},
    {262, "IPPROTO_MPTCP"},
    END,
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
