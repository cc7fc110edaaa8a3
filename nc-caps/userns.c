/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>
#include <linux/mount.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "kernel.h"
#include "userns.h"

/* Opens the proc file system, which a hostile root might imitate to us; or -1. */
static int open_proc(struct statfs *fs)
{
  int fd = open("/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return -1;
  if (fstatfs(fd, fs) < 0 || fs->f_type != PROC_SUPER_MAGIC) {
    close(fd);
    return -1;
  }
  return fd;
}

/* The same, to write to. A container's /proc is read-only: what is written to is a clone of
   the mount, ours alone, which is not. */
static int open_writable_proc(void)
{
  struct mount_attr const writable = {.attr_clr = MOUNT_ATTR_RDONLY};
  struct statfs fs;
  int fd = open_proc(&fs);
  if (fd < 0)
    strerr_diefu(111, "find the proc file system at /proc");
  if (fs.f_flags & ST_RDONLY) {
    int clone = nc_open_tree(fd, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
    if (clone < 0 || nc_mount_setattr(clone, "", AT_EMPTY_PATH, &writable, sizeof writable) < 0)
      strerr_diefusys(111, "clone /proc to write to it");
    close(fd);
    fd = clone;
  }
  return fd;
}

static void write_self(int proc, char const *path, char const *s)
{
  int fd = openat(proc, path, O_WRONLY | O_CLOEXEC);
  size_t n = strlen(s);
  if (fd < 0 || fd_write(fd, s, n) != (ssize_t)n)
    strerr_diefusys(111, "write /proc/", path);
  close(fd);
}

/* The order is the kernel's: no gid_map without privilege before setgroups is denied
   (CVE-2014-8989: a group may be what forbids something). */
void userns_enter(uid_t uid, gid_t gid)
{
  char uid_map[64], gid_map[64];
  int proc = open_writable_proc();

  snprintf(uid_map, sizeof uid_map, "%u %u 1", (unsigned int)uid, (unsigned int)geteuid());
  snprintf(gid_map, sizeof gid_map, "%u %u 1", (unsigned int)gid, (unsigned int)getegid());
  if (unshare(CLONE_NEWUSER) < 0)
    strerr_diefusys(111, "enter a user namespace");
  write_self(proc, "self/setgroups", "deny");
  write_self(proc, "self/uid_map", uid_map);
  write_self(proc, "self/gid_map", gid_map);
  close(proc);
}

/* Up to max bytes of a file of /proc; 0 if it cannot be read, or is not proc's. */
static size_t read_self(char const *path, char *s, size_t max)
{
  struct statfs fs;
  ssize_t n;
  int proc = open_proc(&fs), fd;
  if (proc < 0)
    return 0;
  fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
  close(proc);
  if (fd < 0)
    return 0;
  n = fd_read(fd, s, max);
  close(fd);
  return n > 0 ? (size_t)n : 0;
}

int userns_denies_setgroups(void)
{
  char s[8];
  return read_self("self/setgroups", s, sizeof s) >= 4 && !memcmp(s, "deny", 4);
}

int userns_is_initial(void)
{
  unsigned int inside, outside, count;
  char s[64];
  s[read_self("self/uid_map", s, sizeof s - 1)] = 0;
  return sscanf(s, "%u %u %u", &inside, &outside, &count) == 3 && !inside && !outside &&
         count == UINT_MAX;
}
