/* SPDX-License-Identifier: ISC */

/* The tables of lib/toml.c: which there are, and who may add to them. The key is always the one
   last read, of the text. Each that finds or makes a table returns a borrowed reference, or NULL
   with the text's error. */

#ifndef NC_TOML_TABLE_H
#define NC_TOML_TABLE_H

#include <jansson.h>

#include "toml-text.h"

typedef struct nc_toml_tables_s nc_toml_tables;
struct nc_toml_tables_s {
  nc_toml_text *text;
  json_t *kinds; /* of tables and arrays: by address, as text; without: they are closed */
};

/* What is in table under the key, borrowed, or NULL */
extern json_t *nc_toml_get(nc_toml_tables const *t, json_t const *table);

/* Where a part of a header but its last leads to, from table */
extern json_t *nc_toml_descend_header(nc_toml_tables *t, json_t *table);

/* The table of a header's last part */
extern json_t *nc_toml_open_table(nc_toml_tables *t, json_t *table);

/* The same for a header of an array of tables: a new one */
extern json_t *nc_toml_append_table(nc_toml_tables *t, json_t *table);

/* Where a part of a dotted key but its last leads to, in that part of the text: part counts the
   headers and inline tables so far. */
extern json_t *nc_toml_descend_dotted(nc_toml_tables *t, json_t *table, json_int_t part);

#endif
