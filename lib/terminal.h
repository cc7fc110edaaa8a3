/* SPDX-License-Identifier: ISC */

/*
 * The caller's terminal, and a relay between it and a new one (a pty). The caller owns the poll
 * loop; nothing here blocks, neither side waits for the other, and no byte is lost.
 * Functions that return int return 0, or -1 with errno, unless they say otherwise.
 */

#ifndef NC_TERMINAL_H
#define NC_TERMINAL_H

#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <termios.h>

/* The modes of the caller's terminal, to be given back. */
typedef struct nc_terminal_s nc_terminal;
struct nc_terminal_s {
  int fd;
  int raw;
  struct termios saved;
};
#define NC_TERMINAL_ZERO                                                                           \
  {                                                                                                \
    .fd = -1                                                                                       \
  }

/* Takes the terminal fd, which is borrowed. ENOTTY if it is none. */
extern int nc_terminal_open(nc_terminal *t, int fd);

/* Makes it raw: no byte means anything to it, ^C and ^Z too. From the background this stops the
   caller's process group (SIGTTOU) until it is in the foreground: SIGTTOU must not be blocked. The
   modes that it has then are those to give back. */
extern int nc_terminal_raw(nc_terminal *t);

/* Gives its modes back, if they were taken. Not from the background: the terminal is another's
   then. Safe to call again, and in a signal handler. Returns 0, or -1 with errno. */
extern int nc_terminal_restore(nc_terminal *t);

/* Stops this process as ^Z would, the terminal given back meanwhile, and goes on when it is
   continued. Where nothing could continue it (an orphaned process group) it does not stop.
   SIGTSTP must be blocked. */
extern int nc_terminal_stop(nc_terminal *t);

/* Gives the terminal to the size of the terminal from, or 80x24 if that has none or is no terminal.
   Whoever is in its foreground gets SIGWINCH if that is another one. */
extern int nc_terminal_resize(int to, int from);

#define NC_RELAY_MAX 16384 /* bytes under way, each direction */

/* One direction. */
typedef struct nc_stream_s nc_stream;
struct nc_stream_s {
  int from;
  int to;
  size_t most; /* bytes that one write may have without a risk to block */
  size_t head; /* what is under way: buf[head..head+len-1] */
  size_t len;
  char buf[NC_RELAY_MAX];
};

typedef struct nc_relay_s nc_relay;
struct nc_relay_s {
  int master; /* -1 when it has ended */
  int slave;  /* held, so that what is inside can close its own and open it again */
  int ending;
  nc_stream in;  /* to the master */
  nc_stream out; /* from it */
};
#define NC_RELAY_ZERO                                                                              \
  {                                                                                                \
    .master = -1, .slave = -1, .in = {.from = -1, .to = -1}, .out = {.from = -1, .to = -1 }        \
  }
#define NC_RELAY_POLL 3

/* Opens in (a terminal) and out (anything) for the relay, by descriptors of its own where that can
   be, so that O_NONBLOCK does not reach others who have them too. in and out stay the caller's, and
   open as long as the relay runs. */
extern int nc_relay_open(nc_relay *r, int in, int out);

/* Begins to relay to the pty master, which the relay owns from here on. */
extern int nc_relay_begin(nc_relay *r, int master);

/* Fills p for poll(2): NC_RELAY_POLL entries, with fd -1 where there is nothing to wait for.
   Also before it begins and after it has ended. */
extern void nc_relay_poll(nc_relay const *r, struct pollfd *p);

/* Does what p says can be done. Where the caller's side is gone (hung up, or a pipe without a
   reader: SIGPIPE must be blocked or ignored), it closes the master: the new terminal is hung up,
   too. */
extern void nc_relay_run(nc_relay *r, struct pollfd const *p);

/* All who wrote are dead: relays what they wrote before, and no more input. The caller goes on
   polling until the relay has ended. */
extern void nc_relay_finish(nc_relay *r);

/* Has it ended, or not begun? */
extern int nc_relay_ended(nc_relay const *r);

/* The descriptors that it needs before it begins, at most 2, in fds. Returns how many. */
extern unsigned int nc_relay_fds(nc_relay const *r, int *fds);

/* Ends it now; what is under way is dropped. */
extern void nc_relay_close(nc_relay *r);

#endif
