/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>

#include <skalibs/strerr.h>

#include "forked.h"

#include "wait.h"

static int setup(void **state)
{
  (void)state;
  PROG = "nc-test";
  return 0;
}

static void codes(void **state)
{
  siginfo_t end = {.si_code = CLD_EXITED};
  (void)state;
  for (int i = 0; i < 256; i++) {
    end.si_status = i;
    assert_int_equal(nc_wait_code(&end), i);
  }
  end.si_code = CLD_KILLED;
  end.si_status = SIGKILL;
  assert_int_equal(nc_wait_code(&end), 137);
  end.si_code = CLD_DUMPED;
  end.si_status = SIGSEGV;
  assert_int_equal(nc_wait_code(&end), 139);
}

static void signals(void **state)
{
  sigset_t set;
  (void)state;
  nc_wait_signals(&set);
  static int const waited[] = {SIGTERM, SIGINT,  SIGHUP,  SIGQUIT,  SIGUSR1, SIGUSR2,
                               SIGCHLD, SIGPIPE, SIGALRM, SIGWINCH, SIGCONT};
  static int const others[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGTRAP,
                               SIGSYS,  SIGABRT, SIGTSTP, SIGTTIN, SIGTTOU};
  for (size_t i = 0; i < sizeof waited / sizeof *waited; i++)
    assert_int_equal(sigismember(&set, waited[i]), 1);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    assert_int_equal(sigismember(&set, others[i]), 0);
  assert_int_equal(sigismember(&set, SIGRTMAX), 1);
}

/* Starts argv as a link does and leaves with the child's code. */
static void start_and_wait(void *arg)
{
  char const *const argv[] = {"/bin/sh", "-c", arg, NULL};
  sigset_t mask;
  siginfo_t end;
  nc_wait_block(&mask);
  pid_t child = nc_wait_start(argv, &mask);
  if (child < 0)
    _exit(1);
  nc_wait_child(child, &end);
  /* not reaped: its PID is still its own */
  if (kill(child, 0) < 0)
    _exit(2);
  _exit(nc_wait_code(&end));
}

static void starts(void **state)
{
  (void)state;
  assert_int_equal(forked(start_and_wait, "exit 0"), 0);
  assert_int_equal(forked(start_and_wait, "exit 7"), 7);
  assert_int_equal(forked(start_and_wait, "exit 255"), 255);
  assert_int_equal(forked(start_and_wait, "kill -9 $$"), 137);
  assert_int_equal(forked(start_and_wait, "kill -SEGV $$"), 139);
  /* the child's own: nothing blocked, and it dies with its parent */
  assert_int_equal(forked(start_and_wait, "grep SigBlk /proc/self/status"), 0);
  assert_output_has("0000000000000000");
  /* forwarded */
  assert_int_equal(forked(start_and_wait, "kill -TERM $PPID; while :; do :; done"), 143);
  assert_int_equal(
      forked(start_and_wait, "trap 'exit 9' USR1; kill -USR1 $PPID; while :; do :; done"), 9);
  /* its orphans are not ours unless we are a subreaper; its other children are reaped */
  assert_int_equal(forked(start_and_wait, "sleep 0 & sleep 0 & wait; exit 4"), 4);
}

static void start_nothing(void *arg)
{
  char const *const argv[] = {"/nonexistent", NULL};
  sigset_t mask;
  siginfo_t end;
  (void)arg;
  nc_wait_block(&mask);
  pid_t child = nc_wait_start(argv, &mask);
  nc_wait_child(child, &end);
  _exit(nc_wait_code(&end));
}

static void starts_nothing(void **state)
{
  (void)state;
  assert_int_equal(forked(start_nothing, NULL), 127);
  assert_output_has("nc-test: fatal: unable to exec /nonexistent: No such file or directory");
}

static char *prepared;
static void prepare(void)
{
  sleep(1); /* the child would have long been there */
  if (prepared && mkdir(prepared, 0700) < 0)
    _exit(3);
}

static void fail_to_prepare(void)
{
  _exit(4);
}

static pid_t start_prepared(char const *sh, void (*before)(void))
{
  char const *const argv[] = {"/bin/sh", "-c", sh, NULL};
  sigset_t mask;
  nc_wait_block(&mask);
  return nc_wait_start_after(argv, &mask, before);
}

static void start_after(void *arg)
{
  siginfo_t end;
  pid_t child = start_prepared(arg, prepare);
  if (child < 0)
    _exit(1);
  nc_wait_child(child, &end);
  _exit(nc_wait_code(&end));
}

