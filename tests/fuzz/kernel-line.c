/* SPDX-License-Identifier: ISC */

/* nc-state/kernel-line: whatever is in the kernel's log. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernel-line.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  static nc_kernel_line line;
  if (!nc_kernel_line_scan(&line, (char const *)data, size))
    return 0;
  if (line.when < 0 || line.pid < 0 || line.port < -1 || line.port > 65535 ||
      memchr(line.blockers, 0, sizeof line.blockers) == NULL ||
      memchr(line.path, 0, sizeof line.path) == NULL)
    abort();
  return 0;
}
