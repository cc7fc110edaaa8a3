/* SPDX-License-Identifier: ISC */

/* How things are written for people: times, sizes, tables. */

#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <skalibs/stralloc.h>

/* The seconds of a time as nc_record_time writes it. */
extern time_t nc_text_time(char const *s);

/* "About a minute", "3 days": Docker's words. */
extern void nc_text_age(char *buf, size_t max, time_t seconds);

/* "1.5MiB" */
extern void nc_text_size(char *buf, size_t max, uint64_t bytes);

/* A table: cells are copied, and printed when the last is there, each column as wide as it
   must be. What others named in them is escaped already. */
#define TABLE_COLUMNS_MAX 8
typedef struct nc_table_s nc_table;
struct nc_table_s {
  size_t columns;
  size_t n;       /* cells */
  stralloc cells; /* with a NUL each */
  size_t widths[TABLE_COLUMNS_MAX];
};

/* Dies 111. */
extern void nc_table_add(nc_table *t, char const *cell);

/* Frees it, too. */
extern void nc_table_print(nc_table *t);

#endif
