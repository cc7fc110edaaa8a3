/* SPDX-License-Identifier: ISC */

/* The strings of lib/toml.c, keys too. */

#ifndef NC_TOML_STRING_H
#define NC_TOML_STRING_H

#include "toml-text.h"

/* Reads a string of one line, or also one of several, to buf and len. s is at its quote. Returns 1,
   or 0 with error. */
extern int nc_toml_string(nc_toml_text *t, int multiline);

#endif
