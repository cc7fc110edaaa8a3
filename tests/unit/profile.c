/* SPDX-License-Identifier: ISC */

/*
 * Profiles to filters. Filters are run here, by the interpreter that nc-seccomp -l has, and
 * compared with what the rules say, read once more, the slow and obvious way.
 */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include <linux/seccomp.h>

#include <cmocka.h>

#include "bpf.h"
#include "profile.h"

#include "default.bpf.h"

#define X86_64 0xc000003eu
#define I386   0x40000003u
#define X32    0x40000000

static nc_filter filter;
static char error[256];

static uint32_t ask(uint32_t arch, int call, uint64_t a0, uint64_t a1, uint64_t a2)
{
  struct seccomp_data data = {.nr = call, .arch = arch, .args = {a0, a1, a2}};
  return nc_bpf_run(filter.insns, filter.n, &data);
}

/* CAP_NET_ADMIN and CAP_SYS_PTRACE */
static nc_profile_host const host = {.caps = 1u << 12 | 1u << 19, .major = 5, .minor = 15};

static json_t *parse(char const *text)
{
  json_error_t e;
  json_t *profile = json_loads(text, JSON_REJECT_DUPLICATES, &e);
  if (!profile)
    fail_msg("the test's own JSON: %s: %s", e.text, text);
  return profile;
}

static void compile(char const *text)
{
  json_t *profile = parse(text);
  if (nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error) < 0)
    fail_msg("%s: %s", error, text);
  json_decref(profile);
}

/* The rules, read the slow way. */

static char const *const by_strictness[] = {"SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD",
                                            "SCMP_ACT_TRAP",         "SCMP_ACT_ERRNO",
                                            "SCMP_ACT_LOG",          "SCMP_ACT_ALLOW"};
static uint32_t const by_strictness_value[] = {SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD,
                                               SECCOMP_RET_TRAP,         SECCOMP_RET_ERRNO,
                                               SECCOMP_RET_LOG,          SECCOMP_RET_ALLOW};

static size_t level_of(json_t const *action)
{
  size_t i = 0;
  while (strcmp(by_strictness[i], json_string_value(action)))
    i++;
  return i;
}

static uint32_t value_of(json_t const *action, json_t const *errno_ret)
{
  size_t level = level_of(action);
  uint32_t carried = errno_ret ? (uint32_t)json_integer_value(errno_ret) : EPERM;
  return by_strictness_value[level] | (level == 3 ? carried : 0);
}

static int holds(json_t const *arg, uint64_t const *args)
{
  uint64_t x = args[json_integer_value(json_object_get(arg, "index"))];
  uint64_t v = (uint64_t)json_integer_value(json_object_get(arg, "value"));
  uint64_t w = (uint64_t)json_integer_value(json_object_get(arg, "valueTwo"));
  char const *op = json_string_value(json_object_get(arg, "op")) + strlen("SCMP_CMP_");
  if (!strcmp(op, "EQ"))
    return x == v;
  if (!strcmp(op, "NE"))
    return x != v;
  if (!strcmp(op, "LT"))
    return x < v;
  if (!strcmp(op, "LE"))
    return x <= v;
  if (!strcmp(op, "GT"))
    return x > v;
  if (!strcmp(op, "GE"))
    return x >= v;
  return (x & v) == w;
}

static int number_of(char const *name)
{
  /* from the kernel's table; libseccomp 2.5 ends before */
  static char const *const from_451[] = {
      "cachestat",         "fchmodat2",         "map_shadow_stack", "futex_wake",
      "futex_wait",        "futex_requeue",     "statmount",        "listmount",
      "lsm_get_self_attr", "lsm_set_self_attr", "lsm_list_modules", "mseal",
      "setxattrat",        "getxattrat",        "listxattrat",      "removexattrat",
      "open_tree_attr",    "file_getattr",      "file_setattr"};
  for (int i = 0; i < 19; i++)
    if (!strcmp(from_451[i], name))
      return 451 + i;
  return seccomp_syscall_resolve_name(name);
}

