/* SPDX-License-Identifier: ISC */

/*
 * A system call that waits for its supervisor, and the process that makes it: its memory, IDs and
 * directories. What is there but may not be looked at is written down as hidden: it is not lost.
 */

#ifndef NC_TRACED_H
#define NC_TRACED_H

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

#include <linux/seccomp.h>

#include "tally.h"

#define TRACED_GROUPS  64 /* of those beyond nothing is known */
#define TRACED_DEVICES 64

typedef struct traced_ids_s traced_ids;
struct traced_ids_s {
  pid_t tgid;
  uid_t uid[4]; /* real, effective, saved, of the file system: enum */
  gid_t gid[4];
  gid_t groups[TRACED_GROUPS];
  size_t ngroups;
  uint64_t inheritable, permitted, effective;
  uint64_t locked, size; /* bytes of memory: locked, and all */
};
enum { REAL, EFFECTIVE, SAVED, FILES };

typedef struct traced_s traced;
struct traced_s {
  nc_tally *log;
  int listener;
  int proc;                      /* /proc, O_PATH */
  int64_t start_sec;             /* what was born since then was made while we looked */
  uint32_t start_nsec;           /* the rest of the same time */
  dev_t devices[TRACED_DEVICES]; /* that were opened while we looked */
  size_t ndevices;
  uint64_t id;       /* of the notification */
  pid_t tid;         /* as we see it */
  int dir;           /* /proc/TID */
  char const *call;  /* its name, a constant */
  __u64 const *args; /* six */
  traced_ids ids;    /* if it is known: traced_know */
  int known;
};

/* Opens /proc, once. Dies 111. */
extern void traced_open(traced *t, nc_tally *log, int listener);

/* Begins with a call of that name. Returns 1, with t->dir to be closed by traced_end; or 0 if the
   process is gone. Dies 111. */
extern int traced_begin(traced *t, struct seccomp_notif const *notif, char const *call);
extern void traced_end(traced *t);

/* The call touches what cannot be seen: that is in the log when this returns. */
extern void traced_hidden(traced *t);

/* Copies n bytes at address of the process. Returns 0; or -1 if there is no such memory, so that
   the call fails by itself, or if it is hidden. */
extern int traced_read(traced *t, uint64_t address, void *buf, size_t n);

/* The same for a path with its NUL. */
extern int traced_path(traced *t, uint64_t address, char buf[PATH_MAX]);

/* Opens (O_PATH) an entry of /proc/TID, "cwd" or "fd/3". Returns it, or -1: there is none, or it is
   hidden. */
extern int traced_entry(traced *t, char const *name);
extern int traced_fd(traced *t, int fd);

/* The IDs and capabilities of the process. Returns NULL if it is gone, or if they are hidden. */
extern traced_ids const *traced_know(traced *t);
/* Those of another, which it knows by that number. Returns 1, or 0 if there is none, or if they are
   hidden. */
extern int traced_ids_of(traced *t, traced_ids *ids, pid_t pid);

/* A copy of the process's descriptor, a socket. Returns it, or -1. */
extern int traced_socket(traced *t, int fd);

#endif
