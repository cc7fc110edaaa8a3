/* SPDX-License-Identifier: ISC */

/* nc-landlock's policies in landlockconfig's format. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "landlock-parsing.h"

#define PATH(text) "[[path_beneath]]\nallowed_access=['execute']\nparent=[" text "]\n"

static void refuses(char const *s, char const *want)
{
  policy p;
  char error[POLICY_ERROR_MAX] = "";
  assert_false(parse(&p, s, error));
  assert_string_equal(error, want);
}

static void groups(void **state)
{
  static struct {
    unsigned int abi;
    char const *word;
    uint64_t rights;
    unsigned int min_abi; /* what it takes to restrict those */
  } const cases[] = {
      {1, "abi.all", 0x1fff, 1},
      {2, "abi.all", 0x3fff, 2},
      {3, "abi.all", 0x7fff, 3},
      {4, "abi.all", 0x7fff, 3},
      {5, "abi.all", 0xffff, 5},
      {6, "abi.all", 0xffff, 5},
      {7, "abi.all", 0xffff, 5},
      {1, "abi.read_execute", READ | EXECUTE, 1},
      {2, "abi.read_execute", READ | EXECUTE | LANDLOCK_ACCESS_FS_REFER, 2},
      {1, "abi.read_write", 0x1ffe, 1},
      {5, "abi.read_write", 0xfffe, 5},
      {6, "v1.all", 0x1fff, 1},
      {1, "v5.read_write", 0xfffe, 5},
      {1, "v7.all", 0xffff, 5},
      {1, "v2.read_execute", READ | EXECUTE | LANDLOCK_ACCESS_FS_REFER, 2},
      {1, "ioctl_dev", LANDLOCK_ACCESS_FS_IOCTL_DEV, 5},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    policy p;
    char s[256];
    snprintf(s, sizeof s, "abi=%u\n[[path_beneath]]\nallowed_access=['%s']\nparent=['/']",
             cases[i].abi, cases[i].word);
    parses(&p, s);
    assert_int_equal(p.n, 1);
    assert_int_equal(p.rules[0].rights, cases[i].rights);
    assert_int_equal(p.handled_fs, cases[i].rights); /* as no ruleset says more */
    assert_int_equal(p.min_abi, cases[i].min_abi);
    assert_int_equal(p.handled_net | p.scoped, 0);
    policy_free(&p);
  }
}

/* What is handled is what the rulesets say, and what the rules need; the file says no more. */
static void handled(void **state)
{
  policy p;
  (void)state;
  parses(&p, "abi=4\n[[ruleset]]\nhandled_access_fs=['abi.all']\n"
             "[[ruleset]]\nhandled_access_net=['bind_tcp']\nscoped=['signal']\n"
             "[[path_beneath]]\nallowed_access=['ioctl_dev']\nparent=['/dev']\n"
             "[[net_port]]\nallowed_access=['bind_tcp']\nport=[80, 443]\n"
             "[[net_port]]\nallowed_access=['connect_tcp','bind_tcp']\nport=[443]\n");
  assert_int_equal(p.handled_fs, 0xffff);
  assert_int_equal(p.handled_net, TCP);
  assert_int_equal(p.scoped, LANDLOCK_SCOPE_SIGNAL);
  assert_int_equal(p.min_abi, 6);
  assert_true(p.rules[0].optional);
  assert_int_equal(p.ports_n, 2);
  assert_int_equal(p.ports[0].port, 80);
  assert_int_equal(p.ports[0].rights, LANDLOCK_ACCESS_NET_BIND_TCP);
  assert_int_equal(p.ports[1].port, 443);
  assert_int_equal(p.ports[1].rights, TCP);
  policy_free(&p);

  parses(&p, "[[ruleset]]\nhandled_access_net=['v4.all']");
  assert_int_equal(p.handled_fs, 0);
  assert_int_equal(p.handled_net, TCP);
  assert_int_equal(p.min_abi, 4);
  policy_free(&p);
  parses(&p, "abi=6\n[[ruleset]]\nscoped=['abi.all']");
  assert_int_equal(p.scoped, 3);
  policy_free(&p);
}

static void same_path(void **state)
{
  policy p;
  (void)state;
  parses(&p,
         PATH("'/a','/a'") "[[path_beneath]]\nallowed_access=['read_file']\nparent=['/b','/a']");
  assert_int_equal(p.n, 2);
  assert_string_equal(p.rules[0].path, "/a");
  assert_int_equal(p.rules[0].rights, EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE);
  assert_string_equal(p.rules[1].path, "/b");
  assert_int_equal(p.rules[1].table, 1);
  policy_free(&p);
}

