/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <termios.h>
#include <unistd.h>

#include <linux/magic.h>

#include <skalibs/strerr.h>

#include "path.h"
#include "ptmx.h"
#include "terminal.h"
#include "wait.h"

int nc_ptmx_master(int root, char const *path)
{
  struct stat st;
  struct statfs fs;
  int fd = nc_path_open(root, path, O_RDWR | O_NOCTTY);
  if (fd < 0 || fstat(fd, &st) < 0 || fstatfs(fd, &fs) < 0)
    strerr_diefusys(nc_wait_failed, "open ", path);
  if (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(5, 2) || fs.f_type != DEVPTS_SUPER_MAGIC)
    strerr_dief(nc_wait_failed, path, " is not the device it should be");
  return fd;
}

/* Never by its name: what stands there need not be it (CVE-2025-52565). */
int nc_ptmx_slave(int master, uid_t uid, char const *path)
{
  struct termios modes, outer;
  int unlock = 0;
  if (ioctl(master, TIOCSPTLCK, &unlock) < 0)
    strerr_diefusys(nc_wait_failed, "unlock the terminal of ", path);
  int fd = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    strerr_diefusys(nc_wait_failed, "open the terminal of ", path);
  if (uid && fchown(fd, uid, (gid_t)-1) < 0)
    strerr_diefusys(nc_wait_failed, "change the owner of the terminal of ", path);
  if (tcgetattr(fd, &modes) < 0)
    strerr_diefusys(nc_wait_failed, "read the modes of the terminal of ", path);
  /* no more than these: started in the background, others are those of a shell that reads a line */
  if (tcgetattr(0, &outer) == 0) {
    modes.c_iflag |= outer.c_iflag & IUTF8;
    modes.c_cc[VERASE] = outer.c_cc[VERASE];
  }
  if (tcsetattr(fd, TCSANOW, &modes) < 0)
    strerr_diefusys(nc_wait_failed, "set the modes of the terminal of ", path);
  if (nc_terminal_resize(fd, 0) < 0)
    strerr_diefusys(nc_wait_failed, "set the size of the terminal of ", path);
  return fd;
}