static void start_after_failure(void *arg)
{
  start_prepared(arg, fail_to_prepare);
  _exit(5);
}

static void starts_after(void **state)
{
  (void)state;
  char folder[] = "/tmp/nc-wait.XXXXXX", line[64];
  assert_non_null(mkdtemp(folder));
  assert_int_equal(rmdir(folder), 0);
  prepared = folder;
  snprintf(line, sizeof line, "rmdir %s && exit 7", folder);
  assert_int_equal(forked(start_after, line), 7);
  prepared = NULL;
  assert_int_equal(forked(start_after, "ls /proc/self/fd; grep SigBlk /proc/self/status"), 0);
  assert_output_has("0000000000000000");
  assert_int_equal(forked(start_after_failure, "echo it runs"), 4);
  assert_output_lacks("it runs");
}

/* kill -9 of the waiting parent */
static void die_over_child(void *arg)
{
  char const *const argv[] = {"/bin/sleep", "300", NULL};
  sigset_t mask;
  nc_wait_block(&mask);
  *(pid_t *)arg = nc_wait_start(argv, &mask);
  dprintf(1, "%d\n", (int)*(pid_t *)arg);
  kill(getpid(), SIGKILL);
}

static void child_dies_too(void **state)
{
  pid_t pid;
  (void)state;
  /* forked() reads to end-of-file: it would wait for the child for minutes if that lived */
  time_t start = time(NULL);
  assert_int_equal(forked(die_over_child, &pid), 137);
  assert_true(time(NULL) - start < 200);
  pid = (pid_t)atoi(forked_output);
  assert_true(pid > 1);
}

static void reap_others(void *arg)
{
  siginfo_t end;
  int gate[2];
  char c;
  (void)arg;
  pid_t first = fork();
  if (!first)
    _exit(1);
  if (pipe(gate) < 0)
    _exit(104);
  pid_t child = fork();
  if (!child) {
    close(gate[1]);
    _exit(read(gate[0], &c, 1) == 0 ? 5 : 6);
  }
  if (waitid(P_PID, (id_t)first, &end, WEXITED | WNOWAIT) < 0)
    _exit(105);
  if (nc_wait_ended(child, &end))
    _exit(100); /* not yet */
  if (kill(first, 0) == 0)
    _exit(101); /* not reaped */
  close(gate[1]);
  if (waitid(P_PID, (id_t)child, &end, WEXITED | WNOWAIT) < 0)
    _exit(106);
  if (!nc_wait_ended(child, &end) || end.si_pid != child || nc_wait_code(&end) != 5)
    _exit(102);
  if (!nc_wait_ended(child, &end)) /* it stays to be asked */
    _exit(103);
}

static void ended(void **state)
{
  (void)state;
  assert_int_equal(forked(reap_others, NULL), 0);
}

static void forward_from_terminal(void *arg)
{
  siginfo_t end;
  pid_t child = fork();
  int own_group = !!arg;
  if (!child) {
    if (own_group)
      pause();
    usleep(500000);
    _exit(0);
  }
  if (own_group && setpgid(child, child) < 0)
    _exit(104);
  nc_wait_forward(child, SIGTERM, 1);
  waitid(P_PID, (id_t)child, &end, WEXITED);
  _exit(nc_wait_code(&end));
}

static void forwards(void **state)
{
  (void)state;
  /* the terminal sent it to the whole group already */
  assert_int_equal(forked(forward_from_terminal, NULL), 0);
  assert_int_equal(forked(forward_from_terminal, ""), 143);
}

static void close_others(void *arg)
{
  int keep[] = {2, 7, 8};
  (void)arg;
  for (int fd = 5; fd < 20; fd++)
    dup2(1, fd);
  nc_wait_close_others(keep, 3);
  for (int fd = 0; fd < 64; fd++) {
    int open = fcntl(fd, F_GETFD) >= 0;
    if (open != (fd == 2 || fd == 7 || fd == 8))
      _exit(1);
  }
  nc_wait_close_others(NULL, 0);
  if (fcntl(2, F_GETFD) >= 0 || fcntl(7, F_GETFD) >= 0)
    _exit(2);
}

static void closes(void **state)
{
  (void)state;
  assert_int_equal(forked(close_others, NULL), 0);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(codes),        cmocka_unit_test(signals),
      cmocka_unit_test(starts),       cmocka_unit_test(starts_nothing),
      cmocka_unit_test(starts_after), cmocka_unit_test(child_dies_too),
      cmocka_unit_test(ended),        cmocka_unit_test(forwards),
      cmocka_unit_test(closes),
  };
  return cmocka_run_group_tests(tests, setup, NULL);
}