static uint32_t expected(json_t const *profile, int call, uint64_t const *args)
{
  json_t const *entry, *name, *arg;
  size_t i, k, best = 99;
  uint32_t action = value_of(json_object_get(profile, "defaultAction"),
                             json_object_get(profile, "defaultErrnoRet"));
  if (call > 469 && (action & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO)
    action = SECCOMP_RET_ERRNO | ENOSYS;
  json_array_foreach(json_object_get(profile, "syscalls"), i, entry)
  {
    json_t const *what = json_object_get(entry, "action");
    int match = 0;
    json_array_foreach(json_object_get(entry, "names"), k, name)
    {
      match |= number_of(json_string_value(name)) == call;
    }
    json_array_foreach(json_object_get(entry, "args"), k, arg)
    {
      match &= holds(arg, args);
    }
    if (match && level_of(what) < best) {
      best = level_of(what);
      action = value_of(what, json_object_get(entry, "errnoRet"));
    }
  }
  return action;
}

/* Every value that a rule names, and what is next to it. */
static size_t candidates(json_t const *profile, int index, uint64_t *values, size_t max)
{
  json_t const *entry, *arg;
  size_t i, k, n = 0;
  values[n++] = 0;
  values[n++] = UINT64_MAX;
  json_array_foreach(json_object_get(profile, "syscalls"), i, entry)
  {
    json_array_foreach(json_object_get(entry, "args"), k, arg)
    {
      uint64_t v = (uint64_t)json_integer_value(json_object_get(arg, "value"));
      uint64_t w = (uint64_t)json_integer_value(json_object_get(arg, "valueTwo"));
      uint64_t const near[] = {v - 1, v,     v + 1, v | UINT64_C(1) << 32, v ^ UINT64_C(1) << 63,
                               w,     w - 1, w + 1, w | UINT64_C(1) << 32};
      if (json_integer_value(json_object_get(arg, "index")) != index)
        continue;
      for (size_t j = 0; j < sizeof near / sizeof *near && n < max; j++) {
        size_t seen = 0;
        while (seen < n && values[seen] != near[j])
          seen++;
        if (seen == n)
          values[n++] = near[j];
      }
    }
  }
  return n;
}

/* The profile without what is about other calls. */
static json_t *only(json_t const *profile, int call)
{
  json_t *entry, *name, *copy = json_copy((json_t *)profile), *syscalls = json_array();
  size_t i, k;
  json_array_foreach(json_object_get(profile, "syscalls"), i, entry)
  {
    json_array_foreach(json_object_get(entry, "names"), k, name)
    {
      if (number_of(json_string_value(name)) == call)
        json_array_append_new(syscalls, json_pack("{s:[O], s:O, s:O*, s:O*}", "names", name,
                                                  "action", json_object_get(entry, "action"),
                                                  "errnoRet", json_object_get(entry, "errnoRet"),
                                                  "args", json_object_get(entry, "args")));
    }
  }
  json_object_set_new(copy, "syscalls", syscalls);
  return copy;
}

static void compare(json_t const *whole, int call)
{
  json_t *profile = only(whole, call);
  uint64_t v[3][64];
  size_t n[3];
  for (int i = 0; i < 3; i++)
    n[i] = candidates(profile, i, v[i], 64);
  for (size_t i = 0; i < n[0]; i++)
    for (size_t j = 0; j < n[1]; j++)
      for (size_t k = 0; k < n[2]; k++) {
        uint64_t const args[6] = {v[0][i], v[1][j], v[2][k]};
        uint32_t want = expected(profile, call, args);
        uint32_t got = ask(X86_64, call, args[0], args[1], args[2]);
        if (got != want) {
          json_dumpf(profile, stderr, 0);
          fail_msg("call %d (%#llx, %#llx, %#llx): %#x, not %#x", call, (unsigned long long)args[0],
                   (unsigned long long)args[1], (unsigned long long)args[2], got, want);
        }
      }
  json_decref(profile);
}

static json_t *default_profile(void)
{
  json_error_t e;
  json_t *profile = json_load_file("config/default.seccomp.json", JSON_REJECT_DUPLICATES, &e);
  if (!profile)
    fail_msg("config/default.seccomp.json: %s", e.text);
  return profile;
}

static void the_default_profile_does_what_it_says(void **state)
{
  json_t *profile = default_profile();
  (void)state;
  assert_int_equal(nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error), 0);
  for (int call = 0; call < 1024; call++)
    compare(profile, call);
  json_decref(profile);
}

static void the_built_in_filter_is_the_default_profile(void **state)
{
  json_t *profile = default_profile();
  (void)state;
  assert_int_equal(nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error), 0);
  assert_int_equal(sizeof default_filter, filter.n * sizeof *filter.insns);
  assert_memory_equal(default_filter, filter.insns, sizeof default_filter);
  json_decref(profile);
}

