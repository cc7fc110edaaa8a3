/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "terminal.h"

int nc_terminal_open(nc_terminal *t, int fd)
{
  t->fd = fd;
  t->raw = 0;
  return tcgetattr(fd, &t->saved);
}

static int is_foreground(int fd)
{
  pid_t foreground = tcgetpgrp(fd);
  /* not our controlling terminal: nobody else's either, for all we know */
  return foreground < 0 || foreground == getpgrp();
}

int nc_terminal_raw(nc_terminal *t)
{
  struct termios raw;
  /* of no effect but SIGTTOU: what the modes are before the foreground is ours is the shell's */
  if (tcflow(t->fd, TCOON) < 0 || (!t->raw && tcgetattr(t->fd, &t->saved) < 0))
    return -1;
  raw = t->saved;
  cfmakeraw(&raw);
  if (tcsetattr(t->fd, TCSANOW, &raw) < 0)
    return -1;
  t->raw = 1;
  return 0;
}

int nc_terminal_restore(nc_terminal *t)
{
  if (!t->raw)
    return 0;
  t->raw = 0;
  /* hung up: there is none to give back */
  return !is_foreground(t->fd) || tcsetattr(t->fd, TCSANOW, &t->saved) == 0 || errno == EIO ? 0
                                                                                            : -1;
}

int nc_terminal_stop(nc_terminal *t)
{
  sigset_t stop;
  int raw = t->raw;
  if (nc_terminal_restore(t) < 0)
    return -1;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  if (kill(getpid(), SIGTSTP) < 0 || sigprocmask(SIG_UNBLOCK, &stop, NULL) < 0 ||
      sigprocmask(SIG_BLOCK, &stop, NULL) < 0)
    return -1;
  return raw ? nc_terminal_raw(t) : 0;
}

int nc_terminal_resize(int to, int from)
{
  struct winsize size;
  if (ioctl(from, TIOCGWINSZ, &size) < 0 || !size.ws_row || !size.ws_col)
    size = (struct winsize){.ws_row = 24, .ws_col = 80};
  return ioctl(to, TIOCSWINSZ, &size);
}

/* O_NONBLOCK belongs to the open file, which the shell and its background jobs share: set there,
   their writes would fail. So the file is opened again. Where that cannot be (a terminal of another
   user, after su; a socket), writes go byte by byte, since poll(2) promises room for no more. */
static int reopen(int fd, int flags, size_t *most)
{
  char path[32];
  struct stat st;
  if (fstat(fd, &st) < 0)
    return -1;
  *most = NC_RELAY_MAX;
  if (!S_ISCHR(st.st_mode) && !S_ISFIFO(st.st_mode)) {
    if (S_ISSOCK(st.st_mode))
      *most = 1;
    return fd;
  }
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int own = open(path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (own >= 0)
    return own;
  *most = 1;
  return fd;
}

int nc_relay_open(nc_relay *r, int in, int out)
{
  size_t unused;
  *r = (nc_relay)NC_RELAY_ZERO;
  r->in.from = reopen(in, O_RDONLY, &unused);
  r->in.most = NC_RELAY_MAX;
  r->out.to = reopen(out, O_WRONLY, &r->out.most);
  return r->in.from < 0 || r->out.to < 0 ? -1 : 0;
}

int nc_relay_begin(nc_relay *r, int master)
{
  int flags = fcntl(master, F_GETFL);
  r->slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (r->slave < 0 || flags < 0 || fcntl(master, F_SETFL, flags | O_NONBLOCK) < 0)
    return -1;
  r->master = r->in.to = r->out.from = master;
  return 0;
}

unsigned int nc_relay_fds(nc_relay const *r, int *fds)
{
  unsigned int n = 0;
  fds[n++] = r->in.from;
  if (r->out.to != r->in.from)
    fds[n++] = r->out.to;
  return n;
}

int nc_relay_ended(nc_relay const *r)
{
  return r->master < 0;
}

void nc_relay_close(nc_relay *r)
{
  if (r->master < 0)
    return;
  close(r->master);
  close(r->slave);
  r->master = r->slave = -1;
}

static short events_of(nc_stream const *s, int fd)
{
  short events = 0;
  if (fd == s->from && s->len < NC_RELAY_MAX)
    events |= POLLIN;
  if (fd == s->to && s->len)
    events |= POLLOUT;
  return events;
}

/* poll tells of a hang-up though nobody asks: a descriptor that nothing is wanted of must not be
   there, or the loop would spin. */
void nc_relay_poll(nc_relay const *r, struct pollfd *p)
{
  short const in = r->ending ? 0 : events_of(&r->in, r->in.from);
  short const out = events_of(&r->out, r->out.to);
  short const master =
      (short)((r->ending ? 0 : events_of(&r->in, r->master)) | events_of(&r->out, r->master));
  p[0] = (struct pollfd){.fd = r->in.from, .events = in};
  p[1] = (struct pollfd){.fd = r->out.to, .events = out};
  p[2] = (struct pollfd){.fd = r->master, .events = master};
  for (int i = 0; i < NC_RELAY_POLL; i++)
    if (r->master < 0 || !p[i].events)
      p[i].fd = -1;
}

/* Both return 1, 0 if there is nothing to do now, -1 if the other side is gone. */
static int take(nc_stream *s)
{
  if (s->len && s->head) {
    memmove(s->buf, s->buf + s->head, s->len);
    s->head = 0;
  }
  ssize_t n = read(s->from, s->buf + s->len, NC_RELAY_MAX - s->len);
  if (n > 0)
    return (s->len += (size_t)n, 1);
  return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

static int give(nc_stream *s)
{
  ssize_t n = write(s->to, s->buf + s->head, s->len < s->most ? s->len : s->most);
  if (n < 0)
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
  s->len -= (size_t)n;
  s->head = s->len ? s->head + (size_t)n : 0;
  return 1;
}

void nc_relay_run(nc_relay *r, struct pollfd const *p)
{
  int hung_up = 0;
  if (r->master < 0)
    return;
  if (!r->ending && p[0].revents)
    hung_up = take(&r->in) < 0;
  if (!r->ending && r->in.len)
    give(&r->in); /* the slave is held: this fails for want of room only */
  if (p[1].revents)
    hung_up |= give(&r->out) < 0;
  if (r->out.len < NC_RELAY_MAX && (p[2].revents || r->ending))
    take(&r->out);
  /* the kernel moves what was written before it says that there is nothing to read */
  if (hung_up || (r->ending && !r->out.len))
    nc_relay_close(r);
}

void nc_relay_finish(nc_relay *r)
{
  static struct pollfd const none[NC_RELAY_POLL] = {{.fd = -1}, {.fd = -1}, {.fd = -1}};
  r->ending = 1;
  nc_relay_run(r, none);
}
