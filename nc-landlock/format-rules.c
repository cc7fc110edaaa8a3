/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

char const *const rules_keys[] = {"min_abi", "rules", "net", "scoped", NULL};

/* words for several; to read is not to execute */
static nc_right const words[] = {
    {"read", READ, 1},
    {"write", LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE, 1},
    {"create", CREATE | LANDLOCK_ACCESS_FS_REFER, 1},
    {"remove", REMOVE, 1},
    {"readdir", LIST, 1},
    {"all", WRITE | EXECUTE, 1},
    {"all_except_execute", WRITE, 1},
    {NULL, 0, 0},
};

static vocabulary const accesses = {.kind = "access", .words = {words, nc_rights_path}};
static vocabulary const port_accesses = {.kind = "access", .words = {nc_rights_port}};
static vocabulary const scope_names = {.kind = "scope", .words = {scope_words}};

static int get_path(policy const *p, char const **path, json_t *value, char const *place,
                    char *error)
{
  if (!get_string(path, value, place, error) || !is_plain(*path, place, error))
    return 0;
  for (size_t i = 0; i < p->n; i++)
    if (!strcmp(p->rules[i].path, *path))
      return wrong(error, "%s: the same as that of rules[%zu]: %s", place, i, *path);
  return 1;
}

static int get_rule(policy *p, json_t *table, char *error)
{
  static char const *const keys[] = {"path", "access", "optional", NULL};
  char place[PLACE_MAX], path[PLACE_MAX], access[PLACE_MAX];
  rule *r = p->rules + p->n;
  json_t *optional = json_object_get(table, "optional");
  snprintf(place, sizeof place, "rules[%zu]", p->n);
  snprintf(path, sizeof path, "rules[%zu].path", p->n);
  snprintf(access, sizeof access, "rules[%zu].access", p->n);
  if (!is_table(table, keys, place, error) ||
      !get_path(p, &r->path, json_object_get(table, "path"), path, error) ||
      !get_some_bits(&r->rights, json_object_get(table, "access"), &accesses, access, error))
    return 0;
  if (optional && !json_is_boolean(optional))
    return wrong(error, "%s.optional: neither true nor false", place);
  r->optional = json_is_true(optional);
  r->table = p->n++;
  return 1;
}

static int get_port(policy *p, json_t *table, char *error)
{
  static char const *const keys[] = {"port", "access", NULL};
  char place[PLACE_MAX], port[PLACE_MAX], access[PLACE_MAX];
  port_rule *r = p->ports + p->ports_n;
  snprintf(place, sizeof place, "net[%zu]", p->ports_n);
  snprintf(port, sizeof port, "net[%zu].port", p->ports_n);
  snprintf(access, sizeof access, "net[%zu].access", p->ports_n);
  if (!is_table(table, keys, place, error) ||
      !get_port_number(&r->port, json_object_get(table, "port"), port, error))
    return 0;
  for (size_t i = 0; i < p->ports_n; i++)
    if (p->ports[i].port == r->port)
      return wrong(error, "%s: the same as that of net[%zu]: %u", port, i, r->port);
  if (!get_some_bits(&r->rights, json_object_get(table, "access"), &port_accesses, access, error))
    return 0;
  p->ports_n++;
  return 1;
}

static int get_rules(policy *p, json_t *rules, char *error)
{
  if (!is_filled(rules, "rules", error))
    return 0;
  p->rules = calloc(json_array_size(rules), sizeof *p->rules);
  if (!p->rules)
    return wrong(error, "rules: out of memory");
  for (size_t i = 0; i < json_array_size(rules); i++)
    if (!get_rule(p, json_array_get(rules, i), error))
      return 0;
  return 1;
}

static int get_net(policy *p, json_t *net, char *error)
{
  if (!net)
    return 1;
  p->handled_net = TCP;
  if (!json_is_array(net))
    return wrong(error, "net: not an array");
  p->ports = calloc(json_array_size(net) + 1, sizeof *p->ports);
  if (!p->ports)
    return wrong(error, "net: out of memory");
  for (size_t i = 0; i < json_array_size(net); i++)
    if (!get_port(p, json_array_get(net, i), error))
      return 0;
  return 1;
}

int rules_read(policy *p, json_t *root, char *error)
{
  json_t *min_abi = json_object_get(root, "min_abi"), *scoped = json_object_get(root, "scoped");
  *p = (policy){.json = json_incref(root),
                .tables = "rules",
                .min_abi = 3,
                .handled_fs = nc_rights_of_abi(nc_rights_path, ABI_KNOWN),
                .scoped = nc_rights_of_abi(scopes, ABI_KNOWN)};
  return is_table(root, rules_keys, "", error) &&
         (!min_abi || get_abi(&p->min_abi, min_abi, "min_abi", error)) &&
         get_rules(p, json_object_get(root, "rules"), error) &&
         get_net(p, json_object_get(root, "net"), error) &&
         (!scoped || get_bits(&p->scoped, scoped, &scope_names, "scoped", error));
}
