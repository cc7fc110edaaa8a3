/* SPDX-License-Identifier: ISC */

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <seccomp.h>
#include <sys/capability.h>

#include "profile.h"
#include "syscall.h"

#include "errnos.h"

typedef struct scanner_s scanner;
struct scanner_s {
  nc_rules *rules;
  nc_profile_host const *host; /* or NULL */
  char *error;
  size_t error_max;
};

static struct {
  char const *name;
  uint32_t action;
  int carries; /* an errno */
} const actions[] = {
    {"SCMP_ACT_KILL_PROCESS", SCMP_ACT_KILL_PROCESS, 0},
    {"SCMP_ACT_KILL_THREAD", SCMP_ACT_KILL_THREAD, 0},
    {"SCMP_ACT_KILL", SCMP_ACT_KILL_THREAD, 0},
    {"SCMP_ACT_TRAP", SCMP_ACT_TRAP, 0},
    {"SCMP_ACT_ERRNO", SCMP_ACT_ERRNO(0), 1},
    {"SCMP_ACT_LOG", SCMP_ACT_LOG, 0},
    {"SCMP_ACT_ALLOW", SCMP_ACT_ALLOW, 0},
};
#define ACTIONS (sizeof actions / sizeof *actions)

static struct {
  char const *name;
  enum scmp_compare op;
} const operators[] = {
    {"SCMP_CMP_EQ", SCMP_CMP_EQ}, {"SCMP_CMP_GE", SCMP_CMP_GE},
    {"SCMP_CMP_GT", SCMP_CMP_GT}, {"SCMP_CMP_LE", SCMP_CMP_LE},
    {"SCMP_CMP_LT", SCMP_CMP_LT}, {"SCMP_CMP_MASKED_EQ", SCMP_CMP_MASKED_EQ},
    {"SCMP_CMP_NE", SCMP_CMP_NE},
};
#define ERRNOS    (sizeof errnos / sizeof *errnos)
#define OPERATORS (sizeof operators / sizeof *operators)

/* Messages begin with the path of the value they are about. */
static int bad(scanner *c, char const *format, ...) __attribute__((format(printf, 2, 3)));
static int bad(scanner *c, char const *format, ...)
{
  va_list ap;
  va_start(ap, format);
  vsnprintf(c->error, c->error_max, format, ap);
  va_end(ap);
  return -1;
}

static char const *const profile_keys[] = {
    "defaultAction", "defaultErrnoRet", "defaultErrno", "architectures",
    "archMap",       "syscalls",        "comment",      NULL};
static char const *const arch_keys[] = {"architecture", "subArchitectures", NULL};
static char const *const syscall_keys[] = {"names", "name",     "action",   "errnoRet", "errno",
                                           "args",  "includes", "excludes", "comment",  NULL};
static char const *const condition_keys[] = {"caps", "arches", "minKernel", NULL};
static char const *const arg_keys[] = {"index", "value", "valueTwo", "op", NULL};

static int scan_keys(scanner *c, char const *where, json_t const *object, char const *const *known)
{
  json_t *o = (json_t *)object; /* jansson's iterators want it so, and do not change it */
  if (!json_is_object(o))
    return bad(c, "%s: not an object", where);
  for (void *it = json_object_iter(o); it; it = json_object_iter_next(o, it)) {
    size_t i = 0;
    while (known[i] && strcmp(known[i], json_object_iter_key(it)))
      i++;
    if (!known[i])
      return bad(c, "%s: unknown key %s", where, json_object_iter_key(it));
  }
  return 0;
}

static int scan_array(scanner *c, char const *where, char const *key, json_t const *value,
                      size_t *n)
{
  *n = json_array_size(value); /* 0 for what is no array */
  if (value && !json_is_null(value) && !json_is_array(value))
    return bad(c, "%s%s: not an array", where, key);
  return 0;
}

