/* SPDX-License-Identifier: ISC */

/*
 * The state folder: the file system as the database, one folder a container.
 *
 *   containers/ID/lock          held (POSIX record lock) by nc-monitor while it lives; removed
 *                               when the container has stopped in order
 *                 config.json   what was asked, written once
 *                 status.json   created, running or stopped; replaced by rename
 *                 audit.ndjson  one event a line, each with the SHA-256 of the line before it
 *                 cgroup        a symlink to the container's cgroup, while there is one
 *                 rm            there if the record is to go when the container stops
 *   names/NAME -> ../containers/ID
 *
 * A record whose status is not "stopped" and whose lock nobody holds is dead.
 */

#ifndef NC_STATE_H
#define NC_STATE_H

#include <stddef.h>

#define NC_ID_LEN 32

typedef struct nc_record_s nc_record;
struct nc_record_s {
  int state; /* the state folder */
  int dir;   /* the record's folder */
  int lock;  /* the lock, held */
  int audit; /* audit.ndjson, to be appended to */
  unsigned int seq;
  char id[NC_ID_LEN + 1];
  char const *name; /* NULL if it has none */
  char prev[65];    /* SHA-256 of the last audit line, in hexadecimal */
};

/* Opens the state folder, making it if it is missing: $NUCLEUS_STATE_DIR, else /run/nucleus
   for root, else nucleus in $XDG_RUNTIME_DIR where that is the caller's own, else
   /tmp/nucleus-UID. Dies 111 if it is a symlink, not the caller's or open to others. */
extern int nc_state_open(void);

/* Makes a record with a new ID, locked, and takes the name (NULL: none). Dies 111; a name
   that is taken, too. config is the content of config.json. */
extern void nc_record_create(nc_record *r, int state, char const *name, int ephemeral);

/* Replaces the file (of the record's folder) atomically. Dies 111. */
extern void nc_record_write(nc_record const *r, char const *file, char const *s, size_t n);

/* Adds a line to the audit log. value is one JSON value, len bytes. Dies 111. */
extern void nc_record_log(nc_record *r, char const *value, size_t len);

/* Notes the cgroup's path, for a sweep after a crash. Dies 111. */
extern void nc_record_cgroup(nc_record const *r, char const *path);

/* The container has stopped and nothing is left to sweep: lets go of the lock. With
   ephemeral, the record and its name go too. Returns 0, or -1 with errno. */
extern int nc_record_close(nc_record *r, int ephemeral);

/* Removes what dead containers left behind: their processes and cgroup, half-born records,
   records that were to go when they stopped. Returns 0, or -1 with errno if something
   could not be removed. */
extern int nc_state_sweep(int state);

/* Now, as RFC 3339 in UTC with milliseconds, in a buffer of the caller of 32 bytes. */
extern void nc_state_time(char *s);

#endif
