/* SPDX-License-Identifier: ISC */

/*
 * try-terminal: makes a pty its controlling terminal and tries the ioctls that inject input
 * or code there, each also with bit 32 of the request set, which the kernel does not read.
 * Prints "NAME RESULT" for each (ok, or the error's number), then "injected N", the bytes
 * that could be read from the terminal afterwards.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#define HIGH_BIT (1UL << 32)

static int die(char const *what)
{
  perror(what);
  return 111;
}

static void try(int fd, char const *name, unsigned long request, void *arg)
{
  if (syscall(SYS_ioctl, fd, request, arg) == -1)
    printf("%s %d\n", name, errno);
  else
    printf("%s ok\n", name);
}

int main(void)
{
  char input = 'x', read_back[16];
  char paste[2] = {3, 0}; /* TIOCLINUX: paste the selection */
  int discipline = -1;    /* none has this number */
  struct termios t;
  ssize_t n;
  int master = posix_openpt(O_RDWR | O_NOCTTY), slave;
  if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
    return die("open a pty");
  if (setsid() < 0 && getsid(0) != getpid())
    return die("start a session");
  slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (slave < 0 || ioctl(slave, TIOCSCTTY, 0) < 0)
    return die("take the pty as controlling terminal");
  if (tcgetattr(slave, &t) < 0)
    return die("read the terminal's attributes");
  cfmakeraw(&t);
  if (tcsetattr(slave, TCSANOW, &t) < 0)
    return die("make the terminal raw");
  try(slave, "TIOCSTI", TIOCSTI, &input);
  try(slave, "TIOCSTI|1<<32", TIOCSTI | HIGH_BIT, &input);
  try(slave, "TIOCLINUX", TIOCLINUX, paste);
  try(slave, "TIOCLINUX|1<<32", TIOCLINUX | HIGH_BIT, paste);
  try(slave, "TIOCSETD", TIOCSETD, &discipline);
  try(slave, "TIOCSETD|1<<32", TIOCSETD | HIGH_BIT, &discipline);
  n = read(slave, read_back, sizeof read_back);
  printf("injected %zd\n", n < 0 ? 0 : n);
  return fflush(stdout) ? 111 : 0;
}
