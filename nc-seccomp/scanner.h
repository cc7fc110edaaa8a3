/* SPDX-License-Identifier: ISC */

/*
 * What the parts of profile.c share. A scan_* function returns 0, or -1 with what is wrong in the
 * scanner's error. where is the path of the value, as messages begin with it:
 * "syscalls[3].args[0]".
 */

#ifndef NC_SCANNER_H
#define NC_SCANNER_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

#include "filter.h"
#include "profile.h"

typedef struct scanner_s scanner;
struct scanner_s {
  nc_rules *rules;
  nc_profile_host const *host; /* or NULL */
  FILE *skipped;               /* where unknown calls are told; NULL: they are errors */
  char *error;
  size_t error_max;
};

/* Says what is wrong, escaped: the words are the profile's. Returns -1. */
extern int scan_bad(scanner *c, char const *format, ...) __attribute__((format(printf, 2, 3)));

/* Is it an object, of none but the known keys, a list that ends with NULL? */
extern int scan_keys(scanner *c, char const *where, json_t const *object, char const *const *known);

/* An array, null or nothing, at where and key; *n are its elements. */
extern int scan_array(scanner *c, char const *where, char const *key, json_t const *value,
                      size_t *n);

/* A number up to max, as an integer or a decimal string. */
extern int scan_number(scanner *c, char const *where, char const *key, json_t const *value,
                       uint64_t max, uint64_t *number);

/* action.c. action_key is "action" or "defaultAction"; errno_key likewise, and with "Ret" it is
   the number's. */
extern int scan_action(scanner *c, char const *where, json_t const *object, char const *action_key,
                       char const *errno_key, uint32_t *action);

/* arch.c: the architectures of the profile, to the rules. */
extern int scan_archs(scanner *c, json_t const *profile);

/* condition.c: does the entry count here? */
extern int scan_conditions(scanner *c, char const *where, json_t const *entry, int *counts);

#endif
