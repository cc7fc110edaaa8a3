/* SPDX-License-Identifier: ISC */

/* A policy is what was hashed, whole, and nothing else. */

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "forked.h"

#include "policy.h"

/* FIPS 180-2, B.1 */
#define ABC     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define ABC_UP  "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
#define NOT_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae"
#define NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct input_s input;
struct input_s {
  int fd;
  char const *pin;
};

static int file_of(char const *s, size_t n)
{
  int fd = memfd_create("policy", MFD_CLOEXEC);
  assert_true(fd >= 0);
  assert_int_equal(allwrite(fd, s, n), n);
  assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
  return fd;
}

static void read_it(void *arg)
{
  input const *in = arg;
  nc_policy policy;
  nc_policy_read(&policy, in->fd, in->pin);
  puts(policy.sha256);
  fflush(stdout);
}

static int read_forked(int fd, char const *pin)
{
  input in = {fd, pin};
  int code = forked(read_it, &in);
  close(fd);
  return code;
}

static void reads_whole(void **state)
{
  nc_policy policy;
  int fd = file_of("abc", 3), p[2];
  (void)state;
  nc_policy_read(&policy, fd, ABC_UP);
  assert_int_equal(policy.n, 3);
  assert_memory_equal(policy.s, "abc", 3);
  assert_string_equal(policy.sha256, ABC);
  assert_int_equal(fcntl(fd, F_GETFD), -1); /* closed */
  free(policy.s);

  assert_int_equal(pipe(p), 0);
  assert_int_equal(write(p[1], "abc", 3), 3);
  close(p[1]);
  nc_policy_read(&policy, p[0], ABC);
  assert_int_equal(policy.n, 3);
  free(policy.s);

  nc_policy_read(&policy, file_of("", 0), NULL);
  assert_int_equal(policy.n, 0);
  assert_string_equal(policy.sha256, NOTHING);
  free(policy.s);
}

static void pins(void **state)
{
  (void)state;
  assert_int_equal(read_forked(file_of("abc", 3), ABC), 0);
  assert_int_equal(read_forked(file_of("abc", 3), NOT_ABC), 111);
  assert_output_has("unable to trust the policy: its SHA-256 is " ABC ", pinned is " NOT_ABC);
  assert_int_equal(read_forked(file_of("abc\n", 4), ABC), 111);
}

static void pin(void *arg)
{
  char const *s = arg;
  if (nc_policy_pin(s) != s)
    _exit(1);
}

static void is_pin(void **state)
{
  (void)state;
  assert_int_equal(forked(pin, ABC), 0);
  assert_int_equal(forked(pin, ABC_UP), 0);
  assert_int_equal(forked(pin, "abc"), 100);
  assert_output_has("fatal: not a SHA-256, which is 64 hexadecimal digits: abc");
}

