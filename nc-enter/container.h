/* SPDX-License-Identifier: ISC */

/*
 * A running container, to be joined. Its process is known by a pidfd, which was opened and then
 * found to be what the record says, and whose namespaces are joined with it: no PID is trusted for
 * longer than that takes. All descriptors are close-on-exec; all functions die NC_FAILED.
 */

#ifndef CONTAINER_H
#define CONTAINER_H

#include <sys/types.h>

#include "reader.h"
#include "report.h"
#include "target.h"

typedef struct container_s container;
struct container_s {
  nc_state state;
  nc_target target;
  nc_value config;   /* config.json */
  char *environment; /* of PID 1: strings with a NUL each */
  size_t nenvironment;
  uid_t uid;  /* PID 1's */
  int pid1;   /* a pidfd */
  int root;   /* PID 1's */
  int cgroup; /* or -1: it has none */
  int owner;  /* the user namespace that its mount namespace belongs to; -1: our own */
  int flags;  /* CLONE_NEW*: its other namespaces that are not ours */
};

/* Finds the container that ref means. It must run, in a pid and a mount namespace of its own. */
extern void container_open(container *c, char const *ref);

/* Sends the report to the container's monitor, for the audit log. */
extern void container_tell(container const *c, nc_report *r);

/* Joins the user namespace, where there is one, with a copy of the caller's mounts that belongs
   to it: what is cloned from there can be taken along. */
extern void container_join_user_namespace(container const *c);

/* Joins the other namespaces; the pid namespace is that of children then. Not the cgroup
   namespace: from inside, nobody could be born in the cgroup. The root and the working directory
   become the container's root. */
extern void container_join(container const *c);

/* A new terminal in the container: *master and *slave. It is uid's, where the user namespace is
   ours; in one of its own the container has one user. */
extern void container_open_terminal(container const *c, uid_t uid, int *master, int *slave);

/* Forks: the child is born in the pid namespace and the cgroup. As fork(2) returns, with errno. */
extern pid_t container_fork(container const *c);

/* For the child. */
extern void container_join_cgroup_namespace(container const *c);

#endif
