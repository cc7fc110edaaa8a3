/* SPDX-License-Identifier: ISC */

/* What is handed on arrives whole, and cannot be changed on its way. */

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealed.h"

static void arrives(void **state)
{
  size_t n;
  char c;
  int fd = nc_sealed_make("x", "abc\0d", 5);
  (void)state;
  assert_true(fd >= 0);
  assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
  assert_int_equal(read(fd, &c, 1), 1);
  assert_int_equal(c, 'a');
  char *s = nc_sealed_read(fd, 5, &n);
  assert_non_null(s);
  assert_int_equal(n, 5);
  assert_memory_equal(s, "abc\0d", 5);
  free(s);
  close(fd);
  fd = nc_sealed_make("x", "", 0);
  s = nc_sealed_read(fd, 0, &n);
  assert_non_null(s);
  assert_int_equal(n, 0);
  free(s);
  close(fd);
}

static void stays(void **state)
{
  int fd = nc_sealed_make("x", "abc", 3);
  (void)state;
  assert_int_equal(pwrite(fd, "x", 1, 0), -1);
  assert_int_equal(errno, EPERM);
  assert_int_equal(ftruncate(fd, 0), -1);
  assert_int_equal(errno, EPERM);
  assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE), -1);
  assert_int_equal(errno, EPERM);
  close(fd);
}

static void refuses(int fd, size_t max, int error)
{
  size_t n;
  assert_true(fd >= 0);
  assert_null(nc_sealed_read(fd, max, &n));
  assert_int_equal(errno, error);
  close(fd);
}

static void refuses_others(void **state)
{
  int fd = memfd_create("x", MFD_ALLOW_SEALING);
  (void)state;
  refuses(nc_sealed_make("x", "abc", 3), 2, EFBIG);
  refuses(memfd_create("x", 0), 9, EINVAL);
  assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), 0);
  refuses(fd, 9, EINVAL);
  refuses(open("/etc/passwd", O_RDONLY | O_CLOEXEC), SIZE_MAX, EINVAL);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(arrives),
      cmocka_unit_test(stays),
      cmocka_unit_test(refuses_others),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
