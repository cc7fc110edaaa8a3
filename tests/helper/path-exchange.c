/* SPDX-License-Identifier: ISC */

/* path-exchange A B: exchanges the two paths for each other, again and again, until it is killed:
   whoever looks a path up twice finds two things. */

#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fcntl.h>

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE 2
#endif

int main(int argc, char **argv)
{
  if (argc != 3) {
    fputs("usage: path-exchange a b\n", stderr);
    return 100;
  }
  for (;;)
    if (syscall(SYS_renameat2, AT_FDCWD, argv[1], AT_FDCWD, argv[2], RENAME_EXCHANGE) < 0) {
      perror("path-exchange");
      return 111;
    }
}
