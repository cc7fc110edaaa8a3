/* SPDX-License-Identifier: ISC */

/*
 * try-report FILE PROG…: runs PROG with NC_REPORT set, as under nc-monitor, and writes the
 * records it sends to FILE, one a line. Leaves with PROG's code.
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int die(char const *what)
{
  perror(what);
  return 111;
}

int main(int argc, char **argv)
{
  char record[8192], number[16];
  int sock[2], file, wstat;
  ssize_t n;
  pid_t pid;
  if (argc < 3) {
    fputs("usage: try-report file prog...\n", stderr);
    return 100;
  }
  file = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0)
    return die(argv[1]);
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sock) < 0)
    return die("try-report: socketpair");
  pid = fork();
  if (pid < 0)
    return die("try-report: fork");
  if (pid == 0) {
    int fd = dup(sock[1]); /* without close-on-exec */
    snprintf(number, sizeof number, "%d", fd);
    if (fd < 0 || setenv("NC_REPORT", number, 1) < 0)
      _exit(die("try-report: pass on the socket"));
    execvp(argv[2], argv + 2);
    _exit(die(argv[2]));
  }
  close(sock[1]);
  while ((n = recv(sock[0], record, sizeof record, 0)) > 0)
    if (write(file, record, (size_t)n) != n)
      return die(argv[1]);
  if (n < 0 || waitpid(pid, &wstat, 0) < 0)
    return die("try-report: wait");
  return WIFEXITED(wstat) ? WEXITSTATUS(wstat) : 128 + WTERMSIG(wstat);
}
