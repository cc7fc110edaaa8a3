/* SPDX-License-Identifier: ISC */

/* calls [ROUNDS]: how long a system call takes here, in nanoseconds: the bench runs it in a
   chroot and in a container, as /bin/calls, and compares. Each figure is the least of ten rows of
   calls, since whatever else the machine does only adds. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Noreturn void die(char const *what)
{
  fprintf(stderr, "calls: fatal: unable to %s: %s\n", what, strerror(errno));
  exit(111);
}

static void call_getppid(void)
{
  syscall(SYS_getppid);
}

static void call_file(void)
{
  char c;
  int fd = open("/bin/calls", O_RDONLY | O_CLOEXEC);
  if (fd < 0 || read(fd, &c, 1) != 1 || close(fd) < 0)
    die("open, read and close /bin/calls");
}

static double nanoseconds(void (*call)(void), unsigned int rounds)
{
  double least = 0;
  for (unsigned int row = 0; row < 10; row++) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (unsigned int i = 0; i < rounds; i++)
      call();
    clock_gettime(CLOCK_MONOTONIC, &to);
    double ns = ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) /
                (double)rounds;
    if (!row || ns < least)
      least = ns;
  }
  return least;
}

int main(int argc, char *const *argv)
{
  unsigned int rounds = argc > 1 ? (unsigned int)strtoul(argv[1], NULL, 10) : 20000;
  if (!rounds) {
    fputs("usage: calls [ROUNDS]\n", stderr);
    return 100;
  }
  printf("getppid %.0f\n", nanoseconds(&call_getppid, rounds));
  printf("openat+read+close %.0f\n", nanoseconds(&call_file, rounds / 10 + 1));
  return 0;
}
