/* SPDX-License-Identifier: ISC */

/* stamp FD NAME prog...: writes "NAME MICROSECONDS" of CLOCK_MONOTONIC to the descriptor and
   execs prog. Between two links (as nc-exec -k stamp ...) it says when the chain came by. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char *const *argv)
{
  struct timespec now;
  if (argc < 4) {
    fputs("usage: stamp FD NAME prog...\n", stderr);
    return 100;
  }
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (dprintf(atoi(argv[1]), "%s %lld\n", argv[2],
              (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000) < 0) {
    fprintf(stderr, "stamp: fatal: unable to write to descriptor %s: %s\n", argv[1],
            strerror(errno));
    return 111;
  }
  execvp(argv[3], argv + 3);
  fprintf(stderr, "stamp: fatal: unable to exec %s: %s\n", argv[3], strerror(errno));
  return errno == ENOENT ? 127 : 126;
}
