/* SPDX-License-Identifier: ISC */

/*
 * A container's record, a folder of the state folder (state.h):
 *
 *   lock          held (POSIX record lock) by nc-monitor while it lives, which is what
 *                 being alive means; removed when the container has stopped in order
 *   config.json   what was asked, written once
 *   status.json   created, running or stopped; replaced by rename
 *   audit.ndjson  one event a line, each with the SHA-256 of the line before it
 *   denials.ndjson  what system calls were refused (nc-seccomp -l), a line each; where asked
 *   cgroup        a symlink to the container's cgroup, while there is one
 *   kept.TOOL     the policy, or filter, that a link handed over with its report: what shall be as
 *                 confined later obeys the same
 *   paused        there while it may be frozen (pause.h)
 *   attach        a socket on which nc-enter says what it lets in, while the container runs
 *   rm            there as long as the record is to go when the container stops
 *
 * A record whose status is not "stopped" and whose lock nobody holds is dead.
 * Functions that return int return 0, or -1 with errno.
 */

#ifndef NC_RECORD_H
#define NC_RECORD_H

#include <stddef.h>

#include "state.h"

#define NC_ID_LEN   32
#define NC_TIME_LEN 24 /* of nc_record_time's text */

#define NC_RECORD_KEPT "kept." /* and the name of a tool */

typedef struct nc_record_s nc_record;
struct nc_record_s {
  int dir;   /* the record's folder */
  int lock;  /* the lock, held as long as it is open */
  int audit; /* audit.ndjson, open for appending */
  unsigned int seq;
  char id[NC_ID_LEN + 1];
  char prev[65]; /* SHA-256 of the last audit line, in hexadecimal */
};

/* Makes the record, locked, with config (n bytes) as its config.json, and
   takes the name (NULL: none). ephemeral: the record goes when the container stops. The
   ID is r->id (nc_record_new_id). EEXIST if the name is taken. On failure nothing
   is left that a sweep does not remove. */
extern int nc_record_create(nc_record *r, nc_state const *s, char const *name, int ephemeral,
                            char const *config, size_t n);

/* A new random ID, before the record is made: config.json names it. */
extern int nc_record_new_id(nc_record *r);

/* Replaces a file of the record atomically. */
extern int nc_record_write(nc_record const *r, char const *file, char const *s, size_t n);

/* The record of an ephemeral one is to stay, after all. */
extern int nc_record_keep(nc_record const *r);

/* Adds a line to the audit log; value is one JSON value of len bytes. */
extern int nc_record_log(nc_record *r, char const *value, size_t len);

/* Notes the cgroup's path, for a sweep after a crash, or forgets it (NULL). */
extern int nc_record_cgroup(nc_record const *r, char const *path);

/* The container has stopped in order and nothing is left to sweep. */
extern int nc_record_release(nc_record const *r);

/* Now, as RFC 3339 in UTC with milliseconds and a NUL: NC_TIME_LEN + 1 bytes at s. */
extern void nc_record_time(char *s);

#endif
