/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "output.h"

/* A symlink, too: it would be replaced, and not what it leads to written. */
static void refuse_others(char const *file)
{
  struct stat st;
  if (lstat(file, &st) < 0) {
    if (errno != ENOENT)
      strerr_diefusys(111, "write ", file);
  } else if (!S_ISREG(st.st_mode))
    strerr_dief(111, "unable to write ", file, ": not a regular file");
}

static mode_t ask_umask(void)
{
  mode_t mask = umask(077);
  umask(mask);
  return mask;
}

/* fsync: after a crash of the machine the name must not lead to an empty file. */
static int write_new(char *temporary, char const *file, char const *s, size_t n)
{
  int fd = mkostemp(temporary, O_CLOEXEC), e;
  if (fd < 0)
    return -1;
  if (allwrite(fd, s, n) == n && fchmod(fd, 0644 & ~ask_umask()) == 0 && fsync(fd) == 0 &&
      rename(temporary, file) == 0)
    return close(fd);
  e = errno;
  unlink(temporary);
  errno = e;
  return -1;
}

void nc_output_write(char const *file, char const *s, size_t n)
{
  char *temporary;
  if (!file) {
    if (allwrite(1, s, n) < n)
      strerr_diefusys(111, "write to stdout");
    return;
  }
  refuse_others(file);
  if (asprintf(&temporary, "%s.XXXXXX", file) < 0)
    strerr_diefusys(111, "allocate memory");
  if (write_new(temporary, file, s, n) < 0)
    strerr_diefusys(111, "write ", file);
  free(temporary);
}

void nc_output_print(char const *file, nc_print *print, void const *data)
{
  char *s = NULL;
  size_t n = 0;
  FILE *out = open_memstream(&s, &n);
  if (!out)
    strerr_diefusys(111, "allocate memory");
  print(out, data);
  if (ferror(out) || fclose(out) == EOF)
    strerr_diefusys(111, "allocate memory");
  nc_output_write(file, s, n);
  free(s);
}
