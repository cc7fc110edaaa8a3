/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "rules.h"

nc_right const scopes[] = {
    {"abstract-unix-socket", LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, 6},
    {"signal", LANDLOCK_SCOPE_SIGNAL, 6},
    {NULL, 0, 0},
};

/* What is of one format only: a policy that has keys of both was meant as neither. */
static char const *key_of(json_t const *root, char const *const *keys)
{
  while (*keys && !json_object_get(root, *keys))
    keys++;
  return *keys;
}

static int read_toml(policy *p, nc_policy const *file, char *error)
{
  json_t *root = nc_policy_toml(file, error, POLICY_ERROR_MAX);
  if (!root)
    return 0;
  char const *own = key_of(root, rules_keys), *config = key_of(root, config_keys);
  int ok = own && config ? wrong(error, "%s: beside %s, which is of the other format", own, config)
           : config      ? config_read(p, root, &config_toml, error)
                         : rules_read(p, root, error);
  json_decref(root);
  return ok;
}

static int read_json(policy *p, nc_policy const *file, char *error)
{
  json_t *root = nc_policy_json(file, error, POLICY_ERROR_MAX);
  if (!root)
    return 0;
  int ok = config_read(p, root, &config_json, error);
  json_decref(root);
  return ok;
}

/* No TOML begins like that. */
static int is_json(nc_policy const *file)
{
  size_t i = 0;
  while (i < file->n && memchr(" \t\r\n", file->s[i], 4))
    i++;
  return i < file->n && file->s[i] == '{';
}

int policy_parse(policy *p, nc_policy const *file, char error[POLICY_ERROR_MAX])
{
  *p = (policy){.json = NULL};
  if (is_json(file) ? read_json(p, file, error) : read_toml(p, file, error))
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
  for (nc_right const *r = nc_rights_path; r->name; r++)
    if (r->abi <= 3 && (r->bits & ~p->handled_fs))
      return wrong(error, "ruleset: production needs all rights of ABI 3 handled, %s is not",
                   r->name);
  if (p->min_abi < 3)
    return wrong(error, "min_abi: production needs 3, truncate is not restricted before");
  for (size_t i = 0; i < p->n; i++) {
    uint64_t rights = 0;
    /* rights add up on the way to the root */
    for (size_t j = 0; j < p->n; j++)
      if (is_beneath(p->rules[i].path, p->rules[j].path))
        rights |= p->rules[j].rights;
    if ((rights & EXECUTE) && (rights & makes))
      return wrong(error, "%s[%zu]: production does not both write and execute %s", p->tables,
                   p->rules[i].table, p->rules[i].path);
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
