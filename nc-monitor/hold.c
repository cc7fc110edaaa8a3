/* SPDX-License-Identifier: ISC */

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/ancil.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "failed.h"
#include "hold.h"

#define REQUEST_SECONDS 1 /* one that says nothing must not hold us for long */

void nc_hold_open(nc_hold *h, int dir)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int gate[2];
  if (!h->wanted)
    return;
  if (pipe2(gate, O_CLOEXEC) < 0)
    strerr_diefusys(NC_FAILED, "create a pipe");
  h->link = gate[0];
  h->gate = gate[1];
  nc_chain_pass("NC_START", h->link);
  /* the folder's own path may be too long for a socket's */
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/start", dir);
  h->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (h->listener < 0 || bind(h->listener, (struct sockaddr *)&address, sizeof address) < 0 ||
      listen(h->listener, 8) < 0)
    strerr_diefusys(NC_FAILED, "create the socket on which the start is asked for");
}

void nc_hold_passed(nc_hold *h)
{
  if (!h->wanted)
    return;
  close(h->link);
  h->link = -1;
}

unsigned int nc_hold_fds(nc_hold const *h, int *fds)
{
  if (!h->wanted)
    return 0;
  fds[0] = h->gate;
  fds[1] = h->listener;
  return NC_HOLD_FDS;
}

int nc_hold_release(nc_hold *h)
{
  int caller = accept4(h->listener, NULL, NULL, SOCK_CLOEXEC);
  if (caller < 0)
    strerr_diefusys(NC_FAILED, "accept who starts the container");
  struct pollfd p = {.fd = caller, .events = POLLIN};
  if (poll(&p, 1, REQUEST_SECONDS * 1000) < 0)
    strerr_diefusys(NC_FAILED, "wait for a request");
  int errors = ancil_recv_fd(caller, 's');
  if (errors < 0) {
    close(caller);
    return -1;
  }
  if (dup2(errors, 2) < 0)
    strerr_diefusys(NC_FAILED, "set the standard descriptors");
  close(errors);
  if (fd_write(h->gate, "", 1) != 1)
    strerr_diefusys(NC_FAILED, "let the payload go");
  close(h->gate);
  close(h->listener);
  h->gate = h->listener = -1;
  h->held = 0;
  return caller;
}
