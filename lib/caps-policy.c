/* SPDX-License-Identifier: ISC */

#include <string.h>

#include <linux/capability.h>

#include <jansson.h>

#include "capability.h"
#include "caps-policy.h"

#define BIT(cap) ((uint64_t)1 << (cap))

typedef struct output_s output;
struct output_s {
  char *error;
  size_t max;
};

static char const *const sections[] = {"bounding", "effective", "inheritable", "ambient"};
enum { BOUNDING, EFFECTIVE, INHERITABLE, AMBIENT, SECTIONS };

static int is(char const *key, size_t len, char const *word)
{
  return len == strlen(word) && !memcmp(key, word, len);
}

static int parse_names(uint64_t *set, json_t const *names, char const *section, output const *out)
{
  if (!json_is_array(names))
    return nc_policy_wrong(out->error, out->max, "%s.keep: not an array", section);
  for (size_t i = 0; i < json_array_size(names); i++) {
    json_t const *name = json_array_get(names, i);
    if (!json_is_string(name))
      return nc_policy_wrong(out->error, out->max, "%s.keep[%zu]: not a string", section, i);
    char const *s = json_string_value(name);
    int cap = nc_capability(s, json_string_length(name));
    if (cap < 0)
      return nc_policy_wrong(out->error, out->max, "%s.keep[%zu]: unknown capability %.64s",
                             section, i, s);
    if (*set & BIT(cap))
      return nc_policy_wrong(out->error, out->max, "%s.keep[%zu]: %.64s is there twice", section, i,
                             s);
    *set |= BIT(cap);
  }
  return 1;
}

static int parse_section(uint64_t *set, json_t *table, char const *section, output const *out)
{
  char const *key;
  size_t len;
  json_t *value;
  if (!json_is_object(table))
    return nc_policy_wrong(out->error, out->max, "%s: not a table", section);
  json_object_keylen_foreach(table, key, len, value)
  {
    if (!is(key, len, "keep"))
      return nc_policy_wrong(out->error, out->max, "%s.%.64s: unknown key", section, key);
    if (!parse_names(set, value, section, out))
      return 0;
  }
  return 1;
}

static int parse_sections(uint64_t *sets, json_t *policy, output const *out)
{
  char const *key;
  size_t len;
  json_t *value;
  json_object_keylen_foreach(policy, key, len, value)
  {
    unsigned int i = 0;
    while (i < SECTIONS && !is(key, len, sections[i]))
      i++;
    if (i == SECTIONS)
      return nc_policy_wrong(out->error, out->max, "%.64s: unknown section", key);
    if (!parse_section(sets + i, value, sections[i], out))
      return 0;
  }
  return 1;
}

/* What the kernel would not let stand, or would cut down by itself without a word. */
static int check_subsets(uint64_t const *sets, output const *out)
{
  static struct {
    unsigned int inner, outer;
  } const rules[] = {
      {EFFECTIVE, BOUNDING}, {INHERITABLE, BOUNDING}, {AMBIENT, INHERITABLE}, {AMBIENT, EFFECTIVE}};
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
    if (sets[rules[i].inner] & ~sets[rules[i].outer])
      return nc_policy_wrong(out->error, out->max, "%s.keep: not all of it is in %s.keep",
                             sections[rules[i].inner], sections[rules[i].outer]);
  return 1;
}

int nc_caps_policy_parse(nc_caps_sets *sets, nc_policy const *file, char *error, size_t max)
{
  output out = {error, max};
  uint64_t parsed[SECTIONS] = {0};
  json_t *policy = nc_policy_toml(file, error, max);
  int done;
  if (!policy)
    return 0;
  done = parse_sections(parsed, policy, &out) && check_subsets(parsed, &out);
  json_decref(policy);
  *sets = (nc_caps_sets){.bounding = parsed[BOUNDING],
                         .effective = parsed[EFFECTIVE],
                         .inheritable = parsed[INHERITABLE],
                         .ambient = parsed[AMBIENT]};
  return done;
}

/* nc-caps(1) says why each. */
char const *nc_caps_policy_forbidden(uint64_t set)
{
  static struct {
    int cap;
    char const *name;
  } const list[] = {{CAP_SYS_ADMIN, "SYS_ADMIN"},
                    {CAP_SYS_PTRACE, "SYS_PTRACE"},
                    {CAP_SYS_MODULE, "SYS_MODULE"},
                    {CAP_SYS_RAWIO, "SYS_RAWIO"},
                    {CAP_SYS_BOOT, "SYS_BOOT"},
                    {CAP_SYS_TIME, "SYS_TIME"},
                    {CAP_SYSLOG, "SYSLOG"},
                    {CAP_MAC_ADMIN, "MAC_ADMIN"},
                    {CAP_MAC_OVERRIDE, "MAC_OVERRIDE"},
                    {CAP_NET_ADMIN, "NET_ADMIN"},
                    {CAP_NET_RAW, "NET_RAW"},
                    {CAP_BPF, "BPF"},
                    {CAP_PERFMON, "PERFMON"},
                    {CAP_DAC_READ_SEARCH, "DAC_READ_SEARCH"},
                    {CAP_SETUID, "SETUID"},
                    {CAP_SETGID, "SETGID"},
                    {CAP_SETPCAP, "SETPCAP"},
                    {CAP_SYS_CHROOT, "SYS_CHROOT"},
                    {CAP_MKNOD, "MKNOD"},
                    {CAP_AUDIT_CONTROL, "AUDIT_CONTROL"}};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (set & BIT(list[i].cap))
      return list[i].name;
  return NULL;
}
