/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <skalibs/strerr.h>

#include "forked.h"

#include "chain-fd.h"
#include "report.h"

static int s[2];

static int setup(void **state)
{
  (void)state;
  PROG = "nc-test";
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s) < 0)
    return -1;
  nc_chain_pass("NC_REPORT", s[1]);
  return 0;
}

static int teardown(void **state)
{
  (void)state;
  close(s[0]);
  close(s[1]);
  return unsetenv("NC_REPORT");
}

static void one_record(void **state)
{
  nc_report r;
  char buf[256];
  (void)state;
  nc_report_begin(&r, "applied");
  nc_json_int(&r.json, "n", 1);
  nc_report_send(&r);
  nc_report_begin(&r, "exec");
  nc_report_send(&r);
  ssize_t n = recv(s[0], buf, sizeof buf, MSG_DONTWAIT);
  assert_true(n > 0);
  buf[n] = 0;
  assert_string_equal(buf, "{\"tool\":\"nc-test\",\"event\":\"applied\",\"n\":1}\n");
  n = recv(s[0], buf, sizeof buf, MSG_DONTWAIT);
  buf[n < 0 ? 0 : n] = 0;
  assert_string_equal(buf, "{\"tool\":\"nc-test\",\"event\":\"exec\"}\n");
}

static void too_much(void **state)
{
  nc_report r;
  char buf[NC_REPORT_MAX + 1], value[2000];
  (void)state;
  memset(value, 'x', sizeof value - 1);
  value[sizeof value - 1] = 0;
  nc_report_begin(&r, "applied");
  for (int i = 0; i < 20; i++)
    nc_json_string(&r.json, "s", value);
  nc_report_send(&r);
  ssize_t n = recv(s[0], buf, sizeof buf, MSG_DONTWAIT);
  assert_true(n > NC_REPORT_MAX / 2 && n <= NC_REPORT_MAX);
  buf[n] = 0;
  assert_non_null(strstr(buf, "\"truncated\":true}\n"));
}

static void descriptors(void **state)
{
  union {
    struct cmsghdr align;
    char buf[CMSG_SPACE(sizeof(int) * 4)];
  } control;
  char buf[256];
  struct iovec iov = {buf, sizeof buf};
  struct msghdr msg = {.msg_iov = &iov,
                       .msg_iovlen = 1,
                       .msg_control = control.buf,
                       .msg_controllen = sizeof control.buf};
  int fds[4], got[4];
  nc_report r;
  (void)state;
  for (int i = 0; i < 4; i++)
    fds[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
  nc_report_begin(&r, "applied");
  nc_report_send_fds(&r, fds, 4);
  assert_true(recvmsg(s[0], &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) > 0);
  struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
  assert_non_null(c);
  assert_int_equal(c->cmsg_type, SCM_RIGHTS);
  assert_int_equal(c->cmsg_len, CMSG_LEN(sizeof got));
  memcpy(got, CMSG_DATA(c), sizeof got);
  for (int i = 0; i < 4; i++) {
    struct stat st;
    assert_int_equal(fstat(got[i], &st), 0);
    assert_int_equal(fcntl(fds[i], F_GETFD), FD_CLOEXEC); /* it stays open here */
    close(got[i]);
    close(fds[i]);
  }
}

static void send_one(void *arg)
{
  static int const fds[5];
  nc_report r;
  nc_report_begin(&r, "applied");
  if (arg)
    nc_report_send_fds(&r, fds, 5);
  nc_report_send(&r);
}

static void refusals(void **state)
{
  nc_report r;
  (void)state;
  assert_int_equal(forked(send_one, ""), 111);
  assert_output_has("nc-test: fatal: unable to report to nc-monitor: Invalid argument");
  close(s[0]);
  s[0] = -1;
  assert_int_equal(forked(send_one, NULL), 111); /* and not SIGPIPE */
  assert_output_has("nc-test: fatal: unable to report to nc-monitor: Broken pipe");
  nc_report_begin(&r, "applied");
  assert_int_equal(nc_report_try(&r), 0);
  assert_int_equal(errno, EPIPE);
}

static void silent(void **state)
{
  nc_report r;
  char buf[256];
  (void)state;
  unsetenv("NC_REPORT");
  nc_report_begin(&r, "applied");
  nc_report_send(&r);
  nc_report_begin(&r, "applied");
  assert_int_equal(nc_report_try(&r), 1);
  assert_int_equal(recv(s[0], buf, sizeof buf, MSG_DONTWAIT), -1);
  assert_int_equal(errno, EAGAIN);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
  struct CMUnitTest const tests[] = {TEST(one_record), TEST(too_much), TEST(descriptors),
                                     TEST(refusals), TEST(silent)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
