/* SPDX-License-Identifier: ISC */

/*
 * TOML 1.0, the whole of it, into jansson values: a table is an object, an array an array, and so
 * on. What JSON has no value for is an object of two strings: {"toml":TYPE,"value":TEXT}, where
 * TYPE is "datetime", "datetime-local", "date-local" or "time-local", TEXT being as it was written,
 * or "float", TEXT being "inf", "-inf" or "nan". A key may have a NUL in it (json_object_getn).
 *
 * Pure: bytes in, value or error out. Memory is a multiple of n.
 */

#ifndef NC_TOML_H
#define NC_TOML_H

#include <stddef.h>

#include <jansson.h>

#define NC_TOML_DEPTH_MAX 64 /* of arrays and inline tables, and of the parts of one key */

typedef struct nc_toml_error_s nc_toml_error;
struct nc_toml_error_s {
  unsigned int line;   /* from 1 */
  unsigned int column; /* from 1, in characters */
  char const *text;    /* what is wrong: a constant */
};

/* Parses the n bytes at s. Returns a new reference to an object, the caller's; or NULL with
 *error. */
extern json_t *nc_toml_parse(char const *s, size_t n, nc_toml_error *error);

#endif