static int scan_number(scanner *c, char const *where, char const *key, json_t const *value,
                       uint64_t max, uint64_t *number)
{
  if (json_is_string(value)) {
    char const *s = json_string_value(value);
    char *end;
    errno = 0;
    *number = strtoull(s, &end, 10);
    if (!isdigit((unsigned char)*s) || *end || errno)
      return bad(c, "%s.%s: not a number: %s", where, key, s);
  } else if (!json_is_integer(value) || json_integer_value(value) < 0)
    return bad(c, "%s.%s: not a number from 0 on", where, key);
  else
    *number = (uint64_t)json_integer_value(value);
  if (*number > max)
    return bad(c, "%s.%s: greater than %llu", where, key, (unsigned long long)max);
  return 0;
}

/* An errno stands there as a number, as a name, or both, if they say the same. */
static int scan_errno(scanner *c, char const *where, char const *key, json_t const *number,
                      json_t const *name, uint32_t *value)
{
  char const *s = json_string_value(name);
  size_t i = 0;
  if (number) {
    if (!json_is_integer(number) || json_integer_value(number) < 0 ||
        json_integer_value(number) > NC_ERRNO_MAX)
      return bad(c, "%s%sRet: not a number from 0 to %d", where, key, NC_ERRNO_MAX);
    *value = (uint32_t)json_integer_value(number);
  }
  if (!name)
    return 0;
  while (s && i < ERRNOS && strcmp(errnos[i].name, s))
    i++;
  if (!s || i == ERRNOS)
    return bad(c, "%s%s: unknown errno %s", where, key, s ? s : "");
  if (number && *value != errnos[i].value)
    return bad(c, "%s%s: %s is %u, and %sRet is %u", where, key, s, errnos[i].value, key, *value);
  *value = errnos[i].value;
  return 0;
}

/* action_key: "action" or "defaultAction"; errno_key likewise, and with "Ret" for the number */
static int scan_action(scanner *c, char const *where, json_t const *object, char const *action_key,
                       char const *errno_key, uint32_t *action)
{
  char ret_key[32];
  char const *s = json_string_value(json_object_get(object, action_key));
  char const *dot = *where ? "." : "";
  json_t const *number, *name = json_object_get(object, errno_key);
  uint32_t value = EPERM; /* the format's default */
  char path[64];
  size_t i = 0;

  snprintf(ret_key, sizeof ret_key, "%sRet", errno_key);
  number = json_object_get(object, ret_key);
  if (!s)
    return bad(c, "%s%s%s: not an action", where, dot, action_key);
  if (!strcmp(s, "SCMP_ACT_NOTIFY"))
    return bad(c, "%s%s%s: SCMP_ACT_NOTIFY needs a listener, and there is none", where, dot,
               action_key);
  if (!strcmp(s, "SCMP_ACT_TRACE"))
    return bad(c, "%s%s%s: SCMP_ACT_TRACE needs a tracer, and there is none", where, dot,
               action_key);
  while (i < ACTIONS && strcmp(actions[i].name, s))
    i++;
  if (i == ACTIONS)
    return bad(c, "%s%s%s: unknown action %s", where, dot, action_key, s);
  *action = actions[i].action;
  if (!actions[i].carries) {
    if (number || name)
      return bad(c, "%s%s%s: %s has none", where, dot, number ? ret_key : errno_key, s);
    return 0;
  }
  snprintf(path, sizeof path, "%s%s", where, dot);
  if (scan_errno(c, path, errno_key, number, name, &value) < 0)
    return -1;
  *action |= value;
  return 0;
}

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
    return bad(c, "%s.op: unknown operator %s", where, op ? op : "");
  if (operators[i].op != SCMP_CMP_MASKED_EQ && two)
    return bad(c, "%s.valueTwo: %s compares with one value", where, op);
  /* libseccomp would mask the value too, and so match what this does not say */
  if (operators[i].op == SCMP_CMP_MASKED_EQ && two & ~value)
    return bad(c, "%s.valueTwo: has bits outside of the mask, so it never matches", where);
  for (unsigned int k = 0; k < r->n; k++)
    if (r->args[k].arg == index)
      return bad(c, "%s.index: a second condition on this argument; write two rules for \"or\"",
                 where);
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
      return bad(c, "unable to allocate memory: %s", strerror(errno));
    l->s = s;
    l->max = max;
  }
  l->s[l->n++] = *r;
  return 0;
}

/* How much of what an entry of includes or excludes names is so here. */
typedef enum { UNNAMED, NONE, SOME, ALL } share;

