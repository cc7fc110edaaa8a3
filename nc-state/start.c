/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/ancil.h>

#include "commands.h"
#include "target.h"

#define CLOSE_SECONDS 10 /* what a monitor takes to its end when the payload does not start */

/* Returns a connection to the monitor, which has our stderr, or -1 with errno. */
static int ask(nc_entry const *e)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/start", e->dir);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return -1;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 && ancil_send_fd(fd, 2, 's'))
    return fd;
  int error = errno;
  close(fd);
  return (errno = error, -1);
}

static int start(nc_target *t)
{
  char id[NC_ID_LEN];
  if (t->e.phase != PHASE_CREATED) {
    strerr_warnw("not to be started: ", t->ref, ": it is ", nc_entry_state(&t->e));
    return 0;
  }
  int fd = ask(&t->e);
  if (fd < 0) {
    if (errno == ENOENT)
      strerr_warnw("not to be started: ", t->ref, ": it starts by itself");
    else
      strerr_warnwusys("reach the monitor of ", t->ref);
    return 0;
  }
  ssize_t n = fd_read(fd, id, sizeof id);
  int error = n < 0 ? errno : 0;
  close(fd);
  if (n == sizeof id) {
    puts(t->ref);
    return 1;
  }
  if (error && error != ECONNRESET) {
    errno = error;
    strerr_warnwusys("hear whether it runs: ", t->ref);
    return 0;
  }
  /* its links said why; or another start was quicker, and ours has not been looked at */
  nc_target_await(t, 1, CLOSE_SECONDS);
  strerr_warnw("not started: ", t->ref,
               t->monitor < 0 ? ""
               : error        ? ": somebody else has"
                              : ": its monitor has not taken the request");
  return 0;
}

static int start_one(nc_state const *s, char const *ref)
{
  nc_target t;
  if (!nc_target_open(&t, s, ref))
    return 0;
  int started = start(&t);
  nc_target_close(&t);
  return started;
}

int nc_start(int argc, char const *const *argv)
{
  return nc_each(argc, argv, &start_one);
}
