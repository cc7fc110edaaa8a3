/* SPDX-License-Identifier: ISC */

/* A place in a text of TOML, for lib/toml.c and its parts; of no use to others. */

#ifndef NC_TOML_TEXT_H
#define NC_TOML_TEXT_H

#include <stddef.h>

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

/* The same, for memory that there is not. */
extern int nc_toml_no_memory(nc_toml_text *t);

/* Is the text, which is all left, of the characters that TOML may have anywhere, even in a comment?
   Returns 1, or 0 with error. */
extern int nc_toml_check(nc_toml_text *t);

/* Does the text go on with word? Returns 1 and passes it, or 0. */
extern int nc_toml_take(nc_toml_text *t, char const *word);

/* The same for the end of a line */
extern int nc_toml_take_newline(nc_toml_text *t);

/* Passes spaces and tabs. */
extern void nc_toml_skip_blanks(nc_toml_text *t);

/* Passes blanks, comments and newlines, as between the values of an array. */
extern void nc_toml_skip_lines(nc_toml_text *t);

/* Passes what may end a line. Returns 1, or 0 with error if there is more on it. */
extern int nc_toml_end_line(nc_toml_text *t);

#endif
