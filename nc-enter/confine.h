/* SPDX-License-Identifier: ISC */

/*
 * What confines a container, from its record: the links of its chain that stand behind nc-mount,
 * word for word, with another program in the payload's place. Pure: JSON in, words out.
 */

#ifndef CONFINE_H
#define CONFINE_H

#include <stddef.h>

#include "kept.h"

/* Words to put behind a link's own, NULL at the end. */
typedef struct nc_extra_s nc_extra;
struct nc_extra_s {
  char const *const *caps;
  char const *const *exec;
};

/* config: a record's config.json, n bytes. prog: what shall run, NULL at the end. extra: words to
   put behind nc-exec's own options, which lose -s and -t, NULL at the end. kept: what its links
   obeyed, which must be those that have a policy: -f names the descriptors, a pin the SHA-256, -o
   what the rules for paths are for. Returns the words, NULL at the end, one block that the caller
   frees (and that refers to kept); or NULL, and *why says in what respect the record cannot be
   followed. What is returned never confines less than the container was: every link is there, or it
   is NULL. */
extern char const **nc_confine(char const *config, size_t n, char const *const *prog,
                               nc_extra const *extra, nc_kept const *kept, char const **why);

#endif
