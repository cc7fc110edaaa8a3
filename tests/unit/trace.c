/* SPDX-License-Identifier: ISC */

/* Lines of a trace, and which of them are none. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trace.h"

static void good(void **state)
{
  static struct {
    char const *line, *kind;
  } const cases[] = {
      {"{\"syscall\":\"read\"}\n", "syscall"},
      {"{\"syscall\":null}\n", "syscall"},
      {" { \"path\" : \"/etc\" } \n", "path"},
      {"{\"port\":80}\n", "port"},
      {"{\"capability\":\"CAP_CHOWN\",\"count\":1}\n", "capability"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char error[256];
    char const *kind;
    json_t *j = nc_trace_parse(cases[i].line, strlen(cases[i].line), &kind, error, sizeof error);
    assert_non_null(j);
    assert_string_equal(kind, cases[i].kind);
    json_decref(j);
  }
}

static void bad(void **state)
{
  static struct {
    char const *line, *error;
  } const cases[] = {
      {"", "cut short"},
      {"{\"syscall\":\"read\"}", "cut short"},
      {"{\"syscall\":\"re\n", "column "},
      {"\n", "column 0: "},
      {"[1]\n", "not an object"},
      {"{}\n", "not of a kind that a trace has"},
      {"{\"number\":1}\n", "not of a kind that a trace has"},
      {"{\"path\":\"/\",\"port\":1}\n", "of more than one kind"},
      {"{\"port\":1,\"port\":1}\n", "column 16: duplicate object key"},
      {"{\"port\":1}{\"port\":1}\n", "column 11: end of file expected"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char error[256] = "";
    char const *kind;
    assert_null(nc_trace_parse(cases[i].line, strlen(cases[i].line), &kind, error, sizeof error));
    if (strncmp(error, cases[i].error, strlen(cases[i].error)))
      assert_string_equal(error, cases[i].error);
  }
}

int main(void)
{
  struct CMUnitTest const tests[] = {cmocka_unit_test(good), cmocka_unit_test(bad)};
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
