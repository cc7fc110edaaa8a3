/* SPDX-License-Identifier: ISC */

/*
 * What lib/toml.c is made of, and of no use to others: a place in the text, and the values that
 * have no other values in them: strings, numbers, truth, dates and times.
 */

#ifndef NC_TOML_SCALAR_H
#define NC_TOML_SCALAR_H

#include <stddef.h>

#include <jansson.h>

typedef struct nc_toml_text_s nc_toml_text;
struct nc_toml_text_s {
  char const *s;   /* what is left */
  char const *end; /* valid UTF-8, no control character but tab, LF, and CR before LF */
  char *buf;       /* of the last string: as big as the text, which it never is longer than */
  size_t len;
  char const *error; /* NULL: none yet. s is where it is */
};

/* Notes what is wrong here. Returns 0. */
extern int nc_toml_fail(nc_toml_text *t, char const *error);

/* Does the text go on with word? Returns 1 and passes it, or 0. */
extern int nc_toml_take(nc_toml_text *t, char const *word);

/* Reads a string of one line, or also one of several, to buf and len. s is at its quote. Returns 1,
   or 0 with error. */
extern int nc_toml_string(nc_toml_text *t, int multiline);

/* Reads a value that begins with no quote, bracket or brace. Returns a new reference, or NULL with
   error. */
extern json_t *nc_toml_scalar(nc_toml_text *t);

#endif