static void other_architectures_are_killed(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\"}");
  assert_int_equal(ask(X86_64, SYS_read, 0, 0, 0), SECCOMP_RET_ALLOW);
  assert_int_equal(ask(I386, 3, 0, 0, 0), SECCOMP_RET_KILL_PROCESS);
  assert_int_equal(ask(X86_64, X32, 0, 0, 0), SECCOMP_RET_KILL_PROCESS);
  compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\"}");
  assert_int_equal(ask(X86_64, X32 | 1000, 0, 0, 0), SECCOMP_RET_KILL_PROCESS);
}

static void listed_architectures_are_not(void **state)
{
  char const *const profiles[] = {
      "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"architectures\":[\"SCMP_ARCH_X86_64\","
      "\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\",\"SCMP_ARCH_S390X\"],"
      "\"syscalls\":[{\"names\":[\"getpid\"],\"action\":\"SCMP_ACT_ALLOW\"}]}",
      "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"archMap\":[{\"architecture\":"
      "\"SCMP_ARCH_AARCH64\",\"subArchitectures\":[\"SCMP_ARCH_ARM\"]},{\"architecture\":"
      "\"SCMP_ARCH_X86_64\",\"subArchitectures\":[\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\"]}],"
      "\"syscalls\":[{\"names\":[\"getpid\"],\"action\":\"SCMP_ACT_ALLOW\"}]}"};
  (void)state;
  for (int i = 0; i < 2; i++) {
    compile(profiles[i]);
    assert_int_equal(ask(X86_64, SYS_getpid, 0, 0, 0), SECCOMP_RET_ALLOW);
    assert_int_equal(ask(I386, 20, 0, 0, 0), SECCOMP_RET_ALLOW);
    assert_int_equal(ask(X86_64, X32 | SYS_getpid, 0, 0, 0), SECCOMP_RET_ALLOW);
    assert_int_equal(ask(X86_64, SYS_read, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
    assert_int_equal(ask(I386, 3, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
    assert_int_equal(ask(X86_64, X32 | SYS_read, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
    assert_int_equal(ask(0xc00000b7, 63, 0, 0, 0), SECCOMP_RET_KILL_PROCESS); /* aarch64 */
  }
}

static void socketcall_is_no_way_around_the_rules_for_sockets(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"architectures\":[\"SCMP_ARCH_X86_64\","
          "\"SCMP_ARCH_X86\"],\"syscalls\":[{\"names\":[\"socket\"],\"action\":"
          "\"SCMP_ACT_ALLOW\",\"args\":[{\"index\":0,\"value\":1,\"op\":\"SCMP_CMP_EQ\"}]}]}");
  assert_int_equal(ask(I386, 359, 1, 0, 0), SECCOMP_RET_ALLOW); /* socket */
  assert_int_equal(ask(I386, 359, 2, 0, 0), SECCOMP_RET_ERRNO | EPERM);
  assert_int_equal(ask(I386, 102, 1, 0, 0), SECCOMP_RET_ERRNO | EPERM); /* socketcall */
  compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_X86_64\","
          "\"SCMP_ARCH_X86\"],\"syscalls\":[{\"names\":[\"socket\"],\"action\":"
          "\"SCMP_ACT_ERRNO\",\"args\":[{\"index\":0,\"value\":38,\"op\":\"SCMP_CMP_EQ\"}]}]}");
  assert_int_equal(ask(I386, 359, 38, 0, 0), SECCOMP_RET_ERRNO | EPERM);
  assert_int_equal(ask(I386, 359, 1, 0, 0), SECCOMP_RET_ALLOW);
  assert_int_equal(ask(I386, 102, 1, 0, 0), SECCOMP_RET_ERRNO | ENOSYS);
  assert_int_equal(ask(X86_64, 102, 0, 0, 0), SECCOMP_RET_ALLOW); /* getuid */
}

static void calls_newer_than_all_known_are_missing(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":13}");
  assert_int_equal(ask(X86_64, 469, 0, 0, 0), SECCOMP_RET_ERRNO | EACCES);
  assert_int_equal(ask(X86_64, 470, 0, 0, 0), SECCOMP_RET_ERRNO | ENOSYS);
  assert_int_equal(ask(X86_64, -1, 0, 0, 0), SECCOMP_RET_ERRNO | EACCES);
  compile("{\"defaultAction\":\"SCMP_ACT_KILL_PROCESS\"}");
  assert_int_equal(ask(X86_64, 470, 0, 0, 0), SECCOMP_RET_KILL_PROCESS);
}

static void the_strictest_rule_decides(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_KILL_PROCESS\",\"syscalls\":["
          "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ALLOW\"},"
          "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":97,"
          "\"args\":[{\"index\":0,\"value\":16,\"op\":\"SCMP_CMP_GE\"}]},"
          "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_KILL_PROCESS\","
          "\"args\":[{\"index\":0,\"value\":38,\"op\":\"SCMP_CMP_EQ\"}]}]}");
  assert_int_equal(ask(X86_64, SYS_socket, 1, 0, 0), SECCOMP_RET_ALLOW);
  assert_int_equal(ask(X86_64, SYS_socket, 17, 0, 0), SECCOMP_RET_ERRNO | EAFNOSUPPORT);
  assert_int_equal(ask(X86_64, SYS_socket, 38, 0, 0), SECCOMP_RET_KILL_PROCESS);
}

static void of_two_errnos_the_more_special_rule_decides(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":["
          "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":1},"
          "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":97,"
          "\"args\":[{\"index\":0,\"value\":16,\"op\":\"SCMP_CMP_EQ\"}]}]}");
  assert_int_equal(ask(X86_64, SYS_socket, 16, 0, 0), SECCOMP_RET_ERRNO | EAFNOSUPPORT);
  assert_int_equal(ask(X86_64, SYS_socket, 1, 0, 0), SECCOMP_RET_ERRNO | EPERM);
}

