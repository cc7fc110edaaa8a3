/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include "forked.h"

#include "terminal.h"

#define MUCH 300000

/* The caller's terminal is outer (we hold its master, as an emulator does), the new one inner. */
typedef struct pair_s pair;
struct pair_s {
  int emulator, outer, master, inner;
  nc_relay relay;
};

static void raw(int fd)
{
  struct termios t;
  assert_int_equal(tcgetattr(fd, &t), 0);
  cfmakeraw(&t);
  assert_int_equal(tcsetattr(fd, TCSANOW, &t), 0);
}

static void begin(pair *p)
{
  struct winsize size = {.ws_row = 30, .ws_col = 100};
  assert_int_equal(openpty(&p->emulator, &p->outer, NULL, NULL, &size), 0);
  assert_int_equal(openpty(&p->master, &p->inner, NULL, NULL, NULL), 0);
  raw(p->outer);
  raw(p->inner);
  assert_int_equal(nc_relay_open(&p->relay, p->outer, p->outer), 0);
  assert_int_equal(nc_relay_ended(&p->relay), 1);
  assert_int_equal(nc_relay_begin(&p->relay, p->master), 0);
}

static void turn(pair *p)
{
  struct pollfd polled[NC_RELAY_POLL];
  nc_relay_poll(&p->relay, polled);
  assert_true(poll(polled, NC_RELAY_POLL, 0) >= 0);
  nc_relay_run(&p->relay, polled);
}

static unsigned char pattern(size_t i)
{
  return (unsigned char)(i * 31 + i / 251);
}

/* Writes MUCH to to in a child, while we relay and read it at from. */
static void send_much(pair *p, int to, int from, int ends)
{
  unsigned char buf[4096];
  size_t got = 0;
  int wstat;
  pid_t pid = fork();
  assert_true(pid >= 0);
  if (!pid) {
    for (size_t i = 0; i < MUCH; i++) {
      unsigned char c = pattern(i);
      while (write(to, &c, 1) != 1)
        ;
    }
    _exit(0);
  }
  assert_int_equal(fcntl(from, F_SETFL, O_RDWR | O_NONBLOCK), 0);
  if (ends) { /* all that was written is there, but more than the relay holds is not relayed yet */
    while (!waitpid(pid, &wstat, WNOHANG)) {
      turn(p);
      for (ssize_t n = read(from, buf, sizeof buf), i = 0; i < n; i++)
        assert_int_equal(buf[i], pattern(got++));
    }
    nc_relay_finish(&p->relay);
  }
  while (got < MUCH) {
    turn(p);
    for (ssize_t n = read(from, buf, sizeof buf), i = 0; i < n; i++)
      assert_int_equal(buf[i], pattern(got++));
  }
  if (!ends)
    assert_int_equal(waitpid(pid, &wstat, 0), pid);
  assert_int_equal(wstat, 0);
}

static void relays(void **state)
{
  pair p;
  (void)state;
  begin(&p);
  send_much(&p, p.emulator, p.inner, 0);
  send_much(&p, p.inner, p.emulator, 0);
  assert_int_equal(nc_relay_ended(&p.relay), 0);
  send_much(&p, p.inner, p.emulator, 1);
  turn(&p);
  assert_int_equal(nc_relay_ended(&p.relay), 1);
}

/* Nobody reads: the relay holds no more than its buffers, blocks nowhere, and loses nothing. */
static void waits(void **state)
{
  pair p;
  char buf[4096];
  size_t sent = 0, got = 0;
  (void)state;
  begin(&p);
  memset(buf, 'x', sizeof buf);
  assert_int_equal(fcntl(p.inner, F_SETFL, O_RDWR | O_NONBLOCK), 0);
  assert_int_equal(fcntl(p.emulator, F_SETFL, O_RDWR | O_NONBLOCK), 0);
  for (int idle = 0; idle < 1000;) {
    ssize_t n = write(p.inner, buf, sizeof buf);
    if (n > 0)
      sent += (size_t)n;
    idle = n > 0 ? 0 : idle + 1;
    turn(&p);
  }
  assert_true(sent < MUCH);
  /* the other direction is free meanwhile */
  assert_int_equal(write(p.emulator, "in", 2), 2);
  for (ssize_t n = 0; n != 2;) {
    turn(&p);
    n = read(p.inner, buf, 2);
  }
  nc_relay_finish(&p.relay);
  assert_int_equal(nc_relay_ended(&p.relay), 0);
  while (got < sent) {
    turn(&p);
    ssize_t n = read(p.emulator, buf, sizeof buf);
    got += n > 0 ? (size_t)n : 0;
  }
  assert_int_equal(got, sent);
  turn(&p);
  assert_int_equal(nc_relay_ended(&p.relay), 1);
}

