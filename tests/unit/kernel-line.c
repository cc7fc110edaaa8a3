/* SPDX-License-Identifier: ISC */

/* What Landlock says in the kernel's log, read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernel-line.h"

#define HEAD   "5,4711,15289182420,-;audit: type="
#define ACCESS HEAD "1423 audit(1795524088.732:47): domain=1324ec291 "
#define DOMAIN HEAD "1424 audit(1795524088.732:47): domain=1324ec291 "

static nc_kernel_line line;

static int scan(char const *s)
{
  return nc_kernel_line_scan(&line, s, strlen(s));
}

static void is_access(char const *s, char const *blockers, char const *path, int port)
{
  if (!scan(s))
    fail_msg("not read: %s", s);
  assert_int_equal(line.when, 1795524088);
  assert_int_equal(line.domain, 0x1324ec291);
  assert_int_equal(line.pid, 0);
  assert_string_equal(line.blockers, blockers);
  assert_string_equal(line.path, path);
  assert_int_equal(line.port, port);
}

static void what_is_refused(void **state)
{
  (void)state;
  is_access(ACCESS "blockers=fs.read_file path=\"/usr/bin/cat\" dev=\"vda\" ino=247026\n",
            "fs.read_file", "/usr/bin/cat", -1);
  is_access(ACCESS "blockers=fs.make_reg,fs.refer path=2F61206222 dev=\"vda\" ino=2",
            "fs.make_reg,fs.refer", "/a b\"", -1);
  is_access(ACCESS "blockers=fs.execute path=\"/a\\x5cx\" dev=\"vda\" ino=2\n SUBSYSTEM=x\n",
            "fs.execute", "/a\\x", -1);
  is_access(ACCESS "blockers=net.connect_tcp daddr=127.0.0.1 dest=80", "net.connect_tcp", "", 80);
  is_access(ACCESS "blockers=net.bind_tcp saddr=::1 src=65535", "net.bind_tcp", "", 65535);
  is_access(ACCESS "blockers=scope.abstract_unix_socket path=006100", "scope.abstract_unix_socket",
            "@a@", -1);
  is_access(ACCESS "blockers=scope.signal opid=1 ocomm=\"systemd\"", "scope.signal", "", -1);
}

static void whose_it_is(void **state)
{
  (void)state;
  assert_true(
      scan(DOMAIN "status=allocated mode=enforcing pid=25165 uid=0 exe=\"/tmp/ll\" comm=\"ll\"\n"));
  assert_int_equal(line.domain, 0x1324ec291);
  assert_int_equal(line.pid, 25165);
  assert_false(scan(DOMAIN "status=deallocated denials=3"));
  assert_false(scan(DOMAIN "status=allocated mode=enforcing uid=0"));
  assert_false(scan(DOMAIN "status=allocated mode=enforcing pid=0"));
  assert_false(scan(DOMAIN "status=allocated mode=enforcing pid=4294967296"));
}

static void names_do_not_pass_for_more(void **state)
{
  (void)state;
  /* comm="x pid=1" is in hexadecimal: the kernel quotes no blank */
  assert_true(scan(DOMAIN "status=allocated mode=enforcing pid=7 comm=78207069643D31"));
  assert_int_equal(line.pid, 7);
  is_access(ACCESS "blockers=fs.read_file path=2F78206465737420 dest=80", "fs.read_file",
            "/x dest ", 80);
}

static void what_is_none(void **state)
{
  static char const *const lines[] = {
      "",
      "5",
      "5,1,2,-;",
      "5,1,2,-;audit: type=",
      HEAD "1326 audit(1795524088.732:47): domain=1324ec291 blockers=fs.read_file",
      HEAD "1423 audit(1795524088.732:47): blockers=fs.read_file path=\"/x\"",
      HEAD "1423 audit(1795524088.732): domain=1 blockers=fs.read_file path=\"/x\"",
      HEAD "1423 audit(99999999999999999999.732:47): domain=1 blockers=fs.read_file path=\"/x\"",
      HEAD "1423 audit(1795524088.732:47): domain=11324ec2911324ec29 blockers=fs.read_file",
      ACCESS "path=\"/x\"",
      ACCESS "blockers=fs.read_file path=",
      ACCESS "blockers=fs.read_file path=2F7",
      ACCESS "blockers=net.bind_tcp src=65536",
      ACCESS "blockers=net.bind_tcp src=x",
      /* another facility than the kernel's: root wrote it to /dev/kmsg */
      "12,1,2,-;audit: type=1423 audit(1795524088.732:47): domain=1 blockers=fs.read_file",
      "5,1,2,-;x\naudit: type=1423 audit(1795524088.732:47): domain=1 blockers=fs.read_file",
  };
  (void)state;
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
    if (scan(lines[i]))
      fail_msg("read: %s", lines[i]);
}

static void what_is_too_long(void **state)
{
  char s[9000] = ACCESS "blockers=fs.read_file path=\"/";
  (void)state;
  memset(s + strlen(s), 'a', PATH_MAX);
  assert_false(nc_kernel_line_scan(&line, s, strlen(s)));
  memset(s, '5', sizeof s);
  memcpy(s, ACCESS, strlen(ACCESS));
  assert_false(nc_kernel_line_scan(&line, s, sizeof s));
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(what_is_refused),
      cmocka_unit_test(whose_it_is),
      cmocka_unit_test(names_do_not_pass_for_more),
      cmocka_unit_test(what_is_none),
      cmocka_unit_test(what_is_too_long),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