static void an_exception_of_the_default_action_counts(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":["
          "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ERRNO\","
          "\"args\":[{\"index\":0,\"value\":38,\"op\":\"SCMP_CMP_EQ\"}]},"
          "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ALLOW\"}]}");
  assert_int_equal(ask(X86_64, SYS_socket, 38, 0, 0), SECCOMP_RET_ERRNO | EPERM);
  assert_int_equal(ask(X86_64, SYS_socket, 39, 0, 0), SECCOMP_RET_ALLOW);
}

static void values_have_64_bits(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[{\"names\":[\"close\"],"
          "\"action\":\"SCMP_ACT_ALLOW\",\"args\":[{\"index\":1,\"op\":\"SCMP_CMP_EQ\","
          "\"value\":\"18446744073709551615\"}]},{\"names\":[\"read\"],\"action\":"
          "\"SCMP_ACT_ALLOW\",\"args\":[{\"index\":2,\"op\":\"SCMP_CMP_GT\","
          "\"value\":4294967296}]}]}");
  assert_int_equal(ask(X86_64, SYS_close, 0, UINT64_MAX, 0), SECCOMP_RET_ALLOW);
  assert_int_equal(ask(X86_64, SYS_close, 0, UINT32_MAX, 0), SECCOMP_RET_ERRNO | EPERM);
  assert_int_equal(ask(X86_64, SYS_read, 0, 0, UINT64_C(4294967296)), SECCOMP_RET_ERRNO | EPERM);
  assert_int_equal(ask(X86_64, SYS_read, 0, 0, UINT64_C(4294967297)), SECCOMP_RET_ALLOW);
}

/* A reproducible stream of numbers below n. */
static unsigned int draw(unsigned int n)
{
  static uint32_t x = 2463534242u;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return x % n;
}

static json_t *random_profile(void)
{
  static char const *const names[] = {"read", "socket", "ioctl", "file_setattr", "close"};
  static char const *const ops[] = {"SCMP_CMP_EQ",       "SCMP_CMP_NE", "SCMP_CMP_LT",
                                    "SCMP_CMP_LE",       "SCMP_CMP_GT", "SCMP_CMP_GE",
                                    "SCMP_CMP_MASKED_EQ"};
  static json_int_t const values[] = {0, 1, 2, 262, 0xffffffff, 0x100000000, 0x100000002};
  json_t *syscalls = json_array();
  unsigned int rules = 1 + draw(6);
  for (unsigned int i = 0; i < rules; i++) {
    unsigned int conditions = draw(3), index = draw(2);
    json_t *args = json_array();
    for (unsigned int k = 0; k < conditions; k++) {
      unsigned int op = draw(7);
      json_int_t value = values[draw(7)];
      json_array_append_new(args, json_pack("{s:i, s:I, s:I, s:s}", "index", (int)(index + k),
                                            "value", value, "valueTwo",
                                            op == 6 ? value & values[draw(7)] : (json_int_t)0, "op",
                                            ops[op]));
    }
    json_array_append_new(syscalls, json_pack("{s:[s], s:s, s:o}", "names", names[draw(5)],
                                              "action", by_strictness[draw(6)], "args", args));
  }
  return json_pack("{s:s, s:o}", "defaultAction", by_strictness[draw(6)], "syscalls", syscalls);
}

static void filters_do_what_their_profiles_say(void **state)
{
  (void)state;
  for (int i = 0; i < 500; i++) {
    json_t *profile = random_profile();
    if (nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error) < 0)
      fail_msg("%s", error);
    compare(profile, SYS_read);
    compare(profile, SYS_socket);
    compare(profile, SYS_ioctl);
    compare(profile, 469);
    json_decref(profile);
  }
}

