/* SPDX-License-Identifier: ISC */

/*
 * A writer of one JSON line into memory that the caller owns. Strings may come from a
 * rootfs or a user: they are escaped, bytes that are not UTF-8 become U+FFFD, and each is
 * cut at NC_JSON_STRING_MAX bytes. A field that no longer fits is left out whole, and the
 * line then carries "truncated":true; what is written is valid JSON in every case.
 */

#ifndef NC_JSON_H
#define NC_JSON_H

#include <stddef.h>
#include <stdint.h>

#define NC_JSON_STRING_MAX 1024 /* bytes of input shown of one string */

typedef struct nc_json_s nc_json;
struct nc_json_s {
  char *s;      /* not NUL-terminated before nc_json_end */
  size_t len;   /* bytes written */
  size_t max;   /* bytes at s */
  int depth;    /* objects and arrays open */
  int comma;    /* a value stands before the next one */
  int overflow; /* a field was left out */
};

/* Starts an object in max bytes at buf. max must be at least 64. */
extern void nc_json_begin(nc_json *, char *buf, size_t max);

/* Each adds one value. key is NULL inside an array. */
extern void nc_json_string(nc_json *, char const *key, char const *value);
extern void nc_json_int(nc_json *, char const *key, int64_t value);
/* Any number takes the same room: it can be updated in its place. */
extern void nc_json_padded(nc_json *, char const *key, uint64_t value);
extern void nc_json_bool(nc_json *, char const *key, int value);
extern void nc_json_null(nc_json *, char const *key);

/* An array of the strings of argv, which ends with NULL. */
extern void nc_json_strings(nc_json *, char const *key, char const *const *argv);

/* Adds text that already is a JSON value, as it is. */
extern void nc_json_raw(nc_json *, char const *key, char const *text, size_t len);

/* Opens and closes a nested object ('{') or array ('['). Returns 1, or 0 if it does not
   fit: then nothing was opened. */
extern int nc_json_open(nc_json *, char const *key, char bracket);
extern void nc_json_close(nc_json *, char bracket);

/* Closes the object and adds "\n" and a NUL that len does not count. Returns len. */
extern size_t nc_json_end(nc_json *);

#endif