static void json(void **state)
{
  policy p;
  (void)state;
  parses(&p, "\n {\"abi\":5,\"variable\":[{\"name\":\"v\",\"literal\":[\"a\"]}],"
             "\"ruleset\":[{\"handledAccessFs\":[\"abi.all\"],\"handledAccessNet\":[\"abi.all\"]}],"
             "\"pathBeneath\":[{\"allowedAccess\":[\"execute\"],\"parent\":[\"/${v}\"]}],"
             "\"netPort\":[{\"allowedAccess\":[\"connect_tcp\"],\"port\":[443]}]}");
  assert_int_equal(p.handled_fs, 0xffff);
  assert_int_equal(p.handled_net, TCP);
  assert_string_equal(p.rules[0].path, "/a");
  assert_int_equal(p.ports[0].port, 443);
  policy_free(&p);
  refuses("{\"path_beneath\":[]}", "path_beneath: unknown key");
  refuses("{\"rules\":[]}", "rules: unknown key");
  refuses("{}", "ruleset: missing, and no rule");
  refuses("{\"pathBeneath\":[{\"allowedAccess\":[\"x\"]}]}",
          "pathBeneath[0].allowedAccess[0]: unknown access x");
}

#define VARIABLE(name, literals) "[[variable]]\nname='" name "'\nliteral=[" literals "]\n"

static void variables(void **state)
{
  static struct {
    char const *s;
    char const *paths[5];
  } const cases[] = {
      {VARIABLE("a", "'/x'") PATH("'${a}'"), {"/x"}},
      {VARIABLE("a", "'x','y'") VARIABLE("B_2", "'1','2'") PATH("'/${a}/${B_2}'"),
       {"/x/1", "/x/2", "/y/1", "/y/2"}},
      {VARIABLE("a", "'x'") VARIABLE("a", "'y'") PATH("'/${a}${a}'"), {"/xx", "/xy", "/yx", "/yy"}},
      {VARIABLE("a", "'','/b'") PATH("'/c${a}'"), {"/c", "/c/b"}},
      /* what stands in a value is not looked at */
      {VARIABLE("a", "'${a}$$'") PATH("'/${a}'"), {"/${a}$$"}},
      {PATH("'/$${a}'"), {"/${a}"}},
      {PATH("'/$a$'"), {"/$a$"}},
      {PATH("'/$$$$'"), {"/$$"}},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    policy p;
    size_t n = 0;
    parses(&p, cases[i].s);
    while (cases[i].paths[n]) {
      assert_true(n < p.n);
      assert_string_equal(p.rules[n].path, cases[i].paths[n]);
      n++;
    }
    assert_int_equal(p.n, n);
    policy_free(&p);
  }
}

/* A few lines are no way to take all memory, all time or all of the stack. */
static void bounds(void **state)
{
  char *s = calloc(1, 65536), *end;
  (void)state;
  assert_non_null(s);
  refuses(VARIABLE("a", "'1','2','3','4','5','6','7','8','9','0'")
              PATH("'/a', '/${a}${a}${a}${a}'"),
          "path_beneath[0].parent[1]: too many paths, by its variables");
  strcpy(s, VARIABLE("a", "'',''") "[[path_beneath]]\nallowed_access=['execute']\nparent=['/");
  for (end = s + strlen(s); end < s + 4000; end += 4)
    strcpy(end, "${a}");
  strcpy(end, "']");
  refuses(s, "path_beneath[0].parent[0]: too many paths, by its variables");

  strcpy(s, "[[path_beneath]]\nallowed_access=['execute']\nparent=['/");
  end = s + strlen(s);
  memset(end, 'a', PATH_MAX - 1);
  strcpy(end + PATH_MAX - 1, "']");
  refuses(s, "path_beneath[0].parent[0]: longer than a path can be");
  strcpy(end + PATH_MAX - 2, "']");
  policy p;
  parses(&p, s);
  assert_int_equal(strlen(p.rules[0].path), PATH_MAX - 1);
  policy_free(&p);

  memset(s, 0, 65536);
  strcpy(s, "[[variable]]\nname='a'\nliteral=['");
  memset(s + strlen(s), 'a', 3000);
  strcat(s, "']\n" PATH("'/${a}${a}'"));
  refuses(s, "path_beneath[0].parent[0]: longer than a path can be");
  free(s);
}

static void strict(void **state)
{
  static struct {
    char const *s;
    char const *error; /* or NULL */
  } const cases[] = {
      {"abi=3\n[[ruleset]]\nhandled_access_fs=['abi.all']\n" PATH("'/a'"), NULL},
      {PATH("'/a'"), "ruleset: production needs all rights of ABI 3 handled, write_file is not"},
      {"[[ruleset]]\nhandled_access_fs=['truncate','v1.all']\n",
       "ruleset: production needs all rights of ABI 3 handled, refer is not"},
      {"abi=5\n[[ruleset]]\nhandled_access_fs=['abi.all']\n" PATH(
           "'/a','/b/c'") "[[path_beneath]]\nallowed_access=['make_reg']\nparent=['/b','/b/c/d']\n",
       "path_beneath[0]: production does not both write and execute /b/c"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    policy p;
    char error[POLICY_ERROR_MAX] = "";
    parses(&p, cases[i].s);
    assert_int_equal(policy_is_strict(&p, error), !cases[i].error);
    assert_string_equal(error, cases[i].error ? cases[i].error : "");
    policy_free(&p);
  }
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(groups), cmocka_unit_test(handled),   cmocka_unit_test(same_path),
      cmocka_unit_test(json),   cmocka_unit_test(variables), cmocka_unit_test(bounds),
      cmocka_unit_test(strict),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