static void a_filter_that_is_too_long_is_refused(void **state)
{
  json_t *syscalls = json_array(), *profile;
  (void)state;
  for (int i = 0; i < 1100; i++)
    json_array_append_new(syscalls, json_pack("{s:[s], s:s, s:[{s:i, s:i, s:s}]}", "names", "read",
                                              "action", "SCMP_ACT_ALLOW", "args", "index", 0,
                                              "value", i, "op", "SCMP_CMP_EQ"));
  profile = json_pack("{s:s, s:o}", "defaultAction", "SCMP_ACT_ERRNO", "syscalls", syscalls);
  assert_int_equal(nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error), -1);
  assert_string_equal(error, "the filter is longer than the kernel's 4096 instructions");
  json_decref(profile);
}

static void jumps_reach_far(void **state)
{
  /* 600 conditions on one call, and every other call allowed: a tree as wide as can be */
  json_t *syscalls = json_array(), *profile, *names = json_array();
  (void)state;
  for (int i = 0; i < 600; i++)
    json_array_append_new(syscalls, json_pack("{s:[s], s:s, s:[{s:i, s:i, s:s}]}", "names", "read",
                                              "action", "SCMP_ACT_ALLOW", "args", "index", 0,
                                              "value", 2 * i, "op", "SCMP_CMP_EQ"));
  for (int call = 1; call < 330; call += 2) {
    char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_X86_64, call);
    if (name)
      json_array_append_new(names, json_string(name));
    free(name);
  }
  json_array_append_new(syscalls,
                        json_pack("{s:o, s:s}", "names", names, "action", "SCMP_ACT_ALLOW"));
  profile = json_pack("{s:s, s:o}", "defaultAction", "SCMP_ACT_ERRNO", "syscalls", syscalls);
  if (nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error) < 0)
    fail_msg("%s", error);
  for (uint64_t a = 0; a < 1300; a++)
    assert_int_equal(ask(X86_64, SYS_read, a, 0, 0),
                     a % 2 || a >= 1200 ? SECCOMP_RET_ERRNO | EPERM : SECCOMP_RET_ALLOW);
  for (int call = 1; call < 480; call++)
    compare(profile, call);
  json_decref(profile);
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
#define RULE(s) "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[" s "]}"
#define ARGS(s) RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":[" s "]}")
  static struct {
    char const *text, *error;
  } const cases[] = {
      {"[]", "profile: not an object"},
      {"{}", "defaultAction: not an action"},
      {"{\"defaultAction\":\"ALLOW\"}", "defaultAction: unknown action ALLOW"},
      {"{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flag\":[]}", "profile: unknown key flag"},
      {"{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":\"SECCOMP_FILTER_FLAG_LOG\"}",
       "flags: not an array"},
      {"{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"SECCOMP_FILTER_FLAG_LOG\",\"LOG\"]}",
       "flags[1]: unknown flag LOG"},
      {"{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_"
       "RECV\"]}",
       "flags[0]: SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV needs a listener, and there is none"},
      {"{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"defaultErrnoRet\":1}",
       "defaultErrnoRet: SCMP_ACT_ALLOW has none"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":4096}",
       "defaultErrnoRet: not a number from 0 to 4095"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":\"EPERM\"}",
       "defaultErrnoRet: not a number from 0 to 4095"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":{}}", "syscalls: not an array"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"architectures\":[\"SCMP_ARCH_PDP11\"]}",
       "architectures[0]: unknown architecture SCMP_ARCH_PDP11"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"architectures\":[\"SCMP_ARCH_S390X\"]}",
       "architectures: this machine's architecture is not there"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"archMap\":[{\"architecture\":\"X86_64\"}]}",
       "archMap[0].architecture: unknown architecture X86_64"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"archMap\":[],\"architectures\":[]}",
       "archMap: architectures is there too, only one of them can be"},
      {RULE("1"), "syscalls[0]: not an object"},
      {RULE("{\"action\":\"SCMP_ACT_ALLOW\"}"), "syscalls[0].names: empty"},
      {RULE("{\"names\":\"read\",\"action\":\"SCMP_ACT_ALLOW\"}"),
       "syscalls[0].names: not an array"},
      {RULE("{\"names\":[\"read\"]}"), "syscalls[0].action: not an action"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_NOTIFY\"}"),
       "syscalls[0].action: SCMP_ACT_NOTIFY needs a listener, and there is none"},
      {RULE("{\"names\":[\"read\",\"reda\"],\"action\":\"SCMP_ACT_ALLOW\"}"),
       "syscalls[0].names[1]: unknown system call reda"},
      {RULE("{\"names\":[\"READ\"],\"action\":\"SCMP_ACT_ALLOW\"}"),
       "syscalls[0].names[0]: not a name of a system call: READ"},
      {RULE("{\"names\":[7],\"action\":\"SCMP_ACT_ALLOW\"}"), "syscalls[0].names[0]: not a string"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_TRACE\"}"),
       "syscalls[0].action: SCMP_ACT_TRACE needs a tracer, and there is none"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"include\":{}}"),
       "syscalls[0]: unknown key include"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"includes\":[]}"),
       "syscalls[0].includes: not an object"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"excludes\":{\"cap\":[]}}"),
       "syscalls[0].excludes: unknown key cap"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"includes\":{\"caps\":[\"CAP_"
            "FLY\"]}}"),
       "syscalls[0].includes.caps[0]: unknown capability CAP_FLY"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"excludes\":{\"caps\":\"CAP_"
            "CHOWN\"}}"),
       "syscalls[0].excludes.caps: not an array"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"excludes\":{\"caps\":[\"cap_"
            "chown\"]}}"),
       "syscalls[0].excludes.caps[0]: unknown capability cap_chown"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"includes\":{\"arches\":[1]}}"),
       "syscalls[0].includes.arches[0]: not a string"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"includes\":{\"minKernel\":\"4\"}"
            "}"),
       "syscalls[0].includes.minKernel: not a version, as 4.8 is: 4"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"includes\":{\"minKernel\":\"4."
            "8x\"}}"),
       "syscalls[0].includes.minKernel: not a version, as 4.8 is: 4.8x"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"name\":\"write\"}"),
       "syscalls[0].name: names is there too, only one of them can be"},
      {RULE("{\"name\":\"wirte\",\"action\":\"SCMP_ACT_ALLOW\"}"),
       "syscalls[0].name: unknown system call wirte"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ERRNO\",\"errno\":\"EWHAT\"}"),
       "syscalls[0].errno: unknown errno EWHAT"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ERRNO\",\"errno\":\"ENOSYS\",\"errnoRet\":"
            "1}"),
       "syscalls[0].errno: ENOSYS is 38, and errnoRet is 1"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"errno\":\"EPERM\"}"),
       "syscalls[0].errno: SCMP_ACT_ALLOW has none"},
      {"{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrno\":1}", "defaultErrno: unknown errno "},
      {"{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"listenerPath\":\"/run/x\"}",
       "listenerPath: a listener decides about calls from outside, and there is none"},
      {RULE("{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\",\"errnoRet\":1}"),
       "syscalls[0].errnoRet: SCMP_ACT_ALLOW has none"},
      {ARGS("{\"index\":6,\"value\":1,\"op\":\"SCMP_CMP_EQ\"}"),
       "syscalls[0].args[0].index: greater than 5"},
      {ARGS("{\"index\":0,\"value\":-1,\"op\":\"SCMP_CMP_EQ\"}"),
       "syscalls[0].args[0].value: not a number from 0 on"},
      {ARGS("{\"index\":0,\"value\":\"0x1\",\"op\":\"SCMP_CMP_EQ\"}"),
       "syscalls[0].args[0].value: not a number: 0x1"},
      {ARGS("{\"index\":0,\"value\":\"18446744073709551616\",\"op\":\"SCMP_CMP_EQ\"}"),
       "syscalls[0].args[0].value: greater than 18446744073709551615"},
      {ARGS("{\"index\":0,\"op\":\"SCMP_CMP_EQ\"}"),
       "syscalls[0].args[0].value: not a number from 0 on"},
      {ARGS("{\"index\":0,\"value\":1,\"op\":\"EQ\"}"),
       "syscalls[0].args[0].op: unknown operator EQ"},
      {ARGS("{\"index\":0,\"value\":1}"), "syscalls[0].args[0].op: unknown operator "},
      {ARGS("{\"index\":0,\"value\":1,\"valueTwo\":2,\"op\":\"SCMP_CMP_EQ\"}"),
       "syscalls[0].args[0].valueTwo: SCMP_CMP_EQ compares with one value"},
      {ARGS("{\"index\":0,\"value\":1,\"valueTwo\":2,\"op\":\"SCMP_CMP_MASKED_EQ\"}"),
       "syscalls[0].args[0].valueTwo: has bits outside of the mask, so it never matches"},
      {ARGS("{\"index\":0,\"value\":1,\"op\":\"SCMP_CMP_NE\"},"
            "{\"index\":0,\"value\":2,\"op\":\"SCMP_CMP_NE\"}"),
       "syscalls[0].args[1].index: a second condition on this argument; write two rules for "
       "\"or\""},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    json_t *profile = parse(cases[i].text);
    assert_int_equal(nc_profile_compile(&filter, profile, &host, NULL, error, sizeof error), -1);
    assert_string_equal(error, cases[i].error);
    json_decref(profile);
  }
}

