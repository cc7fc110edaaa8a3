/* SPDX-License-Identifier: ISC */

/*
 * try-reach ACTION ARG…: does one thing that Landlock may forbid. Prints "ok" and leaves
 * with 0, or prints errno's name and leaves with 1.
 *   abstract NAME, connect PORT, bind PORT, signal PID, truncate FILE, rename FROM TO,
 *   ioctl FILE (ENOTTY is ok: the driver answered)
 * try-reach serve-abstract NAME PROG…, serve-tcp PORT PROG…: listens while PROG runs, and
 * leaves with its code.
 */

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

typedef union address_u address;
union address_u {
  struct sockaddr any;
  struct sockaddr_un un;
  struct sockaddr_in in;
};

static socklen_t fill(address *a, int family, char const *arg)
{
  memset(a, 0, sizeof *a);
  if (family == AF_UNIX) {
    a->un.sun_family = AF_UNIX;
    snprintf(a->un.sun_path + 1, sizeof a->un.sun_path - 1, "%s", arg);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(arg));
  }
  a->in.sin_family = AF_INET;
  a->in.sin_port = htons((unsigned short)atoi(arg));
  a->in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return sizeof a->in;
}

static int act(char const *action, char const *arg, char const *arg2)
{
  address a;
  if (!strcmp(action, "abstract"))
    return connect(socket(AF_UNIX, SOCK_STREAM, 0), &a.any, fill(&a, AF_UNIX, arg));
  if (!strcmp(action, "connect"))
    return connect(socket(AF_INET, SOCK_STREAM, 0), &a.any, fill(&a, AF_INET, arg));
  if (!strcmp(action, "bind"))
    return bind(socket(AF_INET, SOCK_STREAM, 0), &a.any, fill(&a, AF_INET, arg));
  if (!strcmp(action, "signal"))
    return kill(atoi(arg), SIGCONT);
  if (!strcmp(action, "truncate"))
    return truncate(arg, 0);
  if (!strcmp(action, "rename") && arg2)
    return rename(arg, arg2);
  if (!strcmp(action, "ioctl")) {
    struct termios t;
    int r = ioctl(open(arg, O_RDONLY), TCGETS, &t);
    return r < 0 && errno == ENOTTY ? 0 : r;
  }
  fputs("try-reach: unknown action\n", stderr);
  exit(100);
}

static int serve(int family, char const *arg, char **prog)
{
  address a;
  int wstat, fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  socklen_t len = fill(&a, family, arg);
  if (bind(fd, &a.any, len) < 0 || listen(fd, 8) < 0) {
    perror("try-reach: listen");
    return 111;
  }
  pid_t pid = fork();
  if (pid == 0) {
    execvp(prog[0], prog);
    perror(prog[0]);
    _exit(127);
  }
  if (pid < 0 || waitpid(pid, &wstat, 0) < 0) {
    perror("try-reach: run");
    return 111;
  }
  return WIFEXITED(wstat) ? WEXITSTATUS(wstat) : 128 + WTERMSIG(wstat);
}

int main(int argc, char **argv)
{
  if (argc < 3)
    return 100;
  if (argc > 3 && !strcmp(argv[1], "serve-abstract"))
    return serve(AF_UNIX, argv[2], argv + 3);
  if (argc > 3 && !strcmp(argv[1], "serve-tcp"))
    return serve(AF_INET, argv[2], argv + 3);
  if (act(argv[1], argv[2], argc > 3 ? argv[3] : NULL) < 0) {
    puts(strerrorname_np(errno));
    return 1;
  }
  puts("ok");
  return 0;
}