static void is_sha256(void **state)
{
  (void)state;
  assert_true(nc_sha256_is(ABC));
  assert_true(nc_sha256_is(ABC_UP));
  assert_false(nc_sha256_is(""));
  assert_false(nc_sha256_is(ABC "0"));
  assert_false(nc_sha256_is(&ABC[1]));
  assert_false(nc_sha256_is("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

static void is_bounded(void **state)
{
  char *s = calloc(1, NC_POLICY_MAX + 1);
  (void)state;
  assert_non_null(s);
  assert_int_equal(read_forked(file_of(s, NC_POLICY_MAX), NULL), 0);
  assert_int_equal(read_forked(file_of(s, NC_POLICY_MAX + 1), NULL), 111);
  assert_output_has("unable to read the policy: it is longer than 1 MiB");
  free(s);
}

static void is_unreadable(void **state)
{
  (void)state;
  assert_int_equal(read_forked(open("/", O_RDONLY | O_CLOEXEC), NULL), 111);
  assert_output_has("unable to read the policy: Is a directory");
  assert_int_equal(read_forked(open("/dev/null", O_WRONLY | O_CLOEXEC), NULL), 111);
  assert_output_has("unable to read the policy: Bad file descriptor");
}

static char error[256];

static json_t *json_of(char const *s)
{
  char bytes[80];
  nc_policy policy = {.s = bytes, .n = strlen(s)};
  assert_true(policy.n <= sizeof bytes);
  memcpy(bytes, s, policy.n);
  return nc_policy_json(&policy, error, sizeof error);
}

static void json(void **state)
{
  static char const *const bad[] = {
      "", "[]", "1", "{", "{} {}", "{\"a\":1,}", "{\"a\":\"\xff\"}", "{\"a\":{\"b\":1,\"b\":1}}",
  };
  json_t *v = json_of("{\"a\": {\"b\": 1}}\n");
  (void)state;
  assert_non_null(v);
  assert_int_equal(json_integer_value(json_object_get(json_object_get(v, "a"), "b")), 1);
  json_decref(v);

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    v = json_of(bad[i]);
    if (v)
      fail_msg("%s is no policy", bad[i]);
    assert_memory_equal(error, "line 1, column ", strlen("line 1, column "));
  }
  assert_null(json_of("{\n  \"a\": 1,\n  \"a\": 2\n}"));
  assert_memory_equal(error, "line 3, column ", strlen("line 3, column "));
  assert_non_null(strstr(error, "duplicate"));
  assert_null(json_of("[]"));
  assert_string_equal(error, "line 1, column 1: a policy is an object");
}

static void toml(void **state)
{
  char bytes[] = "a = 1\n\303\244 = 2\n";
  nc_policy policy = {.s = bytes, .n = strlen("a = 1\n")};
  json_t *v = nc_policy_toml(&policy, error, sizeof error);
  (void)state;
  assert_int_equal(json_integer_value(json_object_get(v, "a")), 1);
  json_decref(v);
  policy.n = strlen(bytes);
  assert_null(nc_policy_toml(&policy, error, sizeof error));
  assert_string_equal(error, "line 2, column 1: a key is missing");
}

static void wrong(void **state)
{
  char cut[16];
  (void)state;
  assert_int_equal(nc_policy_wrong(error, sizeof error, "%s[%d]: %s", "a", 1, "\33[m\302\233\n"),
                   0);
  assert_string_equal(error, "a[1]: \\x1b[m\\xc2\\x9b\\x0a");
  nc_policy_wrong(cut, sizeof cut, "%s", "longer than there is room for");
  assert_true(strlen(cut) < sizeof cut && !strncmp(cut, "longer", 6));
}

static void long_integers(void **state)
{
  static struct {
    char const *text, *string; /* of a, or NULL: not a string */
  } const cases[] = {
      {"{\"a\":18446744073709551615}", "18446744073709551615"},
      {"{\"a\":9223372036854775808 ,\"b\":[1,-2.5e3]}", "9223372036854775808"},
      {"{\"a\":-9223372036854775809}", "-9223372036854775809"},
      {"{\"b\":9223372036854775808,\"a\":1}", NULL},
      {"{\"b\":9223372036854775808,\"a\":1234567890123456789.0}", NULL},
      {"{\"b\":9223372036854775808,\"a\":12345678901234567890e-1}", NULL},
      {"{\"b\":9223372036854775808,\"a\":\"9223372036854775808\"}", "9223372036854775808"},
      {"{\"b\":9223372036854775808,\"a\":\"\\\\\\\"9\"}", "\\\"9"},
      {"{\"a\":9223372036854775807}", NULL},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    json_t *v = json_of(cases[i].text);
    char const *s = json_string_value(json_object_get(v, "a"));
    if (!v || !s != !cases[i].string || (s && strcmp(s, cases[i].string)))
      fail_msg("%s: %s", cases[i].text, v ? s : error);
    json_decref(v);
  }
  /* what is wrong elsewhere is told where it is */
  assert_null(json_of("{\"a\":9223372036854775808,\"b\":09}"));
  assert_non_null(strstr(error, "line 1, column 30: "));
  assert_null(json_of("{\"a\":9223372036854775808,\"a\":9}"));
  assert_non_null(strstr(error, "duplicate"));
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(reads_whole), cmocka_unit_test(pins),       cmocka_unit_test(is_pin),
      cmocka_unit_test(is_sha256),   cmocka_unit_test(is_bounded), cmocka_unit_test(is_unreadable),
      cmocka_unit_test(json),        cmocka_unit_test(toml),       cmocka_unit_test(long_integers),
      cmocka_unit_test(wrong),
  };
  PROG = "nc-test";
  return cmocka_run_group_tests(tests, NULL, NULL);
}