static char const *skipped_of(char const *text)
{
  static char *skipped;
  json_t *profile = parse(text);
  free(skipped);
  *error = 0;
  nc_profile_compile(&filter, profile, &host, &skipped, error, sizeof error);
  json_decref(profile);
  return *error ? error : skipped;
}

static void unknown_calls_are_skipped_where_that_weakens_nothing(void **state)
{
#define UNKNOWN(default, action)                                                                   \
  "{\"defaultAction\":\"SCMP_ACT_" default "\",\"syscalls\":[{\"names\":[\"read\",\"reda\"],"      \
                                           "\"action\":\"SCMP_ACT_" action                         \
                                           "\"},{\"name\":\"wirte\",\"action\":\"SCMP_ACT_" action \
                                           "\","                                                   \
                                           "\"includes\":{\"arches\":[\"s390x\"]}}]}"
  static char const skipped[] = "syscalls[0].names[1]: unknown system call reda\n"
                                "syscalls[1].name: unknown system call wirte\n";
  static char const refused[] = "syscalls[0].names[1]: unknown system call reda, which "
                                "defaultAction would let through";
  (void)state;
  assert_string_equal(skipped_of(UNKNOWN("ERRNO", "ALLOW")), skipped);
  assert_int_equal(ask(X86_64, SYS_read, 0, 0, 0), SECCOMP_RET_ALLOW);
  assert_string_equal(skipped_of(UNKNOWN("KILL_PROCESS", "ERRNO")), skipped);
  assert_string_equal(skipped_of(UNKNOWN("ERRNO", "ERRNO")), skipped);
  assert_string_equal(skipped_of(UNKNOWN("LOG", "ALLOW")), skipped);
  assert_string_equal(skipped_of(UNKNOWN("ALLOW", "ERRNO")), refused);
  assert_string_equal(skipped_of(UNKNOWN("ERRNO", "KILL_PROCESS")), refused);
  assert_string_equal(skipped_of(UNKNOWN("ALLOW", "LOG")), refused);
  assert_string_equal(skipped_of(RULE("{\"names\":[\"a\\nb\"],\"action\":\"SCMP_ACT_ALLOW\"}")),
                      "syscalls[0].names[0]: not a name of a system call: a\\x0ab");
}

