/* SPDX-License-Identifier: ISC */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "toml.h"

#define PLACE_MAX 96 /* bytes of rules[N].access[N] */

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

nc_right const scopes[] = {
    {"abstract-unix-socket", LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, 6},
    {"signal", LANDLOCK_SCOPE_SIGNAL, 6},
    {NULL, 0, 0},
};

static nc_right const scope_words[] = {
    {"abstract_unix_socket", LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, 6},
    {"signal", LANDLOCK_SCOPE_SIGNAL, 6},
    {NULL, 0, 0},
};

/* Names of a policy are shown on a terminal, perhaps. */
__attribute__((format(printf, 2, 3))) static int wrong(char *error, char const *format, ...)
{
  va_list args;
  va_start(args, format);
  vsnprintf(error, POLICY_ERROR_MAX, format, args);
  va_end(args);
  for (char *s = error; *s; s++)
    if ((unsigned char)*s < ' ' || *s == 127)
      *s = '?';
  return 0;
}

/* keys ends with NULL; before is the place and a dot, or empty */
static int knows_keys(json_t *table, char const *const *keys, char const *before, char *error)
{
  for (void *i = json_object_iter(table); i; i = json_object_iter_next(table, i)) {
    char const *key = json_object_iter_key(i);
    char const *const *known = keys;
    while (*known && strcmp(*known, key))
      known++;
    if (!*known || strlen(key) != json_object_iter_key_len(i))
      return wrong(error, "%s%s: unknown key", before, key);
  }
  return 1;
}

static int add_word(uint64_t *bits, json_t *word, nc_right const *const *lists, char const *place,
                    char const *kind, char *error)
{
  char const *s = json_string_value(word);
  if (!s)
    return wrong(error, "%s: not a string", place);
  for (; strlen(s) == json_string_length(word) && *lists; lists++)
    for (nc_right const *r = *lists; r->name; r++)
      if (!strcmp(r->name, s)) {
        *bits |= r->bits;
        return 1;
      }
  return wrong(error, "%s: unknown %s %s", place, kind, s);
}

/* An array of words of lists, which ends with NULL, as bits. */
static int get_bits(uint64_t *bits, json_t *array, nc_right const *const *lists, char const *place,
                    char const *kind, char *error)
{
  char each[PLACE_MAX];
  if (!array)
    return wrong(error, "%s: missing", place);
  if (!json_is_array(array))
    return wrong(error, "%s: not an array", place);
  *bits = 0;
  for (size_t i = 0; i < json_array_size(array); i++) {
    snprintf(each, sizeof each, "%s[%zu]", place, i);
    if (!add_word(bits, json_array_get(array, i), lists, each, kind, error))
      return 0;
  }
  return 1;
}

static int get_access(uint64_t *bits, json_t *table, nc_right const *const *lists,
                      char const *place, char *error)
{
  char access[PLACE_MAX];
  snprintf(access, sizeof access, "%s.access", place);
  if (!get_bits(bits, json_object_get(table, "access"), lists, access, "access", error))
    return 0;
  return *bits ? 1 : wrong(error, "%s: empty", access);
}

/* What is compared as text, and granted as it is read, is written in one way only. */
static int is_plain(char const *path)
{
  if (!strcmp(path, "/"))
    return 1;
  while (*path) {
    size_t n;
    if (*path++ != '/')
      return 0;
    n = strcspn(path, "/");
    if (!n || !strncmp(path, ".", n) || (n == 2 && !strncmp(path, "..", 2)))
      return 0;
    path += n;
  }
  return 1;
}

static int get_path(policy const *p, rule *r, json_t *path, char const *place, char *error)
{
  r->path = json_string_value(path);
  if (!path)
    return wrong(error, "%s.path: missing", place);
  if (!r->path)
    return wrong(error, "%s.path: not a string", place);
  if (strlen(r->path) != json_string_length(path))
    return wrong(error, "%s.path: has a NUL", place);
  if (*r->path != '/')
    return wrong(error, "%s.path: not absolute: %s", place, r->path);
  if (!is_plain(r->path))
    return wrong(error, "%s.path: has \"..\", \".\" or a slash too many: %s", place, r->path);
  for (size_t i = 0; i < p->n; i++)
    if (!strcmp(p->rules[i].path, r->path))
      return wrong(error, "%s.path: the same as that of rules[%zu]: %s", place, i, r->path);
  return 1;
}

static int get_rule(policy *p, json_t *table, char *error)
{
  static char const *const keys[] = {"path", "access", "optional", NULL};
  static nc_right const *const lists[] = {words, nc_rights_path, NULL};
  char place[PLACE_MAX], before[PLACE_MAX];
  rule *r = p->rules + p->n;
  json_t *optional;
  snprintf(place, sizeof place, "rules[%zu]", p->n);
  snprintf(before, sizeof before, "rules[%zu].", p->n);
  if (!json_is_object(table))
    return wrong(error, "%s: not a table", place);
  optional = json_object_get(table, "optional");
  if (optional && !json_is_boolean(optional))
    return wrong(error, "%s.optional: neither true nor false", place);
  r->optional = json_is_true(optional);
  if (!knows_keys(table, keys, before, error) ||
      !get_path(p, r, json_object_get(table, "path"), place, error) ||
      !get_access(&r->rights, table, lists, place, error))
    return 0;
  p->n++;
  return 1;
}

