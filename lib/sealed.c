/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>

#include "sealed.h"

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

int nc_sealed_make(char const *name, void const *s, size_t n)
{
  int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0)
    return -1;
  if (allwrite(fd, s, n) == n && fcntl(fd, F_ADD_SEALS, SEALS) == 0 && lseek(fd, 0, SEEK_SET) == 0)
    return fd;
  int e = errno;
  close(fd);
  return (errno = e, -1);
}

void *nc_sealed_read(int fd, size_t max, size_t *n)
{
  struct stat st;
  if (fcntl(fd, F_GET_SEALS) != SEALS)
    return (errno = EINVAL, NULL);
  if (fstat(fd, &st) < 0)
    return NULL;
  *n = (size_t)st.st_size;
  if (*n > max)
    return (errno = EFBIG, NULL);
  char *s = malloc(*n + 1);
  if (!s)
    return NULL;
  if (lseek(fd, 0, SEEK_SET) == 0 && allread(fd, s, *n) == *n)
    return s;
  int e = errno;
  free(s);
  return (errno = e, NULL);
}