static void flags_are_passed_on(void **state)
{
  (void)state;
  compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"SECCOMP_FILTER_FLAG_TSYNC\","
          "\"SECCOMP_FILTER_FLAG_SPEC_ALLOW\",\"SECCOMP_FILTER_FLAG_LOG\"]}");
  assert_int_equal(filter.flags, SECCOMP_FILTER_FLAG_SPEC_ALLOW | SECCOMP_FILTER_FLAG_LOG);
  compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"SECCOMP_FILTER_FLAG_TSYNC\"]}");
  assert_int_equal(filter.flags, 0);
}

static uint32_t read_with(char const *entry)
{
  char text[512];
  snprintf(text, sizeof text,
           "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrno\":\"ENOSYS\",\"syscalls\":["
           "{\"name\":\"read\",\"action\":\"SCMP_ACT_ALLOW\",%s}]}",
           entry);
  compile(text);
  return ask(AUDIT_ARCH_X86_64, SYS_read, 0, 0, 0);
}

static void entries_count_where_their_conditions_hold(void **state)
{
  static char const *const held[] = {
      "\"includes\":null,\"excludes\":{}",
      "\"includes\":{\"caps\":[]}",
      "\"includes\":{\"caps\":[\"CAP_NET_ADMIN\",\"CAP_SYS_PTRACE\"]}",
      "\"includes\":{\"arches\":[\"s390x\",\"amd64\"]}",
      "\"includes\":{\"minKernel\":\"5.15\"}",
      "\"includes\":{\"minKernel\":\"4.18\"}",
      "\"excludes\":{\"caps\":[\"CAP_SYS_ADMIN\"],\"arches\":[\"x86\"],\"minKernel\":\"5.16\"}",
  };
  static char const *const failed[] = {
      "\"includes\":{\"caps\":[\"CAP_NET_ADMIN\",\"CAP_SYS_ADMIN\"]}",
      "\"includes\":{\"arches\":[\"s390x\"]}",
      "\"includes\":{\"minKernel\":\"5.16\"}",
      "\"includes\":{\"minKernel\":\"6.1\"}",
      "\"includes\":{\"arches\":[\"amd64\"],\"minKernel\":\"6.1\"}",
      "\"excludes\":{\"caps\":[\"CAP_SYS_ADMIN\",\"CAP_NET_ADMIN\"]}",
      "\"excludes\":{\"arches\":[\"amd64\"]}",
      "\"excludes\":{\"minKernel\":\"5.15\"}",
  };
  (void)state;
  for (size_t i = 0; i < sizeof held / sizeof *held; i++)
    if (read_with(held[i]) != SECCOMP_RET_ALLOW)
      fail_msg("left out: %s", held[i]);
  for (size_t i = 0; i < sizeof failed / sizeof *failed; i++)
    if (read_with(failed[i]) != (SECCOMP_RET_ERRNO | ENOSYS))
      fail_msg("not left out: %s", failed[i]);
}

