/* SPDX-License-Identifier: ISC */

/* Which links nc-enter takes from a record, and which records it does not follow. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "confine.h"

#define BEFORE "\"nc-cgroup\",\"-t\",\"--\",\"nc-unshare\",\"-h\",\"nc-mount\",\"--\","
#define MOUNT  "\"nc-mount\",\"--proc\",\"/proc\",\"--\","
#define CAPS   "\"nc-caps\",\"-u\",\"5\",\"--\","
#define LAND   "\"nc-landlock\",\"-d\",\"--\","
#define INIT   "\"nc-init\",\"--\","
#define EXEC   "\"nc-exec\",\"-t\",\"-d\",\"/x\",\"--\","
#define FILTER "\"nc-seccomp\",\"--\","
#define ALL    BEFORE MOUNT CAPS LAND INIT EXEC FILTER

static char const *const prog[] = {"sh", "-c", "--", NULL};
static char const *const none[] = {NULL};

static void follows(char const *chain, char const *const *extra, char const *want)
{
  char config[8192], got[1024] = "";
  char const *why;
  int n = snprintf(config, sizeof config, "{\"command\":[\"a\",\"--\"],\"chain\":[%s\"a\",\"--\"]}",
                   chain);
  char const **words = nc_confine(config, (size_t)n, prog, extra, &why);
  assert_non_null(words);
  for (size_t i = 0; words[i]; i++) {
    strcat(got, words[i]);
    strcat(got, " ");
  }
  free(words);
  assert_string_equal(got, want);
}

static void refuses(char const *config, char const *want)
{
  char const *why;
  assert_null(nc_confine(config, strlen(config), prog, none, &why));
  assert_non_null(why);
  if (!strstr(why, want))
    fail_msg("%s: want %s, got %s", config, want, why);
}

static void refuses_chain(char const *chain, char const *want)
{
  char config[8192];
  snprintf(config, sizeof config, "{\"command\":[\"a\"],\"chain\":[%s\"a\"]}", chain);
  refuses(config, want);
}

static void takes_the_links(void **state)
{
  static char const *const extra[] = {"-v", "A", NULL};
  (void)state;
  follows(ALL, none, "nc-caps -u 5 -- nc-landlock -d -- nc-exec -d /x -- nc-seccomp -- sh -c -- ");
  follows(ALL, extra,
          "nc-caps -u 5 -- nc-landlock -d -- nc-exec -d /x -v A -- nc-seccomp -- sh -c -- ");
}

static void needs_plain_options(void **state)
{
  (void)state;
  refuses_chain(BEFORE MOUNT CAPS LAND INIT "\"nc-exec\",\"-d\",\"--\"," FILTER, "one by one");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT "\"nc-exec\",\"-sd\",\"/\",\"--\"," FILTER,
                "one by one");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT "\"nc-exec\",\"-k\",\"--\"," FILTER, "one by one");
}

static void needs_every_link(void **state)
{
  (void)state;
  refuses_chain(BEFORE CAPS LAND INIT EXEC FILTER, "lacks");
  refuses_chain(BEFORE MOUNT LAND INIT EXEC FILTER, "behind nc-mount");
  refuses_chain(BEFORE MOUNT CAPS INIT EXEC FILTER, "behind nc-mount");
  refuses_chain(BEFORE MOUNT CAPS LAND EXEC FILTER, "behind nc-mount");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT FILTER, "behind nc-mount");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT EXEC, "lacks");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT FILTER EXEC, "behind nc-mount");
  refuses_chain(ALL FILTER, "behind nc-mount");
}

static void needs_a_chain_of_links(void **state)
{
  (void)state;
  refuses_chain("\"foreign\",\"--\"," ALL, "something else");
  refuses_chain("\"./nc-caps\",\"--\"," ALL, "something else");
  refuses_chain("\"nc-cgroup\"," MOUNT CAPS LAND INIT EXEC "\"nc-seccomp\",", "something else");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT "\"nc-exec\",\"\\ufffd\",\"--\"," FILTER, "UTF-8");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT "\"\\ufffd\",\"--\"," FILTER, "something else");
}

static void needs_words_that_are_whole(void **state)
{
  char chain[4096], path[1025];
  (void)state;
  memset(path, 'x', 1024);
  path[1024] = 0;
  snprintf(chain, sizeof chain,
           BEFORE MOUNT CAPS "\"nc-landlock\",\"-x\",\"%s\",\"--\"," INIT EXEC FILTER, path);
  refuses_chain(chain, "too long");
}

static void refuses_policies(void **state)
{
  (void)state;
  refuses_chain(BEFORE MOUNT "\"nc-caps\",\"-f\",\"3\",\"--\"," LAND INIT EXEC FILTER,
                "policy file");
  refuses_chain(BEFORE MOUNT CAPS "\"nc-landlock\",\"-tf3\",\"--\"," INIT EXEC FILTER,
                "policy file");
  refuses_chain(BEFORE MOUNT CAPS LAND INIT EXEC "\"nc-seccomp\",\"-f\",\"5\",\"--\",",
                "policy file");
}

static void needs_a_whole_record(void **state)
{
  (void)state;
  refuses("{", "not what nc-monitor writes");
  refuses("{\"command\":[\"a\"]}", "not what nc-monitor writes");
  refuses("{\"command\":[\"a\"],\"chain\":[" ALL "\"a\"],\"truncated\":true}", "no room");
  refuses("{\"command\":[],\"chain\":[" ALL "\"a\"]}", "which words");
  refuses("{\"command\":[\"a\"],\"chain\":[\"a\"]}", "which words");
  refuses("{\"command\":5,\"chain\":[" ALL "\"a\"]}", "which words");
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(takes_the_links),
      cmocka_unit_test(needs_plain_options),
      cmocka_unit_test(needs_every_link),
      cmocka_unit_test(needs_a_chain_of_links),
      cmocka_unit_test(needs_words_that_are_whole),
      cmocka_unit_test(refuses_policies),
      cmocka_unit_test(needs_a_whole_record),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
