/* SPDX-License-Identifier: ISC */

/* What of the paths that were touched becomes a rule. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "places.h"
#include "rights.h"

#define X    LANDLOCK_ACCESS_FS_EXECUTE
#define R    LANDLOCK_ACCESS_FS_READ_FILE
#define W    LANDLOCK_ACCESS_FS_WRITE_FILE
#define D    LANDLOCK_ACCESS_FS_READ_DIR
#define MAKE LANDLOCK_ACCESS_FS_MAKE_REG
#define GONE LANDLOCK_ACCESS_FS_REMOVE_FILE
#define MOVE LANDLOCK_ACCESS_FS_REFER

static void rule(nc_places const *p, size_t i, char const *path, uint64_t rights)
{
  assert_true(i < p->n);
  assert_string_equal(p->s[i].path, path);
  assert_int_equal(p->s[i].rights, rights);
}

static void add(nc_places *p, char const *path, uint64_t rights)
{
  assert_int_equal(nc_places_add(p, path, rights, 0), 0);
}

static void rights_add_up(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  add(&p, "/b", R);
  add(&p, "/a", R);
  add(&p, "/b", W);
  nc_places_fold(&p);
  assert_int_equal(p.n, 2);
  rule(&p, 0, "/a", R);
  rule(&p, 1, "/b", R | W);
  nc_places_free(&p);
}

static void what_changes_takes_in_what_is_beneath(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  add(&p, "/d/file", R);
  add(&p, "/d", MAKE);
  add(&p, "/d-file", R);
  add(&p, "/d/x/tool", X | R);
  add(&p, "/d/x", GONE);
  add(&p, "/", MAKE);
  nc_places_fold(&p);
  assert_int_equal(p.n, 4);
  rule(&p, 0, "/", MAKE);
  rule(&p, 1, "/d", R | GONE);
  rule(&p, 2, "/d/x/tool", X);
  rule(&p, 3, "/d-file", R);
  nc_places_free(&p);
}

static void made_is_a_change(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  assert_int_equal(nc_places_add(&p, "/d", W, 1), 0);
  add(&p, "/d/file", R);
  nc_places_fold(&p);
  assert_int_equal(p.n, 1);
  rule(&p, 0, "/d", R | W);
  nc_places_free(&p);
}

/* n files of the folder, by two names each */
static void add_files(nc_places *p, char const *folder, unsigned int n)
{
  char path[64];
  for (unsigned int i = 0; i < n; i++) {
    snprintf(path, sizeof path, "%s/%u/f", folder, i);
    add(p, path, R);
  }
}

static void many_files_that_are_read_are_one_rule(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  add_files(&p, "/usr/lib/many", NC_PLACES_FILES_MAX + 1);
  add_files(&p, "/usr/lib/few", NC_PLACES_FILES_MAX);
  add(&p, "/usr/lib/many/tool", X | R);
  add(&p, "/usr/lib/many/written", W);
  nc_places_fold(&p);
  assert_int_equal(p.n, NC_PLACES_FILES_MAX + 3);
  rule(&p, 0, "/usr/lib/few/0/f", R);
  rule(&p, NC_PLACES_FILES_MAX, "/usr/lib/many", R);
  rule(&p, NC_PLACES_FILES_MAX + 1, "/usr/lib/many/tool", X);
  rule(&p, NC_PLACES_FILES_MAX + 2, "/usr/lib/many/written", W);
  nc_places_free(&p);
}

static void not_above_the_third_name(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  add_files(&p, "/usr/lib", NC_PLACES_FILES_MAX + 1);
  nc_places_fold(&p);
  assert_int_equal(p.n, NC_PLACES_FILES_MAX + 1);
  nc_places_free(&p);
}

static void what_is_granted_above_is_not_again(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  add(&p, "/", D);
  add(&p, "/proc", R);
  add(&p, "/proc/x", R | D);
  add(&p, "/proc/y", W | R);
  nc_places_fold(&p);
  assert_int_equal(p.n, 3);
  rule(&p, 0, "/", D);
  rule(&p, 1, "/proc", R);
  rule(&p, 2, "/proc/y", W);
  nc_places_free(&p);
}

static void files_are_moved_between_equals(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  add(&p, "/from", GONE | MOVE);
  add(&p, "/to", MAKE | MOVE);
  add(&p, "/", R);
  nc_places_fold(&p);
  assert_int_equal(p.n, 3);
  rule(&p, 1, "/from", GONE | MAKE | MOVE);
  rule(&p, 2, "/to", GONE | MAKE | MOVE);
  nc_places_free(&p);
}

static void nothing_is_nothing(void **state)
{
  nc_places p = {.n = 0};
  (void)state;
  nc_places_fold(&p);
  assert_int_equal(p.n, 0);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(rights_add_up),
      cmocka_unit_test(what_changes_takes_in_what_is_beneath),
      cmocka_unit_test(made_is_a_change),
      cmocka_unit_test(many_files_that_are_read_are_one_rule),
      cmocka_unit_test(not_above_the_third_name),
      cmocka_unit_test(what_is_granted_above_is_not_again),
      cmocka_unit_test(files_are_moved_between_equals),
      cmocka_unit_test(nothing_is_nothing),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
