/* SPDX-License-Identifier: ISC */

/* The values of lib/toml.c that are one word: numbers, truth, dates and times. */

#ifndef NC_TOML_SCALAR_H
#define NC_TOML_SCALAR_H

#include <jansson.h>

#include "toml-text.h"

/* Reads a value that begins with no quote, bracket or brace. Returns a new reference, or NULL with
   error. */
extern json_t *nc_toml_scalar(nc_toml_text *t);

#endif
