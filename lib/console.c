/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <skalibs/ancil.h>
#include <skalibs/gccattributes.h>
#include <skalibs/socket.h>
#include <skalibs/strerr.h>

#include "console.h"
#include "failed.h"

static enum { NONE, RELAYED, SENT } mode;
static int adopted;
static int server = -1; /* the socket to which the master goes */
static nc_terminal outer = NC_TERMINAL_ZERO;
static nc_relay relay; /* NC_RELAY_ZERO would put its buffers into the program's file */

static void restore(void)
{
  if (nc_terminal_restore(&outer) < 0)
    strerr_warnwusys("give the terminal its modes back");
}

/* Any step may die, and no shell expects a raw terminal from a program that has left. The linker
   puts this before libc's _exit (--wrap). */
extern void __real__exit(int code) gccattr_noreturn;
extern void __wrap__exit(int code) gccattr_noreturn;
void __wrap__exit(int code)
{
  restore();
  __real__exit(code);
}

void console_open(int terminal, char const *socket_path)
{
  if (terminal) {
    mode = RELAYED;
    if (!isatty(0))
      strerr_dief(NC_FAILED,
                  "standard input is not a terminal: a container's needs one to show it");
    if (nc_relay_open(&relay, 0, 1) < 0 || nc_terminal_open(&outer, relay.in.from) < 0)
      strerr_diefusys(NC_FAILED, "use the terminal");
  } else if (socket_path) {
    mode = SENT;
    server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server < 0 || !ipc_connect(server, socket_path))
      strerr_diefusys(NC_FAILED, "connect to ", socket_path);
  }
}

void console_signals(sigset_t *set)
{
  sigset_t stop;
  if (mode != RELAYED)
    return;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigaddset(set, SIGTSTP);
  if (sigprocmask(SIG_BLOCK, &stop, NULL) < 0)
    strerr_diefusys(NC_FAILED, "block signals");
}

unsigned int console_fds(int *fds)
{
  if (mode == RELAYED)
    return nc_relay_fds(&relay, fds);
  fds[0] = server;
  return mode == SENT;
}

static void make_raw(void)
{
  /* hung up: the relay finds out, too, and hangs up the container's */
  if (nc_terminal_raw(&outer) < 0 && errno != EIO)
    strerr_diefusys(NC_FAILED, "make the terminal raw");
}

/* From now on it may be of another size. */
static void resize(void)
{
  if (!nc_relay_ended(&relay) && nc_terminal_resize(relay.master, outer.fd) < 0)
    strerr_diefusys(NC_FAILED, "set the size of the container's terminal");
}

void console_adopt(int master)
{
  if (mode == NONE || adopted)
    strerr_dief(NC_FAILED, "a link made a terminal that nobody asked for: -t or -s do, for one");
  adopted = 1;
  if (mode == SENT) {
    if (ancil_send_fd(server, master, 't') < 0)
      strerr_diefusys(NC_FAILED, "send the terminal");
    close(master);
    close(server);
    return;
  }
  if (nc_relay_begin(&relay, master) < 0)
    strerr_diefusys(NC_FAILED, "relay the terminal");
  make_raw();
  resize();
}

void console_check(void)
{
  if (mode != NONE && !adopted)
    strerr_dief(NC_FAILED, "no link made a terminal: nc-mount --terminal does");
}

int console_takes_signal(int sig)
{
  if (mode != RELAYED)
    return 0;
  switch (sig) {
  case SIGWINCH: resize(); return 1;
  case SIGPIPE: return 1; /* our own: standard output has no reader */
  case SIGTSTP:
    if (nc_terminal_stop(&outer) < 0 && errno != EIO)
      strerr_diefusys(NC_FAILED, "stop");
    resize();
    return 1;
  case SIGCONT:
    /* the shell has set its own modes since SIGSTOP stopped us */
    if (outer.raw)
      make_raw();
    resize();
    return 0;
  default: return 0;
  }
}

unsigned int console_poll(struct pollfd *p)
{
  if (mode != RELAYED)
    return 0;
  nc_relay_poll(&relay, p);
  return CONSOLE_POLL;
}

void console_run(struct pollfd const *p)
{
  nc_relay_run(&relay, p);
}

void console_finish(int signals)
{
  struct pollfd p[1 + CONSOLE_POLL] = {{.fd = signals, .events = POLLIN}};
  struct signalfd_siginfo info;
  if (mode != RELAYED)
    return;
  nc_relay_finish(&relay);
  while (!nc_relay_ended(&relay)) {
    nc_relay_poll(&relay, p + 1);
    if (poll(p, sizeof p / sizeof *p, -1) < 0)
      strerr_diefusys(NC_FAILED, "poll");
    nc_relay_run(&relay, p + 1);
    if (!p[0].revents)
      continue;
    if (read(signals, &info, sizeof info) != sizeof info)
      strerr_diefusys(NC_FAILED, "read signals");
    if (!console_takes_signal((int)info.ssi_signo) && info.ssi_signo != SIGCHLD &&
        info.ssi_signo != SIGCONT)
      nc_relay_close(&relay);
  }
  restore();
}
