/* SPDX-License-Identifier: ISC */

/*
 * Kernel interfaces that libc does not wrap: thin calls, one a system call, which
 * return what the call returns: -1 with errno on failure. The numbers and structures come
 * from linux/ headers; what Debian 12's (6.1) lack is defined here, from the kernel
 * release named beside it.
 */

#ifndef NC_KERNEL_H
#define NC_KERNEL_H

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <sys/syscall.h>

#include <linux/landlock.h>
#include <linux/openat2.h>
#include <linux/sched.h>

/* musl's sys/mount.h and linux/mount.h can be included together, glibc 2.36's cannot
   always: whoever needs mount attributes includes linux/mount.h alone. */

/* Landlock: rights and fields newer than ABI 2 (5.19) */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14) /* ABI 3, 6.2 */
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15) /* ABI 5, 6.10 */
#endif
#ifndef LANDLOCK_ACCESS_NET_BIND_TCP
#define LANDLOCK_ACCESS_NET_BIND_TCP    (1ULL << 0) /* ABI 4, 6.7 */
#define LANDLOCK_ACCESS_NET_CONNECT_TCP (1ULL << 1)
#endif
#ifndef LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET
#define LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0) /* ABI 6, 6.12 */
#define LANDLOCK_SCOPE_SIGNAL               (1ULL << 1)
#endif

#ifndef LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON
#define LANDLOCK_RESTRICT_SELF_LOG_NEW_EXEC_ON (1U << 1) /* ABI 7, 6.15 */
#endif

#define NC_LANDLOCK_RULE_NET_PORT 2
struct nc_landlock_net_port_attr {
  uint64_t allowed_access;
  uint64_t port;
};

/* struct landlock_ruleset_attr as of ABI 6; its size tells the kernel which fields are set */
struct nc_landlock_ruleset_attr {
  uint64_t handled_access_fs;
  uint64_t handled_access_net;
  uint64_t scoped;
};

#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76 /* 6.5 */
#endif
#ifndef SCM_PIDFD
#define SCM_PIDFD 0x04
#endif

static inline int nc_openat2(int dirfd, char const *path, struct open_how const *how)
{
  return (int)syscall(SYS_openat2, dirfd, path, how, sizeof *how);
}

static inline int nc_open_tree(int dirfd, char const *path, unsigned int flags)
{
  return (int)syscall(SYS_open_tree, dirfd, path, flags);
}

static inline int nc_move_mount(int fromfd, char const *from, int tofd, char const *to,
                                unsigned int flags)
{
  return (int)syscall(SYS_move_mount, fromfd, from, tofd, to, flags);
}

static inline int nc_fsopen(char const *fstype, unsigned int flags)
{
  return (int)syscall(SYS_fsopen, fstype, flags);
}

static inline int nc_fsconfig(int fsfd, unsigned int command, char const *key, void const *value,
                              int aux)
{
  return (int)syscall(SYS_fsconfig, fsfd, command, key, value, aux);
}

static inline int nc_fsmount(int fsfd, unsigned int flags, unsigned int attributes)
{
  return (int)syscall(SYS_fsmount, fsfd, flags, attributes);
}

struct mount_attr;
static inline int nc_mount_setattr(int dirfd, char const *path, unsigned int flags,
                                   struct mount_attr const *attr, size_t size)
{
  return (int)syscall(SYS_mount_setattr, dirfd, path, flags, attr, size);
}

static inline int nc_pivot_root(char const *new_root, char const *put_old)
{
  return (int)syscall(SYS_pivot_root, new_root, put_old);
}

/* umount2 with MNT_DETACH, which glibc 2.36 defines where linux/mount.h cannot be included */
static inline int nc_umount_detach(char const *path)
{
  return (int)syscall(SYS_umount2, path, 2);
}

static inline int nc_clone3(struct clone_args const *args)
{
  return (int)syscall(SYS_clone3, args, sizeof *args);
}

static inline int nc_close_range(unsigned int first, unsigned int last, unsigned int flags)
{
  return (int)syscall(SYS_close_range, first, last, flags);
}

static inline int nc_execveat(int dirfd, char const *path, char const *const *argv,
                              char const *const *envp, int flags)
{
  return (int)syscall(SYS_execveat, dirfd, path, argv, envp, flags);
}

/* The default disposition, also of the signals that libc keeps for itself and sigaction refuses.
   All zero, so the structure's layout does not matter. */
static inline int nc_signal_default(int sig)
{
  static uint64_t const zero[4];
  return (int)syscall(SYS_rt_sigaction, sig, zero, NULL, sizeof(uint64_t));
}

static inline int nc_pidfd_open(pid_t pid)
{
  return (int)syscall(SYS_pidfd_open, pid, 0);
}

static inline int nc_pidfd_getfd(int pidfd, int fd)
{
  return (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);
}

/* musl's own, with flags, guesses */
static inline int nc_faccessat2(int dirfd, char const *path, int mode, int flags)
{
  return (int)syscall(SYS_faccessat2, dirfd, path, mode, flags);
}

static inline int nc_pidfd_send_signal(int pidfd, int sig)
{
  return (int)syscall(SYS_pidfd_send_signal, pidfd, sig, NULL, 0);
}

static inline int nc_landlock_create_ruleset(struct nc_landlock_ruleset_attr const *attr,
                                             size_t size, uint32_t flags)
{
  return (int)syscall(SYS_landlock_create_ruleset, attr, size, flags);
}

static inline int nc_landlock_add_rule(int ruleset, int type, void const *attr)
{
  return (int)syscall(SYS_landlock_add_rule, ruleset, type, attr, 0);
}

static inline int nc_landlock_restrict_self(int ruleset, uint32_t flags)
{
  return (int)syscall(SYS_landlock_restrict_self, ruleset, flags);
}

#endif
