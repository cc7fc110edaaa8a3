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
static char const *const no_words[] = {NULL};
static nc_extra const none = {.caps = no_words, .exec = no_words};
static nc_kept const bare = {.caps.fd = -1, .landlock.fd = -1, .filter.fd = -1, .objects = "1:2"};
static nc_kept const obeyed = {
    .caps = {"abc", 12}, .landlock = {"def", 345}, .filter.fd = -1, .objects = ""};

static void follows_kept(nc_kept const *kept, char const *chain, nc_extra const *extra,
                         char const *want)
{
  char config[8192], got[1024] = "";
  char const *why;
  int n = snprintf(config, sizeof config, "{\"command\":[\"a\",\"--\"],\"chain\":[%s\"a\",\"--\"]}",
                   chain);
  char const **words = nc_confine(config, (size_t)n, prog, extra, kept, &why);
  assert_non_null(words);
  for (size_t i = 0; words[i]; i++) {
    strcat(got, words[i]);
    strcat(got, " ");
  }
  free(words);
  assert_string_equal(got, want);
}

static void follows(char const *chain, nc_extra const *extra, char const *want)
{
  follows_kept(&bare, chain, extra, want);
}

static void refuses_kept(nc_kept const *kept, char const *config, char const *want)
{
  char const *why;
  assert_null(nc_confine(config, strlen(config), prog, &none, kept, &why));
  assert_non_null(why);
  if (!strstr(why, want))
    fail_msg("%s: want %s, got %s", config, want, why);
}

static void refuses(char const *config, char const *want)
{
  refuses_kept(&bare, config, want);
}

static void refuses_chain_kept(nc_kept const *kept, char const *chain, char const *want)
{
  char config[8192];
  snprintf(config, sizeof config, "{\"command\":[\"a\"],\"chain\":[%s\"a\"]}", chain);
  refuses_kept(kept, config, want);
}

static void refuses_chain(char const *chain, char const *want)
{
  refuses_chain_kept(&bare, chain, want);
}

static void takes_the_links(void **state)
{
  static char const *const caps[] = {"-i", "7:8", NULL};
  static char const *const exec[] = {"-v", "A", NULL};
  nc_extra const extra = {.caps = caps, .exec = exec};
  (void)state;
  follows(ALL, &none,
          "nc-caps -u 5 -- nc-landlock -d -o 1:2 -- nc-exec -d /x -- nc-seccomp -- sh -c -- ");
  follows(ALL, &extra,
          "nc-caps -u 5 -i 7:8 -- nc-landlock -d -o 1:2 -- nc-exec -d /x -v A -- nc-seccomp -- sh "
          "-c -- ");
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

#define CAPS_F "\"nc-caps\",\"-f\",\"3\",\"--\","
#define LAND_F "\"nc-landlock\",\"-tf3\",\"--\","

static void puts_policies_last(void **state)
{
  (void)state;
  follows_kept(&obeyed, BEFORE MOUNT CAPS_F LAND_F INIT EXEC FILTER, &none,
               "nc-caps -f 3 -f 12 -x abc -- nc-landlock -tf3 -f 345 -s def -o  -- "
               "nc-exec -d /x -- nc-seccomp -- sh -c -- ");
}

static void needs_the_same_policies(void **state)
{
  static char const why[] = "do not say the same of policies";
  (void)state;
  refuses_chain(BEFORE MOUNT CAPS_F LAND INIT EXEC FILTER, why);
  refuses_chain(BEFORE MOUNT CAPS LAND_F INIT EXEC FILTER, why);
  refuses_chain_kept(&obeyed, BEFORE MOUNT CAPS_F LAND INIT EXEC FILTER, why);
  refuses_chain_kept(&obeyed, BEFORE MOUNT CAPS LAND_F INIT EXEC FILTER, why);
}

static void needs_a_filter(void **state)
{
  (void)state;
  refuses_chain(BEFORE MOUNT CAPS LAND INIT EXEC "\"nc-trace\",\"--\",", "traced");
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
      cmocka_unit_test(puts_policies_last),
      cmocka_unit_test(needs_the_same_policies),
      cmocka_unit_test(needs_a_filter),
      cmocka_unit_test(needs_a_whole_record),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
