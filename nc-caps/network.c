/* SPDX-License-Identifier: ISC */

#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#include <skalibs/ancil.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "network.h"

int network_join(void)
{
  int socket = nc_chain_fd("NC_NETNS");
  if (socket < 0)
    return 0;
  /* ancil_recv_fd does not wait. End-of-file, its EPIPE: the waiting parent could not make it. */
  struct pollfd p = {.fd = socket, .events = POLLIN};
  if (poll(&p, 1, -1) < 0)
    strerr_diefusys(111, "wait for the network namespace");
  int netns = ancil_recv_fd(socket, 'n');
  if (netns < 0)
    strerr_diefusys(111, "receive the network namespace");
  if (setns(netns, CLONE_NEWNET) < 0)
    strerr_diefusys(111, "join the network namespace");
  close(netns);
  close(socket);
  if (unsetenv("NC_NETNS") < 0)
    strerr_diefusys(111, "unset NC_NETNS");
  return 1;
}
