/* SPDX-License-Identifier: ISC */

/*
 * try-syscall CALL[:ARG[:ARG…]]…: makes each system call, in a process of its own, and prints
 * one line for it: "CALL RESULT", where the result is "ok", the name of the error, or the
 * signal that ended the process. CALL is a name, a number, or i386/NUMBER, which enters the
 * kernel by int $0x80. The arguments not given are -1: no such descriptor, no such address,
 * so that a call that is let through fails, harmlessly, by itself.
 */

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGS 6

static struct {
  char const *name;
  long number;
} const calls[] = {
#include "syscalls.h"
};

static struct {
  char const *name;
  int e;
} const errors[] = {
#define E(e)                                                                                       \
  {                                                                                                \
#e, e                                                                                          \
  }
    E(EACCES),      E(EAFNOSUPPORT),    E(EAGAIN),       E(EBADF),           E(EBUSY),
    E(ECHILD),      E(EEXIST),          E(EFAULT),       E(EINVAL),          E(EIO),
    E(EISDIR),      E(ENODEV),          E(ENOENT),       E(ENOEXEC),         E(ENOKEY),
    E(ENOMEM),      E(ENOSYS),          E(ENOTDIR),      E(ENOTSOCK),        E(ENOTTY),
    E(EOPNOTSUPP),  E(EPERM),           E(EPFNOSUPPORT), E(EPROTONOSUPPORT), E(EPROTOTYPE),
    E(ERANGE),      E(ESOCKTNOSUPPORT), E(ESRCH),        E(E2BIG),           E(EADDRNOTAVAIL),
    E(ENOPROTOOPT), E(EOVERFLOW),       E(ENAMETOOLONG), E(EMSGSIZE),
};

static int usage(char const *word)
{
  fprintf(stderr, "try-syscall: fatal: not a system call: %s\n", word);
  return 100;
}

static int scan(char const *word, long *number, long *args, int *i386)
{
  char name[64];
  char *end;
  size_t len = strcspn(word, ":");
  *i386 = !strncmp(word, "i386/", 5);
  if (*i386) {
    word += 5;
    len -= 5;
  }
  if (len >= sizeof name)
    return 0;
  memcpy(name, word, len);
  name[len] = 0;
  *number = strtol(name, &end, 0);
  if (!len || *end) {
    size_t i = 0;
    while (i < sizeof calls / sizeof *calls && strcmp(calls[i].name, name))
      i++;
    if (*i386 || i == sizeof calls / sizeof *calls)
      return 0;
    *number = calls[i].number;
  }
  for (int i = 0; i < ARGS; i++) {
    args[i] = -1;
    if (word[len] != ':')
      continue;
    word += len + 1;
    len = strcspn(word, ":");
    args[i] = (long)strtoull(word, &end, 0);
    if (end != word + len || !len)
      return 0;
  }
  return !word[len];
}

static long enter(long number, long const *args, int i386)
{
  long r;
  if (!i386)
    return syscall(number, args[0], args[1], args[2], args[3], args[4], args[5]);
  __asm__ volatile("int $0x80"
                   : "=a"(r)
                   : "a"(number), "b"(args[0]), "c"(args[1]), "d"(args[2])
                   : "memory", "r8", "r9", "r10", "r11");
  if (r < 0) {
    errno = (int)-r;
    return -1;
  }
  return r;
}

/* The result travels as the exit code: 0, or the error. */
static void child(long number, long const *args, int i386) __attribute__((noreturn));
static void child(long number, long const *args, int i386)
{
  setsid(); /* vhangup and terminal calls must not find the caller's */
  _exit(enter(number, args, i386) == -1 ? errno : 0);
}

static void print(char const *word, int wstat)
{
  size_t i = 0;
  if (WIFSIGNALED(wstat)) {
    if (WTERMSIG(wstat) == SIGSYS)
      printf("%s SIGSYS\n", word);
    else
      printf("%s signal %d\n", word, WTERMSIG(wstat));
    return;
  }
  if (!WEXITSTATUS(wstat)) {
    printf("%s ok\n", word);
    return;
  }
  while (i < sizeof errors / sizeof *errors && errors[i].e != WEXITSTATUS(wstat))
    i++;
  if (i < sizeof errors / sizeof *errors)
    printf("%s %s\n", word, errors[i].name);
  else
    printf("%s error %d\n", word, WEXITSTATUS(wstat));
}

int main(int argc, char const *const *argv)
{
  if (argc < 2) {
    fputs("usage: try-syscall call[:arg...]...\n", stderr);
    return 100;
  }
  for (int i = 1; i < argc; i++) {
    long number, args[ARGS];
    int i386, wstat;
    pid_t pid;
    if (!scan(argv[i], &number, args, &i386))
      return usage(argv[i]);
    fflush(stdout);
    pid = fork();
    if (pid == 0)
      child(number, args, i386);
    if (pid < 0 || waitpid(pid, &wstat, 0) < 0) {
      perror("try-syscall: unable to fork");
      return 111;
    }
    print(argv[i], wstat);
  }
  return fflush(stdout) || ferror(stdout) ? 111 : 0;
}
