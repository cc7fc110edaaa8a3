/* SPDX-License-Identifier: ISC */

/* What dies, or execs, is tested in a process of its own. */

#ifndef FORKED_H
#define FORKED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define FORKED_MAX 65536

static char forked_output[FORKED_MAX]; /* stdout and stderr of the last one */

/* Runs f(arg) in a child, which leaves with 0 if f returns. Returns its exit code, or 128 + the
   signal that ended it. */
static inline int forked(void (*f)(void *), void *arg)
{
  int p[2], wstat;
  size_t n = 0;
  ssize_t r;
  assert_int_equal(pipe(p), 0);
  pid_t pid = fork();
  assert_true(pid >= 0);
  if (!pid) {
    dup2(p[1], 1);
    dup2(p[1], 2);
    close(p[0]);
    close(p[1]);
    f(arg);
    _exit(0);
  }
  close(p[1]);
  while ((r = read(p[0], forked_output + n, sizeof forked_output - 1 - n)) > 0)
    n += (size_t)r;
  forked_output[n] = 0;
  close(p[0]);
  assert_int_equal(waitpid(pid, &wstat, 0), pid);
  return WIFEXITED(wstat) ? WEXITSTATUS(wstat) : 128 + WTERMSIG(wstat);
}

#define assert_output_has(text)                                                                    \
  do {                                                                                             \
    if (!strstr(forked_output, text))                                                              \
      fail_msg("want \"%s\" in: %s", text, forked_output);                                         \
  } while (0)

#define assert_output_lacks(text)                                                                  \
  do {                                                                                             \
    if (strstr(forked_output, text))                                                               \
      fail_msg("do not want \"%s\" in: %s", text, forked_output);                                  \
  } while (0)

#endif
