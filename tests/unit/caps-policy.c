/* SPDX-License-Identifier: ISC */

/* A policy says what is kept, or what is wrong with it, and where. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <linux/capability.h>

#include "caps-policy.h"

#define BIT(cap) ((uint64_t)1 << (cap))

static char error[256];

static int parse(nc_caps_sets *sets, char const *s)
{
  nc_policy const policy = {.s = (char *)(uintptr_t)s, .n = strlen(s)};
  error[0] = 0;
  return nc_caps_policy_parse(sets, &policy, error, sizeof error);
}

static void sets_are(char const *s, uint64_t bounding, uint64_t effective, uint64_t inheritable,
                     uint64_t ambient)
{
  nc_caps_sets sets;
  int parsed = parse(&sets, s);
  assert_string_equal(error, "");
  assert_int_equal(parsed, 1);
  assert_int_equal(sets.bounding, bounding);
  assert_int_equal(sets.effective, effective);
  assert_int_equal(sets.inheritable, inheritable);
  assert_int_equal(sets.ambient, ambient);
}

static void keeps(void **state)
{
  uint64_t kill = BIT(CAP_KILL), bind = BIT(CAP_NET_BIND_SERVICE), last = BIT(CAP_BPF);
  (void)state;
  sets_are("", 0, 0, 0, 0);
  sets_are("[bounding]\n[ambient]\n", 0, 0, 0, 0);
  sets_are("[bounding]\nkeep = [] # empty\n\n[ambient]\nkeep = []\n", 0, 0, 0, 0);
  sets_are("bounding.keep = ['kill', \"CAP_NET_BIND_SERVICE\"]", kill | bind, 0, 0, 0);
  sets_are("bounding.keep = ['KILL', 'Cap_Bpf']\neffective.keep = ['cap_kill']", kill | last, kill,
           0, 0);
  sets_are("bounding = {keep = ['kill']}\ninheritable = {keep = ['kill']}", kill, 0, kill, 0);
  sets_are("[bounding]\nkeep = ['kill', 'bpf']\n[effective]\nkeep = ['kill']\n"
           "[inheritable]\nkeep = ['bpf', 'kill']\n[ambient]\nkeep = ['kill']",
           kill | last, kill, kill | last, kill);
}

static struct {
  char const *policy, *error;
} const malformed[] = {
    {"[bounding", "line 1, column 10: "},
    {"\n[bounding]\nkeep = [kill]", "line 3, column 9: "},
    {"[bounding]\nkeep = ['kill'", "line 2, column 15: "},
    {"[bounding]\n[bounding]", "line 2, column "},
    {"[bounding]\nkeep = []\nkeep = []", "line 3, column "},
    {"\x80", "line 1, column 1: "},
    {"[permitted]", "permitted: unknown section"},
    {"[Bounding]", "Bounding: unknown section"},
    {"keep = []", "keep: unknown section"},
    {"\"\\u001b[31m\\u009b\" = 1", "\\x1b[31m\\xc2\\x9b: unknown section"},
    {"\"bounding\\u0000\" = 1", "bounding: unknown section"},
    {"bounding = []", "bounding: not a table"},
    {"effective = 'kill'", "effective: not a table"},
    {"inheritable = 1", "inheritable: not a table"},
    {"[[ambient]]", "ambient: not a table"},
    {"[bounding]\ndrop = []", "bounding.drop: unknown key"},
    {"[effective]\nKeep = []", "effective.Keep: unknown key"},
    {"[ambient.more]", "ambient.more: unknown key"},
    {"[bounding]\nkeep = 'kill'", "bounding.keep: not an array"},
    {"[effective]\nkeep = 5", "effective.keep: not an array"},
    {"[inheritable.keep]", "inheritable.keep: not an array"},
    {"[ambient]\nkeep = 1979-05-27", "ambient.keep: not an array"},
    {"[bounding]\nkeep = [5]", "bounding.keep[0]: not a string"},
    {"[effective]\nkeep = ['kill', ['kill']]", "effective.keep[1]: not a string"},
    {"[ambient]\nkeep = [true]", "ambient.keep[0]: not a string"},
    {"[bounding]\nkeep = ['kill', 'bpf', 'fly']", "bounding.keep[2]: unknown capability fly"},
    {"[bounding]\nkeep = ['']", "bounding.keep[0]: unknown capability "},
    {"[bounding]\nkeep = ['cap_']", "bounding.keep[0]: unknown capability cap_"},
    {"[bounding]\nkeep = ['5']", "bounding.keep[0]: unknown capability 5"},
    {"[bounding]\nkeep = ['cap_cap_kill']", "bounding.keep[0]: unknown capability cap_cap_kill"},
    {"[bounding]\nkeep = [\"kill\\u0000x\"]", "bounding.keep[0]: unknown capability kill"},
    {"[bounding]\nkeep = ['kill', 'CAP_KILL']", "bounding.keep[1]: CAP_KILL is there twice"},
    {"effective.keep = ['kill']", "effective.keep: not all of it is in bounding.keep"},
    {"inheritable.keep = ['kill']", "inheritable.keep: not all of it is in bounding.keep"},
    {"bounding.keep = ['kill']\neffective.keep = ['kill']\nambient.keep = ['kill']",
     "ambient.keep: not all of it is in inheritable.keep"},
    {"bounding.keep = ['kill']\ninheritable.keep = ['kill']\nambient.keep = ['kill']",
     "ambient.keep: not all of it is in effective.keep"},
};
#define MALFORMED (sizeof malformed / sizeof *malformed)

static void refuses(void **state)
{
  nc_caps_sets sets;
  char errors[MALFORMED][sizeof error];
  (void)state;
  for (size_t i = 0; i < MALFORMED; i++) {
    size_t len = strlen(malformed[i].error);
    if (parse(&sets, malformed[i].policy))
      fail_msg("accepted: %s", malformed[i].policy);
    /* of the parser's own words only the place is looked at */
    if (strncmp(error, malformed[i].error, len) || (error[len] && strncmp(error, "line ", 5)))
      fail_msg("%s: got \"%s\", want \"%s\"", malformed[i].policy, error, malformed[i].error);
    memcpy(errors[i], error, sizeof error);
    for (size_t j = 0; j < i; j++)
      if (!strcmp(errors[j], error) && strcmp(malformed[i].error, malformed[j].error))
        fail_msg("the same for two: %s", error);
  }
}

