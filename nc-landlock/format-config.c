/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "variables.h"

config_spelling const config_toml = {"path_beneath", "net_port", "allowed_access",
                                     "handled_access_fs", "handled_access_net"};
config_spelling const config_json = {"pathBeneath", "netPort", "allowedAccess", "handledAccessFs",
                                     "handledAccessNet"};

char const *const config_keys[] = {"abi", "variable", "ruleset", "path_beneath", "net_port", NULL};

static nc_right const path_groups[] = {
    {"all", WRITE | EXECUTE, 1},
    {"read_execute", READ | EXECUTE | LANDLOCK_ACCESS_FS_REFER, 1},
    {"read_write", WRITE, 1},
    {NULL, 0, 0},
};

static nc_right const port_words[] = {
    {"bind_tcp", LANDLOCK_ACCESS_NET_BIND_TCP, 4},
    {"connect_tcp", LANDLOCK_ACCESS_NET_CONNECT_TCP, 4},
    {NULL, 0, 0},
};

static nc_right const everything[] = {{"all", ~(uint64_t)0, 1}, {NULL, 0, 0}};

typedef struct config_s config;
struct config_s {
  policy *p;
  config_spelling const *spelling;
  vocabulary paths, ports, scopes;
  json_t *variables; /* arrays of strings by name */
  unsigned int expansions;
  char *error;
};

/* What is granted to each path that a text stands for. */
typedef struct grants_s grants;
struct grants_s {
  config *c;
  char const *place;
  size_t table;
  uint64_t rights;
};

/* Calls read for each table of an array that may be left out, but not be empty. */
static int each_table(config *c, json_t *root, char const *key,
                      int (*read)(config *, json_t *, size_t, char const *))
{
  json_t *array = json_object_get(root, key);
  char place[PLACE_MAX];
  if (!array)
    return 1;
  if (!is_filled(array, key, c->error))
    return 0;
  for (size_t i = 0; i < json_array_size(array); i++) {
    snprintf(place, sizeof place, "%s[%zu]", key, i);
    if (!read(c, json_array_get(array, i), i, place))
      return 0;
  }
  return 1;
}

static int read_variable(config *c, json_t *table, size_t i, char const *place)
{
  (void)i;
  return variables_add(c->variables, table, place, c->error);
}

/* What it handles is added to what others do. */
static int add_handled(config *c, uint64_t *handled, json_t *array, vocabulary const *v,
                       char const *place, char const *key)
{
  char at[PLACE_MAX];
  uint64_t bits;
  snprintf(at, sizeof at, "%s.%s", place, key);
  if (array && !get_some_bits(&bits, array, v, at, c->error))
    return 0;
  *handled |= array ? bits : 0;
  return 1;
}

static int read_ruleset(config *c, json_t *table, size_t i, char const *place)
{
  char const *fs = c->spelling->handled_access_fs, *net = c->spelling->handled_access_net;
  char const *const keys[] = {fs, net, "scoped", NULL};
  (void)i;
  if (!is_table(table, keys, place, c->error))
    return 0;
  if (!json_object_size(table))
    return wrong(c->error, "%s: empty", place);
  return add_handled(c, &c->p->handled_fs, json_object_get(table, fs), &c->paths, place, fs) &&
         add_handled(c, &c->p->handled_net, json_object_get(table, net), &c->ports, place, net) &&
         add_handled(c, &c->p->scoped, json_object_get(table, "scoped"), &c->scopes, place,
                     "scoped");
}

/* Paths that are named twice have the rights of both. */
static int add_path(void *arg, char const *path)
{
  grants const *g = arg;
  policy *p = g->c->p;
  if (!is_plain(path, g->place, g->c->error))
    return 0;
  for (size_t i = 0; i < p->n; i++)
    if (!strcmp(p->rules[i].path, path)) {
      p->rules[i].rights |= g->rights;
      return 1;
    }
  rule *rules = realloc(p->rules, (p->n + 1) * sizeof *rules);
  json_t *copy = json_string(path);
  if (rules)
    p->rules = rules;
  if (json_array_append_new(p->json, copy) < 0 || !rules)
    return wrong(g->c->error, "%s: out of memory", g->place);
  rules[p->n++] = (rule){.path = json_string_value(copy),
                         .rights = g->rights,
                         .optional = 1, /* the format passes over what is not there */
                         .table = g->table};
  return 1;
}

