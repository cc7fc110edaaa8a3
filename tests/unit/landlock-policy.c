/* SPDX-License-Identifier: ISC */

#include <stdlib.h>

#include "landlock-parsing.h"

#define RULE "[[rules]]\npath='/a'\naccess=['read']\n"

static void words(void **state)
{
  static struct {
    char const *word;
    uint64_t rights;
  } const cases[] = {
      {"'read'", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR},
      {"'write'", LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE},
      {"'execute'", LANDLOCK_ACCESS_FS_EXECUTE},
      {"'create'", 0x1fc0 | LANDLOCK_ACCESS_FS_REFER},
      {"'remove'", LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE},
      {"'readdir'", LANDLOCK_ACCESS_FS_READ_DIR},
      {"'all'", 0xffff},
      {"'all_except_execute'", 0xfffe},
      {"'ioctl_dev'", LANDLOCK_ACCESS_FS_IOCTL_DEV},
      {"'make_reg', 'refer'", LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    policy p;
    char s[128] = "rules=[{path='/', access=[";
    strcat(strcat(s, cases[i].word), "]}]");
    parses(&p, s);
    assert_int_equal(p.n, 1);
    assert_int_equal(p.rules[0].rights, cases[i].rights);
    policy_free(&p);
  }
}

static void keys(void **state)
{
  policy p;
  (void)state;
  parses(&p, RULE);
  assert_int_equal(p.min_abi, 3);
  assert_int_equal(p.handled_net, 0);
  assert_int_equal(p.handled_fs, 0xffff);
  assert_false(p.rules[0].optional);
  assert_string_equal(p.rules[0].path, "/a");
  assert_int_equal(p.scoped, 3);
  policy_free(&p);
  parses(&p, "net=[]\nscoped=['signal']\nmin_abi=6\n" RULE "optional=true");
  assert_int_equal(p.min_abi, 6);
  assert_int_equal(p.handled_net, TCP);
  assert_int_equal(p.ports_n, 0);
  assert_true(p.rules[0].optional);
  assert_int_equal(p.scoped, LANDLOCK_SCOPE_SIGNAL);
  policy_free(&p);
  parses(&p, "scoped=[]\n" RULE "[[net]]\nport=65535\naccess=['bind','connect']\n"
             "[[net]]\nport=0\naccess=['bind']");
  assert_int_equal(p.scoped, 0);
  assert_int_equal(p.ports_n, 2);
  assert_int_equal(p.ports[0].port, 65535);
  assert_int_equal(p.ports[0].rights, TCP);
  assert_int_equal(p.ports[1].rights, LANDLOCK_ACCESS_NET_BIND_TCP);
  policy_free(&p);
}

/* Each is refused, and each with a text of its own. */
static void malformed(void **state)
{
  static struct {
    char const *s;
    char const *error;
  } const cases[] = {
      {"min_abi = ", "line 1, column 11: "},
      {"min_abi = 3\nmin_abi = 3\n", "line 2, column "},
      {"", "rules: missing"},
      {"rules=1", "rules: not an array"},
      {"rules=[]", "rules: empty"},
      {"rules=[1]", "rules[0]: not a table"},
      {"[[paths]]", "paths: unknown key"},
      {RULE "[[path_beneath]]", "rules: beside path_beneath, which is of the other format"},
      {"\"a\\u001bb\"=1", "a\\x1bb: unknown key"},
      {"\"rules\\u0000\"=1", "rules: unknown key"},
      {"min_abi='3'\n" RULE, "min_abi: not an integer from 1 on"},
      {"min_abi=8\n" RULE, "min_abi: more than 7, the newest that nc-landlock knows"},
      {RULE "mode=1", "rules[0].mode: unknown key"},
      {RULE "optional=1", "rules[0].optional: neither true nor false"},
      {"[[rules]]\naccess=['read']", "rules[0].path: missing"},
      {"[[rules]]\npath=1\naccess=['read']", "rules[0].path: not a string"},
      {"[[rules]]\npath=\"/a\\u0000\"\naccess=['read']", "rules[0].path: has a NUL"},
      {"[[rules]]\npath='a'\naccess=['read']", "rules[0].path: not absolute: a"},
      {"[[rules]]\npath='/a/../b'\n",
       "rules[0].path: has \"..\", \".\" or a slash too many: /a/../b"},
      {"[[rules]]\npath='/./a'\n", "rules[0].path: has \"..\", \".\" or a slash too many: /./a"},
      {"[[rules]]\npath='/a/'\n", "rules[0].path: has \"..\", \".\" or a slash too many: /a/"},
      {"[[rules]]\npath='//a'\n", "rules[0].path: has \"..\", \".\" or a slash too many: //a"},
      {RULE RULE, "rules[1].path: the same as that of rules[0]: /a"},
      {"[[rules]]\npath='/a'", "rules[0].access: missing"},
      {"[[rules]]\npath='/a'\naccess='read'", "rules[0].access: not an array"},
      {"[[rules]]\npath='/a'\naccess=[]", "rules[0].access: empty"},
      {"[[rules]]\npath='/a'\naccess=[1]", "rules[0].access[0]: not a string"},
      {"[[rules]]\npath='/a'\naccess=['read','raed']", "rules[0].access[1]: unknown access raed"},
      {RULE "[[rules]]\npath='/b'\naccess=['bind']", "rules[1].access[0]: unknown access bind"},
      {"net=1\n" RULE, "net: not an array"},
      {"net=[1]\n" RULE, "net[0]: not a table"},
      {RULE "[[net]]\nhost='x'", "net[0].host: unknown key"},
      {RULE "[[net]]\naccess=['bind']", "net[0].port: missing"},
      {RULE "[[net]]\nport=65536\naccess=['bind']", "net[0].port: not an integer from 0 to 65535"},
      {RULE "[[net]]\nport=1", "net[0].access: missing"},
      {RULE "[[net]]\nport=1\naccess=['read']", "net[0].access[0]: unknown access read"},
      {RULE "[[net]]\nport=1\naccess=['bind']\n[[net]]\nport=1\naccess=['bind']",
       "net[1].port: the same as that of net[0]: 1"},
      {"scoped='signal'\n" RULE, "scoped: not an array"},
      {"scoped=['signals']\n" RULE, "scoped[0]: unknown scope signals"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    policy p;
    char error[POLICY_ERROR_MAX] = "";
    assert_false(parse(&p, cases[i].s, error));
    if (!strncmp(cases[i].error, "line ", 5))
      error[strlen(cases[i].error)] = 0;
    assert_string_equal(error, cases[i].error);
  }
}

static void strict(void **state)
{
  static struct {
    char const *s;
    char const *error; /* or NULL */
  } const cases[] = {
      {RULE, NULL},
      {"min_abi=2\n" RULE, "min_abi: production needs 3, truncate is not restricted before"},
      {"rules=[{path='/a',access=['execute','write']}]",
       "rules[0]: production does not both write and execute /a"},
      {"rules=[{path='/a',access=['execute','make_reg']}]",
       "rules[0]: production does not both write and execute /a"},
      {"rules=[{path='/a/b',access=['write']},{path='/a',access=['execute']}]",
       "rules[0]: production does not both write and execute /a/b"},
      {"rules=[{path='/',access=['execute']},{path='/a',access=['create']}]",
       "rules[1]: production does not both write and execute /a"},
      {"rules=[{path='/a',access=['execute']},{path='/ab',access=['create']}]", NULL},
      {"rules=[{path='/a',access=['execute','remove']}]", NULL},
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
      cmocka_unit_test(words),
      cmocka_unit_test(keys),
      cmocka_unit_test(malformed),
      cmocka_unit_test(strict),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
