/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>

#include "contents.h"

/* 64 KiB to 1 MiB are equally fast from ext4 to tmpfs, as are sendfile and splice;
   copy_file_range does not work between the two (EXDEV). */
#define BUFFER (256 * 1024)

typedef struct copying_s copying;
struct copying_s {
  int in, out;
  void (*copied)(void *data, size_t n);
  void *data;
};

/* n bytes, or, as files of size 0 may have content (procfs), all there is if n is 0. */
static char const *copy_bytes(copying const *c, off_t n)
{
  static char buffer[BUFFER];
  for (uint64_t left = n ? (uint64_t)n : UINT64_MAX; left;) {
    ssize_t r = read(c->in, buffer, left < BUFFER ? (size_t)left : BUFFER);
    if (r < 0)
      return "read";
    if (!r)
      break;
    if (allwrite(c->out, buffer, (size_t)r) < (size_t)r)
      return "write";
    left -= (uint64_t)r;
    c->copied(c->data, (size_t)r);
  }
  return NULL;
}

static char const *copy_pieces(copying const *c, off_t size)
{
  for (off_t data = 0, hole; data < size; data = hole) {
    data = lseek(c->in, data, SEEK_DATA);
    if (data < 0 && errno == ENXIO) /* a hole up to the end */
      break;
    if (data < 0 || (hole = lseek(c->in, data, SEEK_HOLE)) < 0 || lseek(c->in, data, SEEK_SET) < 0)
      return "read";
    if (lseek(c->out, data, SEEK_SET) < 0)
      return "write";
    char const *failed = copy_bytes(c, hole - data);
    if (failed)
      return failed;
  }
  return ftruncate(c->out, size) < 0 ? "write" : NULL;
}

char const *nc_contents_copy(int in, int out, struct stat const *st,
                             void (*copied)(void *data, size_t n), void *data)
{
  copying const c = {.in = in, .out = out, .copied = copied, .data = data};
  int has_holes = st->st_blocks < st->st_size / 512;
  return has_holes ? copy_pieces(&c, st->st_size) : copy_bytes(&c, st->st_size);
}
