/* SPDX-License-Identifier: ISC */

#include <stddef.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "objects.h"
#include "json.h"
#include "rights.h"
#include "utf8.h"

typedef struct path_key_s path_key;
struct path_key_s {
  uint64_t rights;
  uint64_t made;
  char path[NC_JSON_STRING_MAX + 1]; /* the key ends with its NUL */
};

typedef struct port_key_s port_key;
struct port_key_s {
  uint64_t rights;
  uint64_t port;
};

typedef struct capability_key_s capability_key;
struct capability_key_s {
  char const *capability;
  uint64_t held;
  char call[32];
};

static void add_rights(nc_json *j, nc_right const *all, uint64_t rights)
{
  if (!nc_json_open(j, "rights", '['))
    return;
  for (; all->name; all++)
    if (rights & all->bits)
      nc_json_string(j, NULL, all->name);
  nc_json_close(j, '[');
}

static size_t format_path(nc_tally const *t, void const *key, uint64_t n, char *buf, size_t max)
{
  path_key const *k = key;
  nc_json j;
  (void)t;
  nc_json_begin(&j, buf, max);
  nc_json_string(&j, "path", k->path);
  add_rights(&j, nc_rights_path, k->rights);
  if (k->made)
    nc_json_bool(&j, "made", 1);
  nc_json_padded(&j, "count", n);
  return nc_json_end(&j);
}

static size_t format_hidden(nc_tally const *t, void const *key, uint64_t n, char *buf, size_t max)
{
  nc_json j;
  (void)t;
  nc_json_begin(&j, buf, max);
  nc_json_null(&j, "path");
  nc_json_string(&j, "call", key);
  nc_json_padded(&j, "count", n);
  return nc_json_end(&j);
}

static size_t format_port(nc_tally const *t, void const *key, uint64_t n, char *buf, size_t max)
{
  port_key const *k = key;
  nc_json j;
  (void)t;
  nc_json_begin(&j, buf, max);
  nc_json_int(&j, "port", (int64_t)k->port);
  add_rights(&j, nc_rights_port, k->rights);
  nc_json_padded(&j, "count", n);
  return nc_json_end(&j);
}

static size_t format_capability(nc_tally const *t, void const *key, uint64_t n, char *buf,
                                size_t max)
{
  capability_key const *k = key;
  nc_json j;
  (void)t;
  nc_json_begin(&j, buf, max);
  nc_json_string(&j, "capability", k->capability);
  nc_json_string(&j, "call", k->call);
  nc_json_bool(&j, "held", (int)k->held);
  nc_json_padded(&j, "count", n);
  return nc_json_end(&j);
}

static void count(nc_tally *t, nc_tally_format *format, void const *key, size_t len)
{
  if (!nc_tally_count(t, format, key, len))
    strerr_dief(111, "too many different lines for the log");
}

/* What the writer of JSON would cut or change is another path. */
static int is_exact(char const *path)
{
  size_t n = strlen(path);
  if (n > NC_JSON_STRING_MAX)
    return 0;
  while (n) {
    size_t len = (unsigned char)*path < 0x80 ? 1 : nc_utf8_length(path, n);
    if (!len)
      return 0;
    path += len;
    n -= len;
  }
  return 1;
}

int objects_path(nc_tally *t, char const *path, uint64_t rights, int made)
{
  path_key key;
  if (!is_exact(path))
    return 0;
  memset(&key, 0, sizeof key);
  key.rights = rights;
  key.made = (uint64_t)made;
  strcpy(key.path, path);
  count(t, &format_path, &key, offsetof(path_key, path) + strlen(path) + 1);
  return 1;
}

void objects_hidden(nc_tally *t, char const *call)
{
  count(t, &format_hidden, call, strlen(call) + 1);
}

void objects_port(nc_tally *t, uint16_t port, uint64_t rights)
{
  port_key const key = {.rights = rights, .port = port};
  count(t, &format_port, &key, sizeof key);
}

void objects_capability(nc_tally *t, char const *capability, char const *call, int held)
{
  capability_key key;
  memset(&key, 0, sizeof key);
  key.capability = capability;
  key.held = (uint64_t)held;
  strncpy(key.call, call, sizeof key.call - 1);
  count(t, &format_capability, &key, sizeof key);
}
