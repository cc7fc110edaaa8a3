/* SPDX-License-Identifier: ISC */

/* The container's cgroup, as nc-cgroup handed it over: by descriptors, so nothing is looked up
   again. All functions do nothing if there is none. */

#ifndef CGROUP_H
#define CGROUP_H

typedef struct nc_cgroup_s nc_cgroup;
struct nc_cgroup_s {
  int dir;
  int parent;
  char *path; /* NULL if there is no cgroup */
  int oom_killed;
};
#define NC_CGROUP_ZERO                                                                             \
  {                                                                                                \
    .dir = -1, .parent = -1                                                                        \
  }

/* Takes the descriptors over. Dies NC_FAILED. */
extern void nc_cgroup_adopt(nc_cgroup *c, int dir, int parent);

/* Kills every process in it. Dies NC_FAILED. */
extern void nc_cgroup_kill(nc_cgroup const *c);

/* Sets oom_killed if the kernel killed in it for want of memory. */
extern void nc_cgroup_read_oom(nc_cgroup *c);

/* Waits until the last process has left and removes it. Dies NC_FAILED. */
extern void nc_cgroup_remove(nc_cgroup *c);

#endif