/* Who closes all of its copies and opens the terminal again goes on. */
static void holds(void **state)
{
  pair p;
  char name[64], c = 0;
  (void)state;
  begin(&p);
  assert_int_equal(ttyname_r(p.inner, name, sizeof name), 0);
  close(p.inner);
  for (int i = 0; i < 100; i++)
    turn(&p);
  assert_int_equal(nc_relay_ended(&p.relay), 0);
  p.inner = open(name, O_RDWR | O_NOCTTY);
  assert_true(p.inner >= 0);
  assert_int_equal(fcntl(p.emulator, F_SETFL, O_RDWR | O_NONBLOCK), 0);
  assert_int_equal(write(p.inner, "y", 1), 1);
  while (read(p.emulator, &c, 1) != 1)
    turn(&p);
  assert_int_equal(c, 'y');
}

static void hangs_up(void **state)
{
  pair p;
  char c;
  (void)state;
  begin(&p);
  close(p.emulator);
  while (!nc_relay_ended(&p.relay))
    turn(&p);
  assert_int_equal(read(p.inner, &c, 1), 0);
}

static void pipe_without_reader(void **state)
{
  pair p;
  int fds[2];
  (void)state;
  begin(&p);
  signal(SIGPIPE, SIG_IGN);
  assert_int_equal(pipe(fds), 0);
  close(p.relay.out.to);
  assert_int_equal(nc_relay_open(&p.relay, p.outer, fds[1]), 0);
  /* the shell's copy stays as it was */
  assert_int_equal(fcntl(fds[1], F_GETFL) & O_NONBLOCK, 0);
  assert_int_equal(fcntl(p.outer, F_GETFL) & O_NONBLOCK, 0);
  assert_int_equal(nc_relay_begin(&p.relay, p.master), 0);
  close(fds[0]);
  assert_int_equal(write(p.inner, "z", 1), 1);
  while (!nc_relay_ended(&p.relay))
    turn(&p);
}

static void sizes(void **state)
{
  pair p;
  struct winsize size;
  (void)state;
  begin(&p);
  assert_int_equal(nc_terminal_resize(p.master, p.outer), 0);
  assert_int_equal(ioctl(p.inner, TIOCGWINSZ, &size), 0);
  assert_int_equal(size.ws_row, 30);
  assert_int_equal(size.ws_col, 100);
  int null = open("/dev/null", O_RDWR);
  assert_int_equal(nc_terminal_resize(p.master, null), 0);
  assert_int_equal(ioctl(p.inner, TIOCGWINSZ, &size), 0);
  assert_int_equal(size.ws_row, 24);
  assert_int_equal(size.ws_col, 80);
  assert_int_equal(nc_terminal_resize(null, p.outer), -1);
}

static void modes(void **state)
{
  pair p;
  nc_terminal t = NC_TERMINAL_ZERO;
  struct termios before, now;
  (void)state;
  begin(&p);
  assert_int_equal(nc_terminal_open(&t, open("/dev/null", O_RDWR)), -1);
  assert_int_equal(errno, ENOTTY);
  assert_int_equal(openpty(&p.emulator, &p.outer, NULL, NULL, NULL), 0);
  assert_int_equal(tcgetattr(p.outer, &before), 0);
  assert_int_equal(nc_terminal_open(&t, p.outer), 0);
  assert_int_equal(nc_terminal_restore(&t), 0);
  assert_int_equal(nc_terminal_raw(&t), 0);
  assert_int_equal(tcgetattr(p.outer, &now), 0);
  assert_int_equal(now.c_lflag & (ISIG | ICANON | ECHO), 0);
  assert_int_equal(nc_terminal_restore(&t), 0);
  assert_int_equal(tcgetattr(p.outer, &now), 0);
  assert_int_equal(now.c_lflag, before.c_lflag);
  assert_int_equal(now.c_iflag, before.c_iflag);
  assert_int_equal(now.c_oflag, before.c_oflag);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(relays),
      cmocka_unit_test(waits),
      cmocka_unit_test(holds),
      cmocka_unit_test(hangs_up),
      cmocka_unit_test(sizes),
      cmocka_unit_test(modes),
      cmocka_unit_test(pipe_without_reader),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
