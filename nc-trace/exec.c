/* SPDX-License-Identifier: ISC */

/* What an exec opens: the program, what "#!" names, and the loader that an ELF file asks for. */

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "capabilities.h"
#include "grant.h"
#include "kernel.h"
#include "resolve.h"
#include "watch.h"

#define HEAD_BYTES       256 /* BINPRM_BUF_SIZE */
#define INTERPRETERS_MAX 5

#define EXECUTE (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE)

static int open_file(traced const *t, int fd)
{
  char name[32];
  snprintf(name, sizeof name, "self/fd/%d", fd);
  return openat(t->proc, name, O_RDONLY | O_CLOEXEC);
}

/* Of a head that begins with "#!". Returns 1, or 0. */
static int script_interpreter(char const *head, size_t n, char path[PATH_MAX])
{
  char const *s = head + 2, *end = head + n;
  size_t len = 0;
  while (s < end && (*s == ' ' || *s == '\t'))
    s++;
  while (s + len < end && s[len] && !strchr(" \t\n", s[len]))
    len++;
  memcpy(path, s, len);
  path[len] = 0;
  return len > 0;
}

/* The text at offset. Returns 1, or 0. */
static int read_text(int fd, uint64_t offset, uint64_t len, char path[PATH_MAX])
{
  if (!len || len >= PATH_MAX || pread(fd, path, len, (off_t)offset) != (ssize_t)len)
    return 0;
  path[len] = 0;
  return *path != 0;
}

/* elf64_interpreter, elf32_interpreter: the headers have the same fields, of other sizes. */
#define ELF_INTERPRETER(bits)                                                                      \
  static int elf##bits##_interpreter(int fd, char path[PATH_MAX])                                  \
  {                                                                                                \
    Elf##bits##_Ehdr e;                                                                            \
    Elf##bits##_Phdr p;                                                                            \
    if (pread(fd, &e, sizeof e, 0) != sizeof e || e.e_phentsize != sizeof p)                       \
      return 0;                                                                                    \
    for (unsigned int i = 0; i < e.e_phnum; i++) {                                                 \
      if (pread(fd, &p, sizeof p, (off_t)(e.e_phoff + i * sizeof p)) != sizeof p)                  \
        return 0;                                                                                  \
      if (p.p_type == PT_INTERP)                                                                   \
        return read_text(fd, p.p_offset, p.p_filesz, path);                                        \
    }                                                                                              \
    return 0;                                                                                      \
  }
ELF_INTERPRETER(64)
ELF_INTERPRETER(32)

/* Returns 1 with the interpreter of the file; 0 if it has none; -1 if it cannot be read. */
static int interpreter(traced const *t, int place_fd, char path[PATH_MAX])
{
  char head[HEAD_BYTES];
  int fd = open_file(t, place_fd), found = 0;
  ssize_t n = fd < 0 ? -1 : pread(fd, head, sizeof head, 0);
  if (n >= 2 && !memcmp(head, "#!", 2))
    found = script_interpreter(head, (size_t)n, path);
  else if (n > EI_CLASS && !memcmp(head, ELFMAG, SELFMAG))
    found =
        head[EI_CLASS] == ELFCLASS64 ? elf64_interpreter(fd, path) : elf32_interpreter(fd, path);
  if (fd >= 0)
    close(fd);
  return n < 0 ? -1 : found;
}

/* Takes p. */
static void execute(traced *t, place *p)
{
  char path[PATH_MAX];
  for (unsigned int i = 0; i <= INTERPRETERS_MAX; i++) {
    int found;
    if (p->searched_restricted)
      capability_for_search(t);
    if (p->fd < 0 || !S_ISREG(p->st.st_mode))
      break;
    capability_for_access(t, &p->st, X_OK);
    if (!access_is_possible(p->fd, X_OK))
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
