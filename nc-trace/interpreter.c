/* SPDX-License-Identifier: ISC */

#include <elf.h>
#include <string.h>

#include "interpreter.h"

#define HEAD_BYTES  256   /* BINPRM_BUF_SIZE */
#define TABLE_BYTES 65536 /* of program headers */

/* Of n bytes that begin with "#!"; a full head without an end of the name may be cut off there. */
static int script_interpreter(char const *head, size_t n, char path[PATH_MAX])
{
  char const *s = head + 2, *end = head + n;
  size_t len = 0;
  while (s < end && (*s == ' ' || *s == '\t'))
    s++;
  while (s + len < end && s[len] && !strchr(" \t\n", s[len]))
    len++;
  if (s + len == head + HEAD_BYTES)
    return 0;
  memcpy(path, s, len);
  path[len] = 0;
  return len > 0;
}

/* The text at offset, with its NUL. */
static int read_text(interpreter_read *read, void *file, uint64_t offset, uint64_t len,
                     char path[PATH_MAX])
{
  return len && len <= PATH_MAX && read(file, path, len, offset) == (ssize_t)len &&
         !path[len - 1] && *path;
}

/* elf64_interpreter, elf32_interpreter: the headers have the same fields, of other sizes. */
#define ELF_INTERPRETER(bits)                                                                      \
  static int elf##bits##_interpreter(interpreter_read *read, void *file, char const *head,         \
                                     char path[PATH_MAX])                                          \
  {                                                                                                \
    Elf##bits##_Phdr table[TABLE_BYTES / sizeof(Elf##bits##_Phdr)];                                \
    Elf##bits##_Ehdr e;                                                                            \
    size_t size;                                                                                   \
    memcpy(&e, head, sizeof e);                                                                    \
    size = e.e_phnum * sizeof *table;                                                              \
    if (e.e_phentsize != sizeof *table || size > sizeof table ||                                   \
        read(file, table, size, e.e_phoff) != (ssize_t)size)                                       \
      return 0;                                                                                    \
    for (size_t i = 0; i < e.e_phnum; i++)                                                         \
      if (table[i].p_type == PT_INTERP)                                                            \
        return read_text(read, file, table[i].p_offset, table[i].p_filesz, path);                  \
    return 0;                                                                                      \
  }
ELF_INTERPRETER(64)
ELF_INTERPRETER(32)

/* The kernel does not look at EI_CLASS: what counts is the size of an entry, in its place. */
static int is_elf64(char const *head)
{
  Elf64_Ehdr e;
  memcpy(&e, head, sizeof e);
  return e.e_phentsize == sizeof(Elf64_Phdr);
}

int interpreter_find(interpreter_read *read, void *file, char path[PATH_MAX])
{
  char head[HEAD_BYTES] = "";
  ssize_t n = read(file, head, sizeof head, 0);
  if (n < 0)
    return -1;
  if (!memcmp(head, "#!", 2))
    return script_interpreter(head, (size_t)n, path);
  if (memcmp(head, ELFMAG, SELFMAG))
    return 0;
  return is_elf64(head) ? elf64_interpreter(read, file, head, path)
                        : elf32_interpreter(read, file, head, path);
}
