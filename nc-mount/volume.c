/* SPDX-License-Identifier: ISC */

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "volume.h"

/* /run: pathname sockets (docker.sock) give away what owns them */
static char const *const private_trees[] = {"/boot", "/dev", "/etc",     "/proc",
                                            "/run",  "/sys", "/var/log", "/var/run"};

/* below them anything goes, but not all of them at once */
static char const *const private_folders[] = {"/", "/home", "/root", "/var"};

static char const *const reserved[] = {"/bin",         "/boot",  "/dev",    "/etc", "/lib",
                                       "/lib32",       "/lib64", "/libx32", "/nix", "/proc",
                                       "/run/secrets", "/sbin",  "/sys",    "/usr"};

static int is_within(char const *path, char const *tree)
{
  size_t n = strlen(tree);
  return !strncmp(path, tree, n) && (!path[n] || path[n] == '/');
}

void nc_volume_check_source(int fd, char const *path)
{
  char link[64], real[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, real, sizeof real - 1);
  if (n < 0)
    strerr_diefusys(111, "find the real path of ", path);
  real[n] = 0;
  for (size_t i = 0; i < sizeof private_trees / sizeof *private_trees; i++)
    if (is_within(real, private_trees[i]))
      strerr_dief(111, "refusing ", path, ": ", real, " is within ", private_trees[i],
                  ", which is the host's own");
  for (size_t i = 0; i < sizeof private_folders / sizeof *private_folders; i++)
    if (!strcmp(real, private_folders[i]))
      strerr_dief(111, "refusing ", path, ": the whole of ", real, " is too much to share");
}

void nc_volume_check_target(char const *path)
{
  if (*path != '/' || strstr(path, "//") || !path[1])
    strerr_dief(111, "refusing the mount point ", path, ": it must be an absolute path");
  for (char const *s = path; s; s = strchr(s + 1, '/'))
    if (!strcmp(s, "/.") || !strcmp(s, "/..") || !strncmp(s, "/./", 3) || !strncmp(s, "/../", 4))
      strerr_dief(111, "refusing the mount point ", path, ": it must not contain . or ..");
  for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
    if (is_within(path, reserved[i]))
      strerr_dief(111, "refusing the mount point ", path, ": ", reserved[i], " is reserved");
}
