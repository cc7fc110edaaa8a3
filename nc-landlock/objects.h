/* SPDX-License-Identifier: ISC */

/*
 * Which files and directories the rules for paths are for, one each, in their order: what a path
 * leads to may be replaced. In text, DEVICE:INODE, both hexadecimal, with commas; 0:0 is none. As
 * long as a rule is in force Landlock holds the inode, and its number is no other's.
 */

#ifndef OBJECTS_H
#define OBJECTS_H

#include <stddef.h>
#include <sys/stat.h>

#include "json.h"

typedef struct objects_s objects;
struct objects_s {
  struct object_s *s; /* NULL: there is no list */
  size_t n;
};

/* Parses a list, which may be empty. Returns 1, or 0 if it is none. Dies 111. */
extern int objects_scan(objects *o, char const *text);

/* Makes a list of n that are none. Dies 111. */
extern void objects_allocate(objects *o, size_t n);

/* i is less than n. */
extern int objects_is(objects const *o, size_t i, struct stat const *st);
extern void objects_set(objects *o, size_t i, struct stat const *st);

/* An array of their texts. */
extern void objects_report(objects const *o, nc_json *json, char const *key);

#endif
