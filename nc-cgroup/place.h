/* SPDX-License-Identifier: ISC */

/* The place where containers' cgroups are made, NC_BASE_NAME (base.h). */

#ifndef PLACE_H
#define PLACE_H

#include <limits.h>

enum controller_e { CPU, IO, MEMORY, PIDS, CONTROLLERS };

extern char const *const controller_names[CONTROLLERS];

typedef struct place_s place;
struct place_s {
  int dir;              /* the cgroup "nucleus", O_CLOEXEC */
  char path[PATH_MAX];  /* of it */
  int why[CONTROLLERS]; /* 0, or the errno for which it could not be enabled */
  char const *verb;     /* on failure: what could not be done, */
  char const *object;   /* and to what */
};

/* Makes the place, and enables the controllers of the mask wanted (1 << CPU …) for what will
   be made in it. One that cannot be enabled is no failure: why says it. If this process joins what
   is made there, our own cgroup stays locked until its exec, or another run of nucleus might move
   it out again; EWOULDBLOCK if that is locked for ten seconds. Returns 0, or -1 with errno, verb
   and object. */
extern int place_open(place *p, unsigned int wanted, int joins);

/* Writes s, in one write, to a file of the cgroup dir. Returns 0, or -1 with errno. */
extern int place_write(int dir, char const *file, char const *s);

/* Removes the cgroup name of the place, for who is about to die: errno stays. Warns if it
   cannot. */
extern void place_undo(place const *p, char const *name);

#endif