static int get_port(policy *p, json_t *table, char *error)
{
  static char const *const keys[] = {"port", "access", NULL};
  static nc_right const *const lists[] = {nc_rights_port, NULL};
  char place[PLACE_MAX], before[PLACE_MAX];
  port_rule *r = p->ports + p->ports_n;
  json_t *port;
  snprintf(place, sizeof place, "net[%zu]", p->ports_n);
  snprintf(before, sizeof before, "net[%zu].", p->ports_n);
  if (!json_is_object(table))
    return wrong(error, "%s: not a table", place);
  if (!knows_keys(table, keys, before, error))
    return 0;
  port = json_object_get(table, "port");
  if (!port)
    return wrong(error, "%s.port: missing", place);
  if (!json_is_integer(port) || json_integer_value(port) < 0 || json_integer_value(port) > 65535)
    return wrong(error, "%s.port: not an integer from 0 to 65535", place);
  r->port = (uint16_t)json_integer_value(port);
  for (size_t i = 0; i < p->ports_n; i++)
    if (p->ports[i].port == r->port)
      return wrong(error, "%s.port: the same as that of net[%zu]: %u", place, i, r->port);
  if (!get_access(&r->rights, table, lists, place, error))
    return 0;
  p->ports_n++;
  return 1;
}

static int get_rules(policy *p, json_t *rules, char *error)
{
  if (!rules)
    return wrong(error, "rules: missing");
  if (!json_is_array(rules))
    return wrong(error, "rules: not an array of tables");
  if (!json_array_size(rules))
    return wrong(error, "rules: empty");
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
  p->handles_tcp = net != NULL;
  if (!net)
    return 1;
  if (!json_is_array(net))
    return wrong(error, "net: not an array of tables");
  p->ports = calloc(json_array_size(net) + 1, sizeof *p->ports);
  if (!p->ports)
    return wrong(error, "net: out of memory");
  for (size_t i = 0; i < json_array_size(net); i++)
    if (!get_port(p, json_array_get(net, i), error))
      return 0;
  return 1;
}

static int get_min_abi(policy *p, json_t *abi, char *error)
{
  p->min_abi = 3;
  if (!abi)
    return 1;
  if (!json_is_integer(abi) || json_integer_value(abi) < 1)
    return wrong(error, "min_abi: not an integer from 1 on");
  if (json_integer_value(abi) > ABI_KNOWN)
    return wrong(error, "min_abi: more than %d, the newest that nc-landlock knows", ABI_KNOWN);
  p->min_abi = (unsigned int)json_integer_value(abi);
  return 1;
}

static int get_scoped(policy *p, json_t *scoped, char *error)
{
  static nc_right const *const lists[] = {scope_words, NULL};
  p->scoped = nc_rights_of_abi(scopes, ABI_KNOWN);
  return !scoped || get_bits(&p->scoped, scoped, lists, "scoped", "scope", error);
}

int policy_parse(policy *p, char const *s, size_t n, char error[POLICY_ERROR_MAX])
{
  static char const *const keys[] = {"min_abi", "rules", "net", "scoped", NULL};
  nc_toml_error e;
  *p = (policy){.json = nc_toml_parse(s, n, &e)};
  if (!p->json)
    return wrong(error, "line %u, column %u: %s", e.line, e.column, e.text);
  if (knows_keys(p->json, keys, "", error) &&
      get_min_abi(p, json_object_get(p->json, "min_abi"), error) &&
      get_rules(p, json_object_get(p->json, "rules"), error) &&
      get_net(p, json_object_get(p->json, "net"), error) &&
      get_scoped(p, json_object_get(p->json, "scoped"), error))
    return 1;
  policy_free(p);
  return 0;
}

static int is_beneath(char const *path, char const *folder)
{
  size_t n = strlen(folder);
  return !strcmp(folder, "/") || (!strncmp(path, folder, n) && (!path[n] || path[n] == '/'));
}

int policy_is_strict(policy const *p, char error[POLICY_ERROR_MAX])
{
  uint64_t const makes = LANDLOCK_ACCESS_FS_WRITE_FILE | CREATE;
  if (p->min_abi < 3)
    return wrong(error, "min_abi: production needs 3, truncate is not restricted before");
  for (size_t i = 0; i < p->n; i++) {
    uint64_t rights = 0;
    /* rights add up on the way to the root */
    for (size_t j = 0; j < p->n; j++)
      if (is_beneath(p->rules[i].path, p->rules[j].path))
        rights |= p->rules[j].rights;
    if ((rights & EXECUTE) && (rights & makes))
      return wrong(error, "rules[%zu]: production does not both write and execute %s", i,
                   p->rules[i].path);
  }
  return 1;
}

void policy_free(policy *p)
{
  json_decref(p->json);
  free(p->rules);
  free(p->ports);
  *p = (policy){.json = NULL};
}
