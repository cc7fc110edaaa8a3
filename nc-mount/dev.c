/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>
#include <linux/mount.h>

#include <skalibs/strerr.h>

#include "dev.h"
#include "mnt.h"
#include "path.h"
#include "ptmx.h"

static struct device_s {
  char const *name;
  unsigned int major, minor;
} const devices[] = {
    {"null", 1, 3},   {"zero", 1, 5},    {"full", 1, 7},
    {"random", 1, 8}, {"urandom", 1, 9}, {"tty", 5, 0},
};

static struct link_s {
  char const *name, *target;
} const links[] = {
    {"fd", "/proc/self/fd"},       {"stdin", "/proc/self/fd/0"}, {"stdout", "/proc/self/fd/1"},
    {"stderr", "/proc/self/fd/2"}, {"ptmx", "pts/ptmx"},
};

static int open_device(int dev, struct device_s const *d)
{
  struct stat st;
  int fd = openat(dev, d->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &st) < 0)
    strerr_diefusys(111, "open the device ", d->name);
  if (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(d->major, d->minor))
    strerr_dief(111, "/dev/", d->name, " is not the device it should be");
  return fd;
}

int nc_dev_open(char const *name)
{
  size_t i = 0;
  while (i < sizeof devices / sizeof *devices - 1 && strcmp(devices[i].name, name))
    i++;
  int dev = open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (dev < 0)
    strerr_diefusys(111, "open /dev");
  int fd = open_device(dev, devices + i);
  close(dev);
  return fd;
}

static void bind_device(nc_tree *t, int dev, struct device_s const *d)
{
  int source = nc_dev_open(d->name);
  if (nc_path_create(dev, d->name, "", 0, 0666) < 0)
    strerr_diefusys(111, "make the mount point of ", d->name);
  int target = openat(dev, d->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (target < 0)
    strerr_diefusys(111, "open the mount point of ", d->name);
  int node = mnt_clone(source, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, d->name);
  mnt_attach(t, node, target, d->name);
  close(node);
  close(target);
  close(source);
}

static void make_devices(nc_tree *t, int dev)
{
  for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
    struct device_s const *d = devices + i;
    if (mknodat(dev, d->name, S_IFCHR | 0666, makedev(d->major, d->minor)) == 0)
      close(open_device(dev, d));
    else if (errno == EPERM)
      bind_device(t, dev, d);
    else
      strerr_diefusys(111, "make the device ", d->name);
  }
}

/* gid 5 is tty wherever a login shell could care; in a user namespace of one id there is none */
static int new_devpts(char const *path)
{
  static mnt_parameter const with_gid[] = {
      {"newinstance", NULL}, {"ptmxmode", "0666"}, {"mode", "0620"}, {"gid", "5"}, {NULL, NULL}};
  static mnt_parameter const without[] = {
      {"newinstance", NULL}, {"ptmxmode", "0666"}, {"mode", "0600"}, {NULL, NULL}};
  int map = open("/proc/self/gid_map", O_RDONLY | O_CLOEXEC);
  char buf[64];
  ssize_t n = map < 0 ? -1 : read(map, buf, sizeof buf - 1);
  if (n < 0)
    strerr_diefusys(111, "read /proc/self/gid_map");
  close(map);
  buf[n] = 0;
  /* the initial user namespace maps everything in one line */
  int all_ids = !!strstr(buf, "4294967295");
  return mnt_new("devpts", all_ids ? with_gid : without, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC,
                 path);
}

void nc_dev_mount(nc_tree *t, char const *path)
{
  static mnt_parameter const parameters[] = {{"mode", "0755"}, {NULL, NULL}};
  int target = mnt_plain_directory(t, path);
  int dev = mnt_new("tmpfs", parameters, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, path);
  mode_t mask = umask(0);
  mnt_attach(t, dev, target, path);
  close(target);
  make_devices(t, dev);
  for (size_t i = 0; i < sizeof links / sizeof *links; i++)
    if (symlinkat(links[i].target, dev, links[i].name) < 0)
      strerr_diefusys(111, "make the link ", links[i].name, " of ", path);
  if (mkdirat(dev, "shm", 01777) < 0 || mkdirat(dev, "pts", 0755) < 0)
    strerr_diefusys(111, "make the folders of ", path);
  umask(mask);
  int pts = openat(dev, "pts", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (pts < 0)
    strerr_diefusys(111, "open pts of ", path);
  int devpts = new_devpts(path);
  mnt_attach(t, devpts, pts, path);
  close(devpts);
  close(pts);
  close(dev);
}

static void join(char *buf, char const *path, char const *name)
{
  if (snprintf(buf, PATH_MAX, "%s/%s", path, name) >= PATH_MAX)
    strerr_dief(111, "the name is too long: ", path);
}

void nc_dev_terminal(nc_tree *t, char const *path, uid_t uid, int *master, int *slave)
{
  char name[PATH_MAX];
  join(name, path, "pts/ptmx");
  *master = nc_ptmx_master(t->root, name);
  *slave = nc_ptmx_slave(*master, uid, path);
  join(name, path, "console");
  mnt_place(t, mnt_clone(*slave, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, name), name, 0);
}
