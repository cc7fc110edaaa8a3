/* SPDX-License-Identifier: ISC */

/* What a record says of its container's life: config.json, status.json and the audit log. All
   functions die NC_FAILED. */

#ifndef LIFE_H
#define LIFE_H

#include <sys/types.h>

#include "record.h"

typedef struct nc_life_s nc_life;
struct nc_life_s {
  nc_record record;
  char const *name; /* or NULL */
  pid_t pid;        /* of PID 1 inside, as the host sees it; 0 before it is born */
  char created[NC_TIME_LEN + 1];
  char started[NC_TIME_LEN + 1]; /* empty before */
};

/* Makes the record, under life->name. chain and command, which is the end of it, NULL at the end,
   are what was asked. ephemeral: the record goes when the container has ended. */
extern void nc_life_create(nc_life *life, nc_state const *s, int ephemeral,
                           char const *const *chain, char const *const *command);

/* Writes that the container is created or running. */
extern void nc_life_status(nc_life const *life, char const *status);

/* Adds one JSON value of len bytes, or an event of our own, to the audit log. */
extern void nc_life_log(nc_life *life, char const *value, size_t len);
extern void nc_life_event(nc_life *life, char const *event);

/* Keeps what tool obeyed: a sealed memory file, which is closed. */
extern void nc_life_keep(nc_life const *life, char const *tool, int fd);

/* The container has ended: says so in the audit log, then in the status. */
extern void nc_life_end(nc_life *life, int code, int oom_killed);

/* Opens the log of what the container is refused, which is written behind us. The caller's to
   close. */
extern int nc_life_denials(nc_life const *life);

/* Notes the path of its cgroup, or, NULL, that there is none any more. */
extern void nc_life_cgroup(nc_life const *life, char const *path);

#endif
