/* SPDX-License-Identifier: ISC */

/* What an exec opens: the program, what "#!" names, and the loader that an ELF file asks for. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "capabilities.h"
#include "grant.h"
#include "interpreter.h"
#include "kernel.h"
#include "resolve.h"
#include "watch.h"

#define FILES_MAX 7 /* a program, five that "#!" names, and a loader */

#define EXECUTE (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE)

static int open_file(traced const *t, int fd)
{
  char name[32];
  snprintf(name, sizeof name, "self/fd/%d", fd);
  return openat(t->proc, name, O_RDONLY | O_CLOEXEC);
}

typedef struct program_s program;
struct program_s {
  int fd;
  int failed; /* some of it cannot be read, though it may be there */
};

/* An offset that no file has (EINVAL) is one where nothing is. */
static ssize_t read_program(void *data, void *buf, size_t n, uint64_t offset)
{
  program *p = data;
  ssize_t done = pread(p->fd, buf, n, (off_t)offset);
  p->failed |= done < 0 && errno != EINVAL;
  return done;
}

/* Returns 1 with the interpreter of the file; 0 if it has none; -1 if it cannot be read. */
static int interpreter(traced const *t, int place_fd, char path[PATH_MAX])
{
  program p = {.fd = open_file(t, place_fd)};
  int found;
  if (p.fd < 0)
    return -1;
  found = interpreter_find(&read_program, &p, path);
  close(p.fd);
  return p.failed ? -1 : found;
}

/* Takes p. */
static void execute(traced *t, place *p)
{
  char path[PATH_MAX];
  for (unsigned int i = 0; i < FILES_MAX; i++) {
    int found;
    if (p->searched_restricted)
      capability_for_search(t);
    if (p->fd < 0 || !S_ISREG(p->st.st_mode))
      break;
    capability_for_access(t, &p->st, X_OK);
    if (!access_is_possible(t, p->fd, X_OK))
      break;
    grant(t, p->fd, EXECUTE, 0);
    found = interpreter(t, p->fd, path);
    if (found < 0)
      traced_hidden(t);
    resolve_end(p);
    if (found <= 0 || resolve_text(p, t, AT_FDCWD, path, 1) < 0)
      return;
  }
  resolve_end(p);
}

void watch_execve(traced *t)
{
  place p;
  if (resolve(&p, t, AT_FDCWD, t->args[0], 1) == 0)
    execute(t, &p);
}

void watch_execveat(traced *t)
{
  place p;
  if (resolve_at(&p, t, (int)t->args[0], t->args[1], (int)t->args[4]) == 0)
    execute(t, &p);
}
