/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/seccomp.h>

#include <seccomp.h>

#include "profile.h"
#include "scanner.h"
#include "syscall.h"

static struct {
  char const *name;
  enum scmp_compare op;
} const operators[] = {
    {"SCMP_CMP_EQ", SCMP_CMP_EQ}, {"SCMP_CMP_GE", SCMP_CMP_GE},
    {"SCMP_CMP_GT", SCMP_CMP_GT}, {"SCMP_CMP_LE", SCMP_CMP_LE},
    {"SCMP_CMP_LT", SCMP_CMP_LT}, {"SCMP_CMP_MASKED_EQ", SCMP_CMP_MASKED_EQ},
    {"SCMP_CMP_NE", SCMP_CMP_NE},
};
#define OPERATORS (sizeof operators / sizeof *operators)

static char const *const profile_keys[] = {"defaultAction", "defaultErrnoRet", "defaultErrno",
                                           "architectures", "archMap",         "syscalls",
                                           "flags",         "comment",         NULL};
static char const *const syscall_keys[] = {"names", "name",     "action",   "errnoRet", "errno",
                                           "args",  "includes", "excludes", "comment",  NULL};
static char const *const arg_keys[] = {"index", "value", "valueTwo", "op", NULL};

/* TSYNC is for the other threads of a process that has some: the one that loads has none. */
static struct {
  char const *name;
  uint32_t flag;
} const flags[] = {
    {"SECCOMP_FILTER_FLAG_LOG", SECCOMP_FILTER_FLAG_LOG},
    {"SECCOMP_FILTER_FLAG_SPEC_ALLOW", SECCOMP_FILTER_FLAG_SPEC_ALLOW},
    {"SECCOMP_FILTER_FLAG_TSYNC", 0},
};
#define FLAGS (sizeof flags / sizeof *flags)

static int scan_arg(scanner *c, char const *where, json_t const *arg, nc_rule *r)
{
  json_t const *value_two = json_object_get(arg, "valueTwo");
  char const *op = json_string_value(json_object_get(arg, "op"));
  uint64_t index, value, two = 0;
  size_t i = 0;

  if (scan_keys(c, where, arg, arg_keys) < 0 ||
      scan_number(c, where, "index", json_object_get(arg, "index"), NC_ARGS_MAX - 1, &index) < 0 ||
      scan_number(c, where, "value", json_object_get(arg, "value"), UINT64_MAX, &value) < 0 ||
      (value_two && scan_number(c, where, "valueTwo", value_two, UINT64_MAX, &two) < 0))
    return -1;
  while (op && i < OPERATORS && strcmp(operators[i].name, op))
    i++;
  if (!op || i == OPERATORS)
    return scan_bad(c, "%s.op: unknown operator %s", where, op ? op : "");
  if (operators[i].op != SCMP_CMP_MASKED_EQ && two)
    return scan_bad(c, "%s.valueTwo: %s compares with one value", where, op);
  /* libseccomp would mask the value too, and so match what this does not say */
  if (operators[i].op == SCMP_CMP_MASKED_EQ && two & ~value)
    return scan_bad(c, "%s.valueTwo: has bits outside of the mask, so it never matches", where);
  for (unsigned int k = 0; k < r->n; k++)
    if (r->args[k].arg == index)
      return scan_bad(
          c, "%s.index: a second condition on this argument; write two rules for \"or\"", where);
  r->args[r->n++] = (struct scmp_arg_cmp){
      .arg = (unsigned int)index, .op = operators[i].op, .datum_a = value, .datum_b = two};
  return 0;
}

/* The call's number on each architecture. Returns 0 if no architecture has such a call. */
static int resolve_call(scanner const *c, char const *name, int *calls)
{
  int known = 0;
  for (unsigned int i = 0; i < c->rules->archs_n; i++) {
    calls[i] = nc_syscall_number(c->rules->archs[i], name);
    known |= calls[i] != __NR_SCMP_ERROR;
  }
  return known;
}

static int add_rule(scanner *c, nc_rule const *r)
{
  nc_rules *l = c->rules;
  if (l->n == l->max) {
    size_t max = l->max ? 2 * l->max : 512;
    nc_rule *s = realloc(l->s, max * sizeof *s);
    if (!s)
      return scan_bad(c, "unable to allocate memory: %s", strerror(errno));
    l->s = s;
    l->max = max;
  }
  l->s[l->n++] = *r;
  return 0;
}

/* Nobody knows its number, so there can be no rule for it. That must not let it through where the
   profile would stop it: what holds without a rule is the default action. */
