/* SPDX-License-Identifier: ISC */

/* The least Landlock policy for what traces have: nc-policy(5). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "arguments.h"
#include "commands.h"
#include "output.h"
#include "places.h"
#include "rights.h"
#include "trace.h"

#define PORTS 65536

typedef struct seen_s seen;
struct seen_s {
  nc_places places;
  unsigned char ports[PORTS]; /* rights of nc_rights_port */
};

static uint64_t scan_rights(nc_trace const *t, json_t const *line, nc_right const *all)
{
  json_t const *names = json_object_get(line, "rights");
  uint64_t rights = 0;
  for (size_t i = 0; i < json_array_size(names); i++) {
    char const *name = json_string_value(json_array_get(names, i));
    nc_right const *r = all;
    while (name && r->name && strcmp(r->name, name))
      r++;
    if (!name || !r->name)
      nc_trace_refuse(t, "rights: an unknown one");
    rights |= r->bits;
  }
  if (!rights)
    nc_trace_refuse(t, "rights: none");
  return rights;
}

/* A terminal has another number in each run. */
static char const *fold_terminal(char const *path)
{
  return !strncmp(path, "/dev/pts/", 9) && path[9] != 'p' ? "/dev/pts" : path;
}

static void read_paths(seen *s, char const *file)
{
  size_t before = s->places.n;
  nc_trace t;
  json_t *line;
  nc_trace_open(&t, file);
  while ((line = nc_trace_next(&t, "path"))) {
    char const *path = json_string_value(json_object_get(line, "path"));
    if (path) {
      uint64_t rights = scan_rights(&t, line, nc_rights_path);
      if (*path != '/')
        nc_trace_refuse(&t, "path: not absolute");
      if (nc_places_add(&s->places, fold_terminal(path), rights,
                        json_is_true(json_object_get(line, "made"))) < 0)
        strerr_diefusys(111, "allocate memory");
    } else if (!json_is_null(json_object_get(line, "path")))
      nc_trace_refuse(&t, "path: not a string");
    json_decref(line);
  }
  if (s->places.n == before)
    strerr_dief(111, "unable to use ", file, ": no path is in it");
}

static void read_ports(seen *s, char const *file)
{
  nc_trace t;
  json_t *line;
  nc_trace_open(&t, file);
  while ((line = nc_trace_next(&t, "port"))) {
    json_t const *port = json_object_get(line, "port");
    if (!json_is_integer(port) || json_integer_value(port) < 0 || json_integer_value(port) >= PORTS)
      nc_trace_refuse(&t, "port: not an integer from 0 to 65535");
    s->ports[json_integer_value(port)] |= (unsigned char)scan_rights(&t, line, nc_rights_port);
    json_decref(line);
  }
}

/* Of TOML: a basic string. */
static void write_string(FILE *out, char const *s)
{
  putc('"', out);
  for (; *s; s++)
    if (*s == '"' || *s == '\\')
      fprintf(out, "\\%c", *s);
    else if ((unsigned char)*s < ' ' || *s == 127)
      fprintf(out, "\\u%04x", (unsigned int)(unsigned char)*s);
    else
      putc(*s, out);
  putc('"', out);
}

static void write_rights(FILE *out, uint64_t rights, nc_right const *all)
{
  char const *before = "access = [";
  for (; all->name; all++)
    if (rights & all->bits) {
      fprintf(out, "%s\"%s\"", before, all->name);
      before = ", ";
    }
  fputs("]\n", out);
}

static void write_ports(FILE *out, unsigned char const *ports)
{
  for (unsigned int i = 0; i < PORTS; i++)
    if (ports[i]) {
      fprintf(out, "\n[[net]]\nport = %u\n", i);
      write_rights(out, ports[i], nc_rights_port);
    }
}

/* Ports are restricted in any case, and that is of ABI 4. */
static int least_abi(nc_places const *p)
{
  int abi = 4;
  for (size_t i = 0; i < p->n; i++)
    while (p->s[i].rights & ~nc_rights_of_abi(nc_rights_path, abi))
      abi++;
  return abi;
}

static void write_policy(FILE *out, void const *data)
{
  seen const *s = data;
  size_t i = 0;
  fprintf(out, "# made by nc-learn: what was seen, and what nc-learn(1) says of directories\n");
  fprintf(out, "min_abi = %d\n", least_abi(&s->places));
  fputs("scoped = [\"abstract_unix_socket\", \"signal\"]\n", out);
  while (i < PORTS && !s->ports[i])
    i++;
  if (i == PORTS)
    fputs("net = []\n", out);
  for (i = 0; i < s->places.n; i++) {
    fputs("\n[[rules]]\npath = ", out);
    write_string(out, s->places.s[i].path);
    putc('\n', out);
    write_rights(out, s->places.s[i].rights, nc_rights_path);
  }
  write_ports(out, s->ports);
}

/* It may have to be; but nc-landlock -P refuses it, for good reasons. */
static void warn_executed(nc_places const *p)
{
  for (size_t i = 0; i < p->n; i++) {
    uint64_t rights = p->s[i].rights | p->s[i].above;
    if (rights & LANDLOCK_ACCESS_FS_EXECUTE &&
        rights & (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG))
      strerr_warnw("what is written may be executed: ", p->s[i].path);
  }
}

int nc_learn_landlock(int argc, char const *const *argv)
{
  static seen s;
  nc_arguments a;
  nc_arguments_read(&a, argc, argv, "o:u");
  for (; *a.traces; a.traces++) {
    nc_arguments_check(&a, *a.traces);
    read_paths(&s, *a.traces);
    read_ports(&s, *a.traces);
  }
  nc_places_fold(&s.places);
  warn_executed(&s.places);
  nc_output_print(a.file, &write_policy, &s);
  nc_places_free(&s.places);
  return 0;
}