static share share_of(size_t are, size_t n)
{
  return !n ? UNNAMED : !are ? NONE : are < n ? SOME : ALL;
}

static int scan_caps(scanner *c, char const *where, json_t const *list, share *here)
{
  size_t n, are = 0;
  if (scan_array(c, where, ".caps", list, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    char const *name = json_string_value(json_array_get(list, i));
    cap_value_t cap;
    /* cap_from_name takes numbers and lower case too */
    if (!name || strncmp(name, "CAP_", 4) || cap_from_name(name, &cap) < 0)
      return bad(c, "%s.caps[%zu]: unknown capability %s", where, i, name ? name : "");
    are += c->host->caps >> cap & 1;
  }
  *here = share_of(are, n);
  return 0;
}

/* The names are Go's. Architectures that are not this machine's may be anything. */
static int scan_arches(scanner *c, char const *where, json_t const *list, share *here)
{
  char const *native = seccomp_arch_native() == SCMP_ARCH_X86_64 ? "amd64" : "arm64";
  size_t n, are = 0;
  if (scan_array(c, where, ".arches", list, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    char const *name = json_string_value(json_array_get(list, i));
    if (!name)
      return bad(c, "%s.arches[%zu]: not a string", where, i);
    are += !strcmp(name, native);
  }
  *here = share_of(are, n);
  return 0;
}

static int scan_kernel(scanner *c, char const *where, json_t const *value, share *here)
{
  char const *s = json_string_value(value);
  unsigned int major, minor;
  int end = -1;
  *here = UNNAMED;
  if (!value)
    return 0;
  if (!s || !isdigit((unsigned char)*s) || sscanf(s, "%3u.%3u%n", &major, &minor, &end) != 2 ||
      s[end])
    return bad(c, "%s.minKernel: not a version, as 4.8 is: %s", where, s ? s : "");
  *here =
      c->host->major > major || (c->host->major == major && c->host->minor >= minor) ? ALL : NONE;
  return 0;
}

static int scan_condition(scanner *c, char const *where, json_t const *set, share here[3])
{
  if (!set || json_is_null(set)) {
    here[0] = here[1] = here[2] = UNNAMED;
    return 0;
  }
  if (scan_keys(c, where, set, condition_keys) < 0)
    return -1;
  if (!c->host && json_object_size(set))
    return bad(c, "%s: what it asks for is not known, or must not matter", where);
  if (!c->host) {
    here[0] = here[1] = here[2] = UNNAMED;
    return 0;
  }
  return scan_caps(c, where, json_object_get(set, "caps"), here) < 0 ||
                 scan_arches(c, where, json_object_get(set, "arches"), here + 1) < 0 ||
                 scan_kernel(c, where, json_object_get(set, "minKernel"), here + 2) < 0
             ? -1
             : 0;
}

/* As Docker has it: of includes all must hold (all capabilities, one of the architectures), of
   excludes nothing. */
static int scan_conditions(scanner *c, char const *where, json_t const *entry, int *counts)
{
  share in[3], ex[3];
  char path[64];
  snprintf(path, sizeof path, "%s.includes", where);
  if (scan_condition(c, path, json_object_get(entry, "includes"), in) < 0)
    return -1;
  snprintf(path, sizeof path, "%s.excludes", where);
  if (scan_condition(c, path, json_object_get(entry, "excludes"), ex) < 0)
    return -1;
  *counts = (in[0] == UNNAMED || in[0] == ALL) && in[1] != NONE && in[2] != NONE && ex[0] <= NONE &&
            ex[1] <= NONE && ex[2] <= NONE;
  return 0;
}

static int scan_name(scanner *c, char const *where, json_t const *value, int counts, nc_rule *r)
{
  char const *name = json_string_value(value);
  if (!name)
    return bad(c, "%s: not a string", where);
  if (!resolve_call(c, name, r->calls))
    return bad(c, "%s: unknown system call %s", where, name);
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
    return bad(c, "%s.name: names is there too, only one of them can be", where);
  if (!name && !names_n)
    return bad(c, "%s.names: empty", where);
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

static int scan_arch(scanner *c, char const *where, json_t const *value, uint32_t *arch)
{
  char const *s = json_string_value(value);
  char name[16];
  size_t i;
  if (!s || strncmp(s, "SCMP_ARCH_", 10) || strlen(s + 10) >= sizeof name)
    return bad(c, "%s: unknown architecture %s", where, s ? s : "");
  for (i = 0; s[10 + i]; i++)
    name[i] = (char)tolower((unsigned char)s[10 + i]);
  name[i] = 0;
  *arch = seccomp_arch_resolve_name(name);
  return *arch ? 0 : bad(c, "%s: unknown architecture %s", where, s);
}

/* Others than these cannot run on this machine: their rules would never be asked. */
static int is_companion(uint32_t native, uint32_t arch)
{
  return (native == SCMP_ARCH_X86_64 && (arch == SCMP_ARCH_X86 || arch == SCMP_ARCH_X32)) ||
         (native == SCMP_ARCH_AARCH64 && arch == SCMP_ARCH_ARM);
}

static int scan_arch_list(scanner *c, char const *where, json_t const *list, int *has_native)
{
  size_t n;
  if (scan_array(c, where, "", list, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    uint32_t arch, native = seccomp_arch_native();
    char path[64];
    int seen = 0;
    snprintf(path, sizeof path, "%s[%zu]", where, i);
    if (scan_arch(c, path, json_array_get(list, i), &arch) < 0)
      return -1;
    *has_native |= arch == native;
    for (unsigned int k = 0; k < c->rules->archs_n; k++)
      seen |= c->rules->archs[k] == arch;
    if (!seen && is_companion(native, arch))
      c->rules->archs[c->rules->archs_n++] = arch;
  }
  return 0;
}

static int scan_archs(scanner *c, json_t const *profile)
{
  json_t const *list = json_object_get(profile, "architectures");
  json_t const *map = json_object_get(profile, "archMap");
  int has_native = 0;
  size_t n;

  if (list && map)
    return bad(c, "archMap: architectures is there too, only one of them can be");
  if (!list && !map)
    return 0;
  if (scan_arch_list(c, "architectures", list, &has_native) < 0 ||
      scan_array(c, "", "archMap", map, &n) < 0)
    return -1;
  for (size_t i = 0; i < n; i++) {
    json_t const *entry = json_array_get(map, i);
    uint32_t arch;
    char path[64], sub[96];
    snprintf(path, sizeof path, "archMap[%zu]", i);
    if (scan_keys(c, path, entry, arch_keys) < 0)
      return -1;
    snprintf(sub, sizeof sub, "%s.architecture", path);
    if (scan_arch(c, sub, json_object_get(entry, "architecture"), &arch) < 0)
      return -1;
    if (arch != seccomp_arch_native())
      continue;
    has_native = 1;
    snprintf(sub, sizeof sub, "%s.subArchitectures", path);
    if (scan_arch_list(c, sub, json_object_get(entry, "subArchitectures"), &has_native) < 0)
      return -1;
  }
  return has_native ? 0
                    : bad(c, "%s: this machine's architecture is not there",
                          list ? "architectures" : "archMap");
}

static int scan_profile(scanner *c, json_t const *profile)
{
  json_t const *syscalls = json_object_get(profile, "syscalls");
  size_t n;
  if (json_object_get(profile, "listenerPath") || json_object_get(profile, "listenerMetadata"))
    return bad(c, "profile: a listener decides about calls from outside, and there is none");
  if (scan_keys(c, "profile", profile, profile_keys) < 0 ||
      scan_action(c, "", profile, "defaultAction", "defaultErrno", &c->rules->default_action) < 0 ||
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

int nc_profile_compile(nc_filter *filter, json_t const *profile, nc_profile_host const *host,
                       char *error, size_t max)
{
  nc_rules rules = {.archs = {seccomp_arch_native()}, .archs_n = 1};
  scanner c = {.rules = &rules, .host = host, .error = error, .error_max = max};
  int rc = scan_profile(&c, profile);
  if (rc == 0 && !nc_filter_make(filter, &rules))
    rc = bad(&c, "the filter is longer than the kernel's %d instructions", BPF_MAXINSNS);
  free(rules.s);
  return rc;
}
