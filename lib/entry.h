/* SPDX-License-Identifier: ISC */

/* One record (record.h), as somebody else than its monitor sees it. Nothing in it is
   trusted before it was looked at: its folder and files must be the caller's own, no
   symlinks, and say what nc-monitor says. */

#ifndef ENTRY_H
#define ENTRY_H

#include <stddef.h>
#include <sys/types.h>

#include "reader.h"
#include "record.h"
#include "state.h"

#define ENTRY_FILE_MAX  131072 /* bytes of config.json or status.json; nc-monitor's are smaller */
#define ENTRY_AUDIT_MAX 67108864

typedef enum nc_phase_e nc_phase;
enum nc_phase_e { PHASE_CREATED, PHASE_RUNNING, PHASE_STOPPED, PHASE_DEAD };

typedef struct nc_entry_s nc_entry;
struct nc_entry_s {
  int dir;
  char id[NC_ID_LEN + 1];
  char name[129]; /* empty: none */
  nc_phase phase;
  int paused;    /* running, and frozen */
  int alive;     /* somebody holds the lock, or that could not be told */
  int unswept;   /* nobody holds the lock, and it is there */
  pid_t monitor; /* who; 0 if nobody does, or one of another pid namespace */
  pid_t pid;     /* of PID 1 inside; 0 before it is born */
  int code;      /* the exit code, when stopped */
  char created[NC_TIME_LEN + 1];
  char started[NC_TIME_LEN + 1];  /* empty: not yet */
  char finished[NC_TIME_LEN + 1]; /* empty: not yet */
};

/* Opens the record ID and reads its status. Returns 1; 0 if there is none (any more); or -1
   after saying on stderr what is wrong with it. */
extern int nc_entry_open(nc_entry *e, nc_state const *s, char const *id);
extern void nc_entry_close(nc_entry const *e);

/* The order of lists, as qsort(3) wants it: the newest first. */
extern int nc_entry_compare(nc_entry const *a, nc_entry const *b);

/* What it is, in one word: its phase, or "paused". */
extern char const *nc_entry_state(nc_entry const *e);

/* Opens the container's cgroup, which must be named for it. Returns a descriptor, or -1 with errno:
   ENOENT if it has none (any more). */
extern int nc_entry_cgroup(nc_entry const *e);

/* The PID of who holds the lock; 0 if nobody does; -1 with errno. ENOENT: there is no lock; ENXIO:
   somebody of a pid namespace that we cannot see holds it. */
extern pid_t nc_entry_holder(nc_entry const *e);

/* Opens a file of the record. Returns a descriptor or -1 with errno: EPERM if it is
   not the caller's own, EINVAL if it is no regular file, ELOOP if it is a symlink. */
extern int nc_entry_file(nc_entry const *e, char const *file);

/* Reads a file from its start. Returns its text with a NUL, the caller's to free, and its length,
   or NULL with errno: EFBIG if there are more than max bytes. */
extern char *nc_entry_read(int fd, size_t max, size_t *n);

/* Reads config.json or status.json. Returns its text, the caller's to free, of which *object is a
   piece, or NULL with errno: EBADMSG if it is no JSON object. */
extern char *nc_entry_json(nc_entry const *e, char const *file, nc_value *object);

/* Says on stderr why (errno) file of the record cannot be read. */
extern void nc_entry_warn(nc_entry const *e, char const *file);

#endif
