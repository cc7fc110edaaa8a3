/* SPDX-License-Identifier: ISC */

/* nc-trace/interpreter: whatever file is executed, what it names is a text that stands in it. */

#include <stdlib.h>
#include <string.h>

#include "interpreter.h"

#define READ_MAX 65536

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

typedef struct input_s input;
struct input_s {
  uint8_t const *s;
  size_t n;
};

static ssize_t read_input(void *file, void *buf, size_t n, uint64_t offset)
{
  input const *in = file;
  if (n > READ_MAX)
    abort();
  if (offset >= in->n)
    return 0;
  if (n > in->n - offset)
    n = in->n - offset;
  memcpy(buf, in->s + offset, n);
  return (ssize_t)n;
}

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  input in = {.s = data, .n = size};
  char *path = malloc(PATH_MAX); /* not on the stack: a write past its end is seen */
  int found;
  if (!path)
    abort();
  memset(path, 'x', PATH_MAX);
  found = interpreter_find(&read_input, &in, path);
  if (found != 0 && found != 1)
    abort();
  if (found && (!*path || !memchr(path, 0, PATH_MAX) || !memmem(data, size, path, strlen(path))))
    abort();
  if (found && data[0] == '#' && strpbrk(path, " \t\n"))
    abort();
  free(path);
  return 0;
}