static void cuts_what_is_long(void **state)
{
  nc_caps_sets sets;
  char s[2000];
  (void)state;
  memset(s, 'a', sizeof s);
  memcpy(s, "bounding.keep=['", 16);
  memcpy(s + sizeof s - 3, "']", 3);
  assert_int_equal(parse(&sets, s), 0);
  assert_int_equal(strlen(error), strlen("bounding.keep[0]: unknown capability ") + 64);
}

static void forbids(void **state)
{
  (void)state;
  assert_null(nc_caps_policy_forbidden(0));
  assert_null(nc_caps_policy_forbidden(BIT(CAP_KILL) | BIT(CAP_NET_BIND_SERVICE) | BIT(CAP_CHOWN)));
  assert_string_equal(nc_caps_policy_forbidden(BIT(CAP_KILL) | BIT(CAP_MKNOD)), "MKNOD");
  assert_string_equal(nc_caps_policy_forbidden(~(uint64_t)0), "SYS_ADMIN");
  int n = 0;
  for (int cap = 0; cap < 64; cap++)
    n += !!nc_caps_policy_forbidden(BIT(cap));
  assert_int_equal(n, 20);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(keeps),
      cmocka_unit_test(refuses),
      cmocka_unit_test(cuts_what_is_long),
      cmocka_unit_test(forbids),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
