/* SPDX-License-Identifier: ISC */

/* All that nc-monitor knows of its container. */

#ifndef CONTAINER_H
#define CONTAINER_H

#include <sys/types.h>

#include "cgroup.h"
#include "detach.h"
#include "hold.h"
#include "inbox.h"
#include "life.h"
#include "state.h"

typedef struct options_s options;
struct options_s {
  char const *pidfile;
  unsigned int words;
  int ephemeral;
  int detach;
  int denials;        /* what is refused is logged */
  int terminal;       /* relay the container's terminal */
  char const *socket; /* or send it there */
};

typedef struct container_s container;
struct container_s {
  options const *o;
  nc_state state;
  nc_life life;
  nc_inbox inbox;
  nc_inbox attached; /* what nc-enter says, once the payload has started */
  int signals;       /* a signalfd */
  int pidfile;
  pid_t child;
  int pidfd;     /* of PID 1 inside */
  int cancelled; /* the signal that ended it before it had started */
  nc_cgroup cgroup;
  nc_detached detached;
  nc_hold hold;
};

#endif
