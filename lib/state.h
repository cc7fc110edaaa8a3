/* SPDX-License-Identifier: ISC */

/*
 * The state folder: the file system as the database, one folder a container (record.h).
 *
 *   containers/ID/             records; .new-ID while one is being born, .old-ID while it goes
 *   names/NAME -> ../containers/ID
 *   cache/                     what nc-profile has compiled
 *
 * Whoever makes or removes a name holds flock(2) on names/ meanwhile.
 */

#ifndef NC_STATE_H
#define NC_STATE_H

typedef struct nc_state_s nc_state;
struct nc_state_s {
  int containers; /* descriptors of the two folders */
  int names;
  int cgroups; /* the folder in which cgroups are made, or -1: nc_state_open does not know it */
};

/* Opens the state folder, making it if it is missing: $NUCLEUS_STATE_DIR, else /run/nucleus
   for root, else nucleus in $XDG_RUNTIME_DIR where that is the caller's own, else
   /tmp/nucleus-UID. path, PATH_MAX bytes, gets its name, also on failure. Returns 0, or -1 with
   errno: EPERM if it is not the caller's own or others may write to it, ELOOP or ENOTDIR for a
   symlink. */
extern int nc_state_open(nc_state *s, char *path);

/* Opens the state folder's folder cache/, making both if they are missing. Returns a descriptor;
   path and errors as above. */
extern int nc_state_cache(char *path);

/* Removes the record ID and its name. Two callers race cleanly: one gets 0, the other -1
   with ENOENT. */
extern int nc_state_remove(nc_state const *s, char const *id);

/* Removes what dead containers left behind: processes and cgroup of records whose lock nobody holds
   (also one that the record had no time to note, in s->cgroups or where the caller would make one),
   half-born and half-removed records, and records that were to go when their container stopped. own
   is the ID of the caller's own record, or NULL: to look at its lock would release it (a POSIX lock
   goes when its process closes any descriptor of the file). Returns 0, or -1 with errno if
   something could not be removed: the rest was, all the same. */
extern int nc_state_sweep(nc_state const *s, char const *own);

/* The same of one record. Returns -1 with ENOENT, too, if somebody else was quicker. */
extern int nc_state_sweep_one(nc_state const *s, char const *id);

#endif
