/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>
#include <linux/mount.h>

#include <skalibs/strerr.h>

#include "dev.h"
#include "mnt.h"
#include "proc.h"

/* What tells of the host's kernel, or commands it, and has no pid namespace of its own. */
static char const *const masked[] = {
    "kallsyms",   "kcore",         "sched_debug", "timer_list",    "timer_stats",
    "keys",       "latency_stats", "config.gz",   "sysrq-trigger", "kpagecount",
    "kpageflags", "kpagecgroup",   "interrupts",  "acpi",          "scsi",
};

/* What stays read-only where the rest is writable. */
static char const *const sealed[] = {"bus", "fs", "irq", "sys"};

static void check_is_proc(int mount, char const *path)
{
  struct statfs fs;
  if (fstatfs(mount, &fs) < 0)
    strerr_diefusys(111, "look at ", path);
  if (fs.f_type != PROC_SUPER_MAGIC)
    strerr_dief(111, "what is mounted at ", path, " is not proc");
}

void nc_mask(nc_tree *t, int target, char const *path)
{
  static mnt_parameter const empty[] = {{"size", "0"}, {"mode", "0555"}, {NULL, NULL}};
  static int null = -1; /* opened and checked once */
  struct stat st;
  int cover;
  if (fstat(target, &st) < 0)
    strerr_diefusys(111, "look at ", path);
  if (S_ISDIR(st.st_mode)) {
    cover = mnt_new("tmpfs", empty, MNT_SAFE | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_RDONLY, path);
  } else {
    /* not MOUNT_ATTR_NODEV: that would turn "empty" into "permission denied" */
    if (null < 0)
      null = nc_dev_open("null");
    cover = mnt_clone(null, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_RDONLY, path);
  }
  mnt_attach(t, cover, target, path);
  close(cover);
}

void nc_proc_mount(nc_tree *t, char const *path, int writable)
{
  static mnt_parameter const none[] = {{NULL, NULL}};
  uint64_t attributes = MNT_SAFE | MOUNT_ATTR_NOEXEC | (writable ? 0 : MOUNT_ATTR_RDONLY);
  int target = mnt_plain_directory(t, path);
  int proc = mnt_new("proc", none, attributes, path);
  check_is_proc(proc, path);
  mnt_attach(t, proc, target, path);
  close(target);

  for (size_t i = 0; i < sizeof masked / sizeof *masked; i++) {
    int fd = openat(proc, masked[i], O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) /* this kernel has no such file */
      continue;
    if (fd < 0)
      strerr_diefusys(111, "open ", path, "/", masked[i]);
    nc_mask(t, fd, masked[i]);
    close(fd);
  }
  for (size_t i = 0; writable && i < sizeof sealed / sizeof *sealed; i++) {
    int fd = openat(proc, sealed[i], O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
      continue;
    if (fd < 0)
      strerr_diefusys(111, "open ", path, "/", sealed[i]);
    int seal = mnt_clone(fd, attributes | MOUNT_ATTR_RDONLY, sealed[i]);
    mnt_attach(t, seal, fd, sealed[i]);
    close(seal);
    close(fd);
  }
  close(proc);
}
