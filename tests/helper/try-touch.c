/* SPDX-License-Identifier: ISC */

/*
 * try-touch OP:ARG[:ARG]…: does each of these, which touch something that a policy may forbid. What
 * fails is printed, "OP:ARG… ERROR", and the code is then 1. Beyond what the names of the calls
 * say: read, write, create, empty F, dir D: opens it; path F: with O_PATH; tmpfile D: a file
 *   without a name; in-root D:PATH: reads PATH with D for a root; exec F: in a child, which is to
 * leave with 0; ioctl F: ENOTTY will do; socket F: binds one; bind, connect PORT: TCP, of the
 * loopback; ECONNREFUSED will do
 */

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <linux/openat2.h>

static int opened(char const *file, int flags)
{
  int fd = open(file, flags | O_CLOEXEC, 0644);
  return fd < 0 ? -1 : close(fd);
}

static int do_read(char const *a, char const *b)
{
  (void)b;
  return opened(a, O_RDONLY);
}

static int do_write(char const *a, char const *b)
{
  (void)b;
  return opened(a, O_WRONLY);
}

static int do_create(char const *a, char const *b)
{
  (void)b;
  return opened(a, O_WRONLY | O_CREAT);
}

static int do_empty(char const *a, char const *b)
{
  (void)b;
  return opened(a, O_WRONLY | O_TRUNC);
}

static int do_dir(char const *a, char const *b)
{
  (void)b;
  return opened(a, O_RDONLY | O_DIRECTORY);
}

static int do_path(char const *a, char const *b)
{
  (void)b;
  return opened(a, O_PATH);
}

static int do_tmpfile(char const *a, char const *b)
{
  (void)b;
  return opened(a, O_RDWR | O_TMPFILE);
}

static int do_truncate(char const *a, char const *b)
{
  (void)b;
  return truncate(a, 0);
}

static int do_mkdir(char const *a, char const *b)
{
  (void)b;
  return mkdir(a, 0755);
}

static int do_mkfifo(char const *a, char const *b)
{
  (void)b;
  return mkfifo(a, 0644);
}

static int do_unlink(char const *a, char const *b)
{
  (void)b;
  return unlink(a);
}

static int do_rmdir(char const *a, char const *b)
{
  (void)b;
  return rmdir(a);
}

static int do_ioctl(char const *a, char const *b)
{
  struct winsize size;
  int fd = open(a, O_RDONLY | O_CLOEXEC);
  (void)b;
  return fd >= 0 && (ioctl(fd, TIOCGWINSZ, &size) == 0 || errno == ENOTTY) ? 0 : -1;
}

static int do_exec(char const *a, char const *b)
{
  pid_t pid = fork();
  int wstat;
  (void)b;
  if (!pid) {
    execl(a, a, (char *)NULL);
    _exit(errno);
  }
  if (pid < 0 || waitpid(pid, &wstat, 0) < 0)
    return -1;
  errno = WIFEXITED(wstat) ? WEXITSTATUS(wstat) : EINTR;
  return errno ? -1 : 0;
}

static int do_socket(char const *a, char const *b)
{
  struct sockaddr_un un = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  (void)b;
  snprintf(un.sun_path, sizeof un.sun_path, "%s", a);
  return bind(fd, (struct sockaddr *)&un, sizeof un);
}

static struct sockaddr_in loopback(char const *port)
{
  return (struct sockaddr_in){.sin_family = AF_INET,
                              .sin_port = htons((uint16_t)atoi(port)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int do_bind(char const *a, char const *b)
{
  struct sockaddr_in in = loopback(a);
  (void)b;
  return bind(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), (struct sockaddr *)&in, sizeof in);
}

static int do_connect(char const *a, char const *b)
{
  struct sockaddr_in in = loopback(a);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  (void)b;
  return connect(fd, (struct sockaddr *)&in, sizeof in) == 0 || errno == ECONNREFUSED ? 0 : -1;
}

static int do_udp(char const *a, char const *b)
{
  struct sockaddr_in in = loopback(a);
  (void)b;
  return bind(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), (struct sockaddr *)&in, sizeof in);
}

static int do_exchange(char const *a, char const *b)
{
  return (int)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 2 /* RENAME_EXCHANGE */);
}

static int do_in_root(char const *a, char const *b)
{
  struct open_how const how = {.flags = O_RDONLY | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT};
  int root = open(a, O_PATH | O_CLOEXEC);
  return syscall(SYS_openat2, root, b, &how, sizeof how) < 0 ? -1 : close(root);
}

static struct {
  char const *name;
  int (*f)(char const *, char const *);
} const ops[] = {
    {"read", &do_read},       {"write", &do_write},
    {"create", &do_create},   {"empty", &do_empty},
    {"dir", &do_dir},         {"path", &do_path},
    {"tmpfile", &do_tmpfile}, {"truncate", &do_truncate},
    {"mkdir", &do_mkdir},     {"mkfifo", &do_mkfifo},
    {"unlink", &do_unlink},   {"rmdir", &do_rmdir},
    {"ioctl", &do_ioctl},     {"exec", &do_exec},
    {"socket", &do_socket},   {"bind", &do_bind},
    {"connect", &do_connect}, {"udp", &do_udp},
    {"symlink", &symlink},    {"link", &link},
    {"rename", &rename},      {"exchange", &do_exchange},
    {"in-root", &do_in_root},
};

int main(int argc, char **argv)
{
  int code = 0;
  for (int i = 1; i < argc; i++) {
    char *whole = strdup(argv[i]), *op = strtok(argv[i], ":"), *a = strtok(NULL, ":"),
         *b = strtok(NULL, ":");
    size_t k = 0;
    while (op && k < sizeof ops / sizeof *ops && strcmp(ops[k].name, op))
      k++;
    if (!op || !a || !whole || k == sizeof ops / sizeof *ops) {
      fputs("usage: try-touch op:arg[:arg]...\n", stderr);
      return 100;
    }
    if (ops[k].f(a, b) < 0) {
      printf("%s %s\n", whole, strerror(errno));
      code = 1;
    }
    free(whole);
  }
  return fflush(stdout) || ferror(stdout) ? 111 : code;
}