static void a_built_in_profile_has_no_conditions(void **state)
{
  json_t *profile = parse("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[{\"name\":\"read\","
                          "\"action\":\"SCMP_ACT_ALLOW\",\"includes\":{\"arches\":[\"amd64\"]}}]}");
  (void)state;
  assert_int_equal(nc_profile_compile(&filter, profile, NULL, NULL, error, sizeof error), -1);
  assert_string_equal(error,
                      "syscalls[0].includes: what it asks for is not known, or must not matter");
  json_decref(profile);
}

static void errnos_have_names(void **state)
{
  (void)state;
  compile(
      "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrno\":\"EACCES\",\"defaultErrnoRet\":13,"
      "\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ERRNO\",\"errno\":\"ENOENT\"}]}");
  assert_int_equal(ask(AUDIT_ARCH_X86_64, SYS_read, 0, 0, 0), SECCOMP_RET_ERRNO | ENOENT);
  assert_int_equal(ask(AUDIT_ARCH_X86_64, SYS_write, 0, 0, 0), SECCOMP_RET_ERRNO | EACCES);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(the_default_profile_does_what_it_says),
      cmocka_unit_test(the_built_in_filter_is_the_default_profile),
      cmocka_unit_test(other_architectures_are_killed),
      cmocka_unit_test(listed_architectures_are_not),
      cmocka_unit_test(socketcall_is_no_way_around_the_rules_for_sockets),
      cmocka_unit_test(calls_newer_than_all_known_are_missing),
      cmocka_unit_test(the_strictest_rule_decides),
      cmocka_unit_test(of_two_errnos_the_more_special_rule_decides),
      cmocka_unit_test(an_exception_of_the_default_action_counts),
      cmocka_unit_test(values_have_64_bits),
      cmocka_unit_test(filters_do_what_their_profiles_say),
      cmocka_unit_test(jumps_reach_far),
      cmocka_unit_test(a_filter_that_is_too_long_is_refused),
      cmocka_unit_test(entries_count_where_their_conditions_hold),
      cmocka_unit_test(a_built_in_profile_has_no_conditions),
      cmocka_unit_test(errnos_have_names),
      cmocka_unit_test(unknown_calls_are_skipped_where_that_weakens_nothing),
      cmocka_unit_test(flags_are_passed_on),
      cmocka_unit_test(what_is_wrong_is_said_with_its_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
