/* SPDX-License-Identifier: ISC */

/* The operations of nc-mount's command line, in bubblewrap's vocabulary and some of our own. */

#ifndef OPERATION_H
#define OPERATION_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "context.h"
#include "mnt.h"

#define OPERATIONS_MAX 256
#define PATTERNS_MAX   64

typedef struct operation_s operation;
struct operation_s {
  struct kind_s const *kind;
  char const *source; /* as the user named it */
  char const *path;   /* in the container */
  int fd;             /* source, opened; -1: there is none, and none is needed */
  uint64_t size;      /* bytes; 0: the kernel's default */
  mode_t mode;        /* of what it creates */
  uid_t uid;
  gid_t gid;
};

/* What the command line asks for. */
typedef struct plan_s plan;
struct plan_s {
  operation operations[OPERATIONS_MAX];
  size_t n;
  char const *include[PATTERNS_MAX + 1];
  char const *exclude[PATTERNS_MAX + 1];
  size_t includes, excludes;
  int chroot_fallback;
  uint64_t size; /* for the operation that comes next; 0: not said */
  int has_mode;  /* likewise */
  mode_t mode;
  uid_t uid; /* owner of what it creates; 0 unless said */
  gid_t gid;
  int terminal; /* one is asked for */
  int master;   /* of it, when it was made */
  int slave;
  int copied; /* a context was, and counts are true */
  nc_context_counts counts;
};

/* Takes the modifier or operation at argv, of argc words. Returns how many words it took. Dies
   100 if it is not one, before anything is touched. */
extern int operation_take(plan *p, int argc, char const *const *argv);

/* Opens the operation's source on the host and checks what may be checked. Dies 111. */
extern void operation_open(operation *o);

/* Carries it out in the new root. Dies 111. */
extern void operation_perform(nc_tree *t, plan *p, operation const *o);

#endif