static int skip_name(scanner *c, char const *where, char const *name, uint32_t action)
{
  if (!*name || name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")])
    return scan_bad(c, "%s: not a name of a system call: %s", where, name);
  if (!c->skipped)
    return scan_bad(c, "%s: unknown system call %s", where, name);
  if (nc_filter_rank(action) < nc_filter_rank(c->rules->default_action))
    return scan_bad(c, "%s: unknown system call %s, which defaultAction would let through", where,
                    name);
  fprintf(c->skipped, "%s: unknown system call %s\n", where, name);
  return 0;
}

static int scan_name(scanner *c, char const *where, json_t const *value, int counts, nc_rule *r)
{
  char const *name = json_string_value(value);
  if (!name)
    return scan_bad(c, "%s: not a string", where);
  if (!resolve_call(c, name, r->calls))
    return skip_name(c, where, name, r->action);
  return counts ? add_rule(c, r) : 0;
}

static int scan_syscall(scanner *c, char const *where, json_t const *entry)
{
  json_t const *names = json_object_get(entry, "names"), *name = json_object_get(entry, "name");
  json_t const *args = json_object_get(entry, "args");
  size_t names_n, args_n;
  nc_rule r = {.n = 0};
  char path[64];
  int counts;

  if (scan_keys(c, where, entry, syscall_keys) < 0 ||
      scan_action(c, where, entry, "action", "errno", &r.action) < 0 ||
      scan_conditions(c, where, entry, &counts) < 0 ||
      scan_array(c, where, ".names", names, &names_n) < 0 ||
      scan_array(c, where, ".args", args, &args_n) < 0)
    return -1;
  if (name && names_n)
    return scan_bad(c, "%s.name: names is there too, only one of them can be", where);
  if (!name && !names_n)
    return scan_bad(c, "%s.names: empty", where);
  for (size_t i = 0; i < args_n; i++) {
    snprintf(path, sizeof path, "%s.args[%zu]", where, i);
    if (scan_arg(c, path, json_array_get(args, i), &r) < 0)
      return -1;
  }
  if (name) {
    snprintf(path, sizeof path, "%s.name", where);
    return scan_name(c, path, name, counts, &r);
  }
  for (size_t i = 0; i < names_n; i++) {
    snprintf(path, sizeof path, "%s.names[%zu]", where, i);
    if (scan_name(c, path, json_array_get(names, i), counts, &r) < 0)
      return -1;
  }
  return 0;
}

static int scan_flags(scanner *c, json_t const *list, uint32_t *set)
{
  size_t n;
  *set = 0;
  if (scan_array(c, "", "flags", list, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    char const *s = json_string_value(json_array_get(list, i));
    size_t k = 0;
    while (s && k < FLAGS && strcmp(flags[k].name, s))
      k++;
    if (s && !strcmp(s, "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"))
      return scan_bad(c, "flags[%zu]: %s needs a listener, and there is none", i, s);
    if (!s || k == FLAGS)
      return scan_bad(c, "flags[%zu]: unknown flag %s", i, s ? s : "");
    *set |= flags[k].flag;
  }
  return 0;
}

static int scan_profile(scanner *c, json_t const *profile, uint32_t *flag_set)
{
  static char const *const listener[] = {"listenerPath", "listenerMetadata"};
  json_t const *syscalls = json_object_get(profile, "syscalls");
  size_t n;
  for (size_t i = 0; i < sizeof listener / sizeof *listener; i++)
    if (json_object_get(profile, listener[i]))
      return scan_bad(c, "%s: a listener decides about calls from outside, and there is none",
                      listener[i]);
  if (scan_keys(c, "profile", profile, profile_keys) < 0 ||
      scan_action(c, "", profile, "defaultAction", "defaultErrno", &c->rules->default_action) < 0 ||
      scan_flags(c, json_object_get(profile, "flags"), flag_set) < 0 ||
      scan_archs(c, profile) < 0 || scan_array(c, "", "syscalls", syscalls, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    char path[32];
    snprintf(path, sizeof path, "syscalls[%zu]", i);
    if (scan_syscall(c, path, json_array_get(syscalls, i)) < 0)
      return -1;
  }
  return 0;
}

int nc_profile_read(nc_rules *rules, uint32_t *flag_set, json_t const *profile,
                    nc_profile_host const *host, char **skipped, char *error, size_t max)
{
  scanner c = {.rules = rules, .host = host, .error = error, .error_max = max};
  size_t len;
  int rc;
  *rules = (nc_rules){.archs = {seccomp_arch_native()}, .archs_n = 1};
  if (skipped)
    *skipped = NULL;
  if (skipped && !(c.skipped = open_memstream(skipped, &len)))
    return scan_bad(&c, "unable to allocate memory: %s", strerror(errno));
  rc = scan_profile(&c, profile, flag_set);
  if (skipped && (ferror(c.skipped) | fclose(c.skipped)))
    rc = scan_bad(&c, "unable to allocate memory: %s", strerror(errno));
  return rc;
}

int nc_profile_compile(nc_filter *filter, json_t const *profile, nc_profile_host const *host,
                       char **skipped, char *error, size_t max)
{
  nc_rules rules;
  int rc = nc_profile_read(&rules, &filter->flags, profile, host, skipped, error, max);
  if (rc == 0 && !nc_filter_make(filter, &rules)) {
    snprintf(error, max, "the filter is longer than the kernel's %d instructions", BPF_MAXINSNS);
    rc = -1;
  }
  free(rules.s);
  return rc;
}
