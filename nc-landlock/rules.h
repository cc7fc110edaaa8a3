/* SPDX-License-Identifier: ISC */

/* A Landlock policy (nc-policy(5)), in either of its formats. Pure: bytes in, rules or error text
   out. */

#ifndef NC_LANDLOCK_RULES_H
#define NC_LANDLOCK_RULES_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "kernel.h"
#include "policy.h"
#include "rights.h"

#define ABI_KNOWN 7 /* the newest whose rights stand here: it has those of 6 */

#define EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define LIST    LANDLOCK_ACCESS_FS_READ_DIR
#define READ    (LANDLOCK_ACCESS_FS_READ_FILE | LIST)
/* what is there already, but nothing new: for files that only look like files */
#define CHANGE                                                                                     \
  (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE | LANDLOCK_ACCESS_FS_IOCTL_DEV)
#define CREATE                                                                                     \
  (LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |      \
   LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |   \
   LANDLOCK_ACCESS_FS_MAKE_SYM)
#define REMOVE (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define WRITE  (READ | CHANGE | CREATE | REMOVE | LANDLOCK_ACCESS_FS_REFER)
#define TCP    (LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP)

extern nc_right const scopes[]; /* ends with a NULL name */

typedef struct rule_s rule;
struct rule_s {
  char const *path;
  uint64_t rights;
  int optional; /* skipped if the path is missing */
  size_t table; /* of a policy: the number of the table that named the path first */
};

typedef struct port_rule_s port_rule;
struct port_rule_s {
  uint16_t port;
  uint64_t rights;
};

typedef struct policy_s policy;
struct policy_s {
  json_t *json;       /* owns the paths */
  char const *tables; /* what the array of tables is called that has the rules */
  unsigned int min_abi;
  uint64_t handled_fs; /* what no rule grants is denied: of these rights */
  rule *rules;
  size_t n;
  uint64_t handled_net; /* the same of ports' */
  port_rule *ports;
  size_t ports_n;
  uint64_t scoped;
};

#define POLICY_ERROR_MAX 512 /* bytes, the NUL too */

/* Parses the file's bytes, in either format. Returns 1, with *p the caller's until policy_free; or
   0, with the place and what is wrong there in error. */
extern int policy_parse(policy *p, nc_policy const *file, char error[POLICY_ERROR_MAX]);

/* Is p fit for production: ABI 3 at least, with all of its rights for paths handled, and nothing
   both executed and written or created beneath one path, as the paths are written? Returns 1, or 0
   with error. */
extern int policy_is_strict(policy const *p, char error[POLICY_ERROR_MAX]);

extern void policy_free(policy *p);

#endif