static int read_path_beneath(config *c, json_t *table, size_t i, char const *place)
{
  char const *allowed = c->spelling->allowed_access;
  char const *const keys[] = {allowed, "parent", NULL};
  json_t *parents = json_object_get(table, "parent");
  char at[PLACE_MAX];
  grants g = {.c = c, .place = at, .table = i};
  snprintf(at, sizeof at, "%s.%s", place, allowed);
  if (!is_table(table, keys, place, c->error) ||
      !get_some_bits(&g.rights, json_object_get(table, allowed), &c->paths, at, c->error))
    return 0;
  c->p->handled_fs |= g.rights;
  snprintf(at, sizeof at, "%s.parent", place);
  if (!is_filled(parents, at, c->error))
    return 0;
  for (size_t k = 0; k < json_array_size(parents); k++) {
    char const *parent;
    snprintf(at, sizeof at, "%s.parent[%zu]", place, k);
    if (!get_string(&parent, json_array_get(parents, k), at, c->error) ||
        !variables_expand(c->variables, parent, &c->expansions, &add_path, &g, at, c->error))
      return 0;
  }
  return 1;
}

static int add_port(config *c, uint16_t port, uint64_t rights, char const *place)
{
  policy *p = c->p;
  for (size_t i = 0; i < p->ports_n; i++)
    if (p->ports[i].port == port) {
      p->ports[i].rights |= rights;
      return 1;
    }
  port_rule *ports = realloc(p->ports, (p->ports_n + 1) * sizeof *ports);
  if (!ports)
    return wrong(c->error, "%s: out of memory", place);
  ports[p->ports_n++] = (port_rule){port, rights};
  p->ports = ports;
  return 1;
}

static int read_net_port(config *c, json_t *table, size_t i, char const *place)
{
  char const *allowed = c->spelling->allowed_access;
  char const *const keys[] = {allowed, "port", NULL};
  json_t *ports = json_object_get(table, "port");
  uint64_t rights;
  char at[PLACE_MAX];
  (void)i;
  snprintf(at, sizeof at, "%s.%s", place, allowed);
  if (!is_table(table, keys, place, c->error) ||
      !get_some_bits(&rights, json_object_get(table, allowed), &c->ports, at, c->error))
    return 0;
  c->p->handled_net |= rights;
  snprintf(at, sizeof at, "%s.port", place);
  if (!is_filled(ports, at, c->error))
    return 0;
  for (size_t k = 0; k < json_array_size(ports); k++) {
    uint16_t port;
    snprintf(at, sizeof at, "%s.port[%zu]", place, k);
    if (!get_port_number(&port, json_array_get(ports, k), at, c->error) ||
        !add_port(c, port, rights, at))
      return 0;
  }
  return 1;
}

/* The first ABI that has all of the bits. */
static unsigned int abi_of(nc_right const *rights, uint64_t bits)
{
  int abi = 1;
  for (; rights->name; rights++)
    if ((bits & rights->bits) && rights->abi > abi)
      abi = rights->abi;
  return (unsigned int)abi;
}

/* Act or die: what the policy restricts is restricted. */
static unsigned int min_abi(policy const *p)
{
  unsigned int fs = abi_of(nc_rights_path, p->handled_fs),
               net = abi_of(nc_rights_port, p->handled_net), scope = abi_of(scopes, p->scoped),
               abi = fs > net ? fs : net;
  return abi > scope ? abi : scope;
}

static int read_all(config *c, json_t *root)
{
  char const *const keys[] = {
      "abi", "variable", "ruleset", c->spelling->path_beneath, c->spelling->net_port, NULL};
  json_t *abi = json_object_get(root, "abi");
  unsigned int version = 0;
  if (!is_table(root, keys, "", c->error) || (abi && !get_abi(&version, abi, "abi", c->error)))
    return 0;
  c->paths.abi = c->ports.abi = c->scopes.abi = version;
  if (!each_table(c, root, "variable", &read_variable) ||
      !each_table(c, root, "ruleset", &read_ruleset) ||
      !each_table(c, root, c->spelling->path_beneath, &read_path_beneath) ||
      !each_table(c, root, c->spelling->net_port, &read_net_port))
    return 0;
  c->p->min_abi = min_abi(c->p);
  return (c->p->handled_fs | c->p->handled_net | c->p->scoped) ||
         wrong(c->error, "ruleset: missing, and no rule");
}

int config_read(policy *p, json_t *root, config_spelling const *spelling, char *error)
{
  config c = {
      .p = p,
      .spelling = spelling,
      .paths = {.kind = "access", .words = {nc_rights_path}, .groups = path_groups},
      .ports = {.kind = "access", .words = {port_words}, .groups = everything},
      .scopes = {.kind = "scope", .words = {scope_words}, .groups = everything},
      .variables = json_object(),
      .error = error,
  };
  *p = (policy){.json = json_array(), .tables = spelling->path_beneath};
  int ok = c.variables && p->json ? read_all(&c, root) : wrong(error, "abi: out of memory");
  json_decref(c.variables);
  return ok;
}
