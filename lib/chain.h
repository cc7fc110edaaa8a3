/* SPDX-License-Identifier: ISC */

/*
 * The chain: how one link execs the next. nc-chain(7) is the contract.
 *
 * Variables, each the decimal number of an open descriptor:
 *   NC_TOOLS   the folder of nucleus's programs, cloned by nc-mount before the pivot
 *   NC_REPORT  the socket to nc-monitor
 *   NC_CGROUP  the cgroup in which nc-unshare's child is born
 *   NC_FILTER  a compiled seccomp profile, which nc-seccomp loads
 *   NC_NETNS   a socket on which the network namespace comes (nc-unshare -N); nc-caps joins it,
 *              and no foreign program is executed before
 *   NC_TRACE   the log that nc-trace writes, a regular file
 *   NC_DENIED  the log of what is refused, which nc-seccomp -l writes, a regular file
 *   NC_START   where a byte comes that lets the payload go, of one that nucleus create made
 *   NC_OUTPUT  what the payload gets as stdout and stderr, of a detached container
 * and plain text:
 *   NC_ID      the container's ID, 32 hexadecimal digits, set by nc-monitor
 *   NC_NAME    its name, or the ID's first 12 digits
 *   NC_ENV_X   the value that nc-exec -v X gives the payload's variable X
 * None of them reaches the payload.
 */

#ifndef NC_CHAIN_H
#define NC_CHAIN_H

#include <skalibs/gccattributes.h>

/* Where programs are looked for when PATH is not set, and the payload's PATH unless said
   otherwise. */
#define NC_CHAIN_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* What to exec next, found before the process gave up the means to look for it. */
typedef struct nc_chain_next_s nc_chain_next;
struct nc_chain_next_s {
  char const *const *argv;
  int leaves;       /* not one of ours: the chain ends here */
  int dirfd;        /* the folder of our programs, or AT_FDCWD */
  char const *path; /* of the program, from dirfd */
};

/* Is name one of nucleus's own programs? A name with a slash never is. */
extern int nc_chain_is_link(char const *name) gccattr_pure;

/* Opens (O_PATH) the folder of nucleus's programs: NC_TOOLS, which is returned as it is, or else
   the folder of the running program. -1 if neither is known. */
extern int nc_chain_folder(void);

/* Finds a program by PATH as execvp(3) does. Returns its path, valid until the next search, or NULL
   with errno: ENOENT or EACCES. */
extern char const *nc_chain_search(char const *name);

/* Finds argv[0]: one of ours in the folder NC_TOOLS, or else in the folder of the running
   program; anything else by PATH in the current root. A foreign program ends the chain:
   every NC_* variable is removed, every descriptor behind one is marked close-on-exec, and stdout
   and stderr become NC_OUTPUT if that is set. Dies 127 if argv[0] is not found, 126 if it cannot be
   executed, after reporting "exec-failed", and 111 if a step would be forgotten: a cgroup that
   nobody was born in (NC_CGROUP), a filter that nobody loaded (NC_FILTER), a log that nobody writes
   (NC_TRACE, NC_DENIED) or a network namespace that nobody joined (NC_NETNS). */
extern void nc_chain_find(nc_chain_next *next, char const *const *argv);

/* Reports "exec" if next leaves the chain. Dies 111 if the report cannot be sent. */
extern void nc_chain_announce(nc_chain_next const *next);

/* Execs it. On failure reports "exec-failed" and dies 126 or 127. */
extern void nc_chain_go(nc_chain_next const *next) gccattr_noreturn;

/* All three. */
extern void nc_chain_exec(char const *const *argv) gccattr_noreturn;

/* Execs a foreign program that continues the chain: NC_* variables and descriptors stay. */
extern void nc_chain_exec_keep(char const *const *argv) gccattr_noreturn;

#endif
