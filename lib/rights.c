/* SPDX-License-Identifier: ISC */

#include <stddef.h>

#include "rights.h"

nc_right const nc_rights_path[] = {
    {"execute", LANDLOCK_ACCESS_FS_EXECUTE, 1},
    {"write_file", LANDLOCK_ACCESS_FS_WRITE_FILE, 1},
    {"read_file", LANDLOCK_ACCESS_FS_READ_FILE, 1},
    {"read_dir", LANDLOCK_ACCESS_FS_READ_DIR, 1},
    {"remove_dir", LANDLOCK_ACCESS_FS_REMOVE_DIR, 1},
    {"remove_file", LANDLOCK_ACCESS_FS_REMOVE_FILE, 1},
    {"make_char", LANDLOCK_ACCESS_FS_MAKE_CHAR, 1},
    {"make_dir", LANDLOCK_ACCESS_FS_MAKE_DIR, 1},
    {"make_reg", LANDLOCK_ACCESS_FS_MAKE_REG, 1},
    {"make_sock", LANDLOCK_ACCESS_FS_MAKE_SOCK, 1},
    {"make_fifo", LANDLOCK_ACCESS_FS_MAKE_FIFO, 1},
    {"make_block", LANDLOCK_ACCESS_FS_MAKE_BLOCK, 1},
    {"make_sym", LANDLOCK_ACCESS_FS_MAKE_SYM, 1},
    {"refer", LANDLOCK_ACCESS_FS_REFER, 2},
    {"truncate", LANDLOCK_ACCESS_FS_TRUNCATE, 3},
    {"ioctl_dev", LANDLOCK_ACCESS_FS_IOCTL_DEV, 5},
    {NULL, 0, 0},
};

nc_right const nc_rights_port[] = {
    {"bind", LANDLOCK_ACCESS_NET_BIND_TCP, 4},
    {"connect", LANDLOCK_ACCESS_NET_CONNECT_TCP, 4},
    {NULL, 0, 0},
};

uint64_t nc_rights_of_abi(nc_right const *rights, int abi)
{
  uint64_t bits = 0;
  for (; rights->name; rights++)
    if (rights->abi <= abi)
      bits |= rights->bits;
  return bits;
}
