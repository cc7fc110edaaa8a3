/* SPDX-License-Identifier: ISC */

/*
 * A reader of JSON (RFC 8259) that copies nothing and needs no memory of its own: a value is
 * a piece of the text it stands in. nc_reader_object checks the whole text; the others take
 * what it, or one of them, has found, and look at nothing else.
 */

#ifndef NC_READER_H
#define NC_READER_H

#include <stddef.h>
#include <stdint.h>

#define NC_READER_DEPTH_MAX 32

typedef struct nc_value_s nc_value;
struct nc_value_s {
  char const *s; /* not NUL-terminated */
  size_t len;
};

/* Are the n bytes at s one object, and white space around it? Strict: valid UTF-8, no control
   characters in strings, nested at most NC_READER_DEPTH_MAX deep. Returns 1 with the object,
   or 0. */
extern int nc_reader_object(char const *s, size_t n, nc_value *object);

/* Finds a member by its key, which needs no escapes. Returns 1, or 0 if there is none, or
   more than one, or object is no object. */
extern int nc_reader_member(nc_value const *object, char const *key, nc_value *value);

/* The same for n keys in one pass: the length of what is not found is 0. */
extern void nc_reader_members(nc_value const *object, char const *const *keys, nc_value *values,
                              size_t n);

/* Takes the next element of an array; *rest is the array at first. Returns 1, or 0 if there is no
   further one, or *rest is no array. */
extern int nc_reader_next(nc_value *rest, nc_value *element);

/* Copies a string's text, decoded and with a NUL, to the max bytes at buf. Returns 1, or 0 if it is
   no string, does not fit, or has a NUL in it or half a surrogate pair. */
extern int nc_reader_string(nc_value const *value, char *buf, size_t max);

/* The number, a plain integer that fits. Returns 1, or 0. */
extern int nc_reader_int(nc_value const *value, int64_t *number);

/* 1 if it is true, else 0. */
extern int nc_reader_is_true(nc_value const *value);

#endif
