/* SPDX-License-Identifier: ISC */

/*
 * try-seize FILE: once, and again until FILE is there, tries to get hold of every other process
 * that it sees in /proc, PID 1 apart: by ptrace, and by its environment, descriptors and program.
 * Prints how many it has seen, and how often it got hold of one.
 */

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* To open the files of a zombie is allowed: there is nothing in them. */
static int reads(int pid, char const *file)
{
  char path[64], c;
  snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? -1 : read(fd, &c, 1);
  if (fd >= 0)
    close(fd);
  return n > 0;
}

static int follows(int pid, char const *link)
{
  char path[64], c;
  snprintf(path, sizeof path, "/proc/%d/%s", pid, link);
  return readlink(path, &c, 1) > 0;
}

static int seizes(int pid)
{
  if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) < 0)
    return 0;
  /* only one that has stopped can be let go, and of one that dies unlet its parent never hears */
  ptrace(PTRACE_INTERRUPT, pid, NULL, NULL);
  waitpid(pid, NULL, __WALL);
  ptrace(PTRACE_DETACH, pid, NULL, NULL);
  return 1;
}

int main(int argc, char **argv)
{
  int last = 0, seen = 0, got = 0;
  if (argc != 2)
    return 100;
  do {
    DIR *dir = opendir("/proc");
    struct dirent *d;
    if (!dir)
      return 111;
    while ((d = readdir(dir))) {
      int pid = atoi(d->d_name);
      if (pid <= 1 || pid == getpid())
        continue;
      if (pid > last) {
        last = pid;
        seen++;
      }
      got += reads(pid, "environ") || follows(pid, "fd/0") || follows(pid, "exe") || seizes(pid);
    }
    closedir(dir);
  } while (access(argv[1], F_OK) < 0);
  printf("seen %d\ngot %d\n", seen, got);
  return 0;
}
