/* SPDX-License-Identifier: ISC */

/*
 * try-signals N: waits until it has handled N signals, which two timers send in fast succession;
 * one may interrupt the return from the handler of the other. Leaves with 0.
 */

#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t left;

static void on_signal(int sig)
{
  (void)sig;
  left--;
}

static timer_t timer_of(int sig)
{
  /* without SA_RESTART: what is interrupted is not made again */
  struct sigaction const sa = {.sa_handler = &on_signal};
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = sig};
  timer_t timer;
  if (sigaction(sig, &sa, NULL) < 0 || timer_create(CLOCK_MONOTONIC, &event, &timer) < 0)
    _exit(111);
  return timer;
}

static void set(timer_t timer, long ns)
{
  struct itimerspec const interval = {.it_interval.tv_nsec = ns, .it_value.tv_nsec = ns};
  while (timer_settime(timer, 0, &interval, NULL) < 0)
    ; /* interrupted */
}

int main(int argc, char **argv)
{
  timer_t one = timer_of(SIGUSR1), other = timer_of(SIGUSR2);
  if (argc != 2 || (left = atoi(argv[1])) <= 0)
    return 100;
  set(one, 90000);
  set(other, 110000);
  while (left > 0)
    pause();
  set(one, 0);
  set(other, 0);
  return 0;
}
