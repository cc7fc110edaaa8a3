/* SPDX-License-Identifier: ISC */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/mount.h>

#include <skalibs/strerr.h>

#include "mnt.h"
#include "path.h"
#include "system.h"

#define READ_ONLY (MNT_SAFE | MOUNT_ATTR_RDONLY)

static char const *const system_folders[] = {"bin",   "sbin",   "lib", "lib32",
                                             "lib64", "libx32", "usr", "nix"};

/* never taken from a rootfs */
static char const *const own_folders[] = {"proc", "sys", "dev", "tmp", "run"};

static char const *const etc_folders[] = {"alternatives", "ca-certificates", "pki", "ssl/certs"};
static char const *const etc_files[] = {"ld.so.cache", "localtime", "ssl/openssl.cnf"};

/* Puts the entry name of the folder from into the root: a symlink as the same symlink, the rest
   as a read-only bind. Returns 0 if there is none. */
static int put_entry(nc_tree *t, int from, char const *name)
{
  char target[PATH_MAX];
  struct stat st;
  int fd = openat(from, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return 0;
  if (fd < 0 || fstat(fd, &st) < 0)
    strerr_diefusys(111, "open ", name);
  if (S_ISLNK(st.st_mode)) {
    ssize_t n = readlinkat(fd, "", target, sizeof target - 1);
    if (n < 0)
      strerr_diefusys(111, "read the symlink ", name);
    target[n] = 0;
    if (symlinkat(target, t->root, name) < 0)
      strerr_diefusys(111, "make the symlink ", name);
  } else {
    mnt_place(t, mnt_clone(fd, READ_ONLY, name), name, S_ISDIR(st.st_mode));
  }
  close(fd);
  return 1;
}

void nc_system_bind(nc_tree *t)
{
  int host = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), found = 0;
  if (host < 0)
    strerr_diefusys(111, "open /");
  for (size_t i = 0; i < sizeof system_folders / sizeof *system_folders; i++)
    found += put_entry(t, host, system_folders[i]);
  if (!found)
    strerr_dief(111, "the host has no system folders");
  close(host);
}

static int is_own(char const *name)
{
  for (size_t i = 0; i < sizeof own_folders / sizeof *own_folders; i++)
    if (!strcmp(own_folders[i], name))
      return 1;
  return 0;
}

static void check_own(int rootfs, char const *name, char const *path)
{
  struct stat st;
  if (fstatat(rootfs, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
    strerr_diefusys(111, "look at ", path, "/", name);
  if (!S_ISDIR(st.st_mode))
    strerr_dief(111, "unable to use the rootfs ", path, ": its ", name, " is not a directory");
}

void nc_system_rootfs(nc_tree *t, int rootfs, char const *path)
{
  int fd = openat(rootfs, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  struct dirent *d;
  if (!dir)
    strerr_diefusys(111, "read the rootfs ", path);
  while ((errno = 0, d = readdir(dir))) {
    if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
      continue;
    if (is_own(d->d_name))
      check_own(rootfs, d->d_name, path);
    else
      put_entry(t, rootfs, d->d_name);
  }
  if (errno)
    strerr_diefusys(111, "read the rootfs ", path);
  closedir(dir);
}

static void write_etc(int etc, char const *name, char const *s, int n)
{
  if (n < 0 || nc_path_create(etc, name, s, (size_t)n, 0644) < 0)
    strerr_diefusys(111, "write /etc/", name);
}

static void bind_etc(nc_tree *t, int host, char const *name, int directory)
{
  char path[64];
  struct stat st;
  int fd = openat(host, name, O_PATH | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return;
  if (fd < 0 || fstat(fd, &st) < 0)
    strerr_diefusys(111, "open /etc/", name);
  if ((S_ISDIR(st.st_mode) != 0) == directory) {
    snprintf(path, sizeof path, "etc/%s", name);
    mnt_place(t, mnt_clone(fd, READ_ONLY, path), path, directory);
  }
  close(fd);
}

void nc_system_etc(nc_tree *t, uid_t uid, gid_t gid)
{
  static char const nsswitch[] = "passwd: files\ngroup: files\nhosts: files dns\n";
  char s[512], hostname[HOST_NAME_MAX + 1];
  int n, etc = nc_path_mkdirs(t->root, "etc", 0755);
  int host = open("/etc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (etc < 0 || host < 0)
    strerr_diefusys(111, "open /etc");
  if (gethostname(hostname, sizeof hostname) < 0)
    strerr_diefusys(111, "get the host name");
  hostname[sizeof hostname - 1] = 0;

  n = snprintf(s, sizeof s,
               "root:x:0:0:root:/root:/bin/sh\n"
               "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
  if (uid && uid != 65534)
    n += snprintf(s + n, sizeof s - (size_t)n, "user:x:%u:%u:user:/home/user:/bin/sh\n",
                  (unsigned int)uid, (unsigned int)gid);
  write_etc(etc, "passwd", s, n);
  n = snprintf(s, sizeof s, "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n");
  if (gid && gid != 5 && gid != 65534)
    n += snprintf(s + n, sizeof s - (size_t)n, "user:x:%u:\n", (unsigned int)gid);
  write_etc(etc, "group", s, n);
  n = snprintf(s, sizeof s, "127.0.0.1 localhost %s\n::1 localhost %s\n", hostname, hostname);
  write_etc(etc, "hosts", s, n);
  n = snprintf(s, sizeof s, "%s\n", hostname);
  write_etc(etc, "hostname", s, n);
  write_etc(etc, "nsswitch.conf", nsswitch, sizeof nsswitch - 1);

  for (size_t i = 0; i < sizeof etc_folders / sizeof *etc_folders; i++)
    bind_etc(t, host, etc_folders[i], 1);
  for (size_t i = 0; i < sizeof etc_files / sizeof *etc_files; i++)
    bind_etc(t, host, etc_files[i], 0);
  close(host);
  close(etc);
}
