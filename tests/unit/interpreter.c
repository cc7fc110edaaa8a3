/* SPDX-License-Identifier: ISC */

/* What a file is run with, of files that nobody meant to be run. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <elf.h>

#include "interpreter.h"

#define LOADER "/lib/ld.so"
#define HEAD   256

typedef struct bytes_s bytes;
struct bytes_s {
  char const *s;
  size_t n;
};

static char path[PATH_MAX];

static ssize_t read_bytes(void *file, void *buf, size_t n, uint64_t offset)
{
  bytes const *b = file;
  if (offset >= b->n)
    return 0;
  if (n > b->n - offset)
    n = b->n - offset;
  memcpy(buf, b->s + offset, n);
  return (ssize_t)n;
}

static ssize_t read_nothing(void *file, void *buf, size_t n, uint64_t offset)
{
  (void)file;
  (void)buf;
  (void)n;
  (void)offset;
  return -1;
}

/* Of a copy that ends where its storage does. */
static int find(void const *s, size_t n)
{
  char *copy = malloc(n ? n : 1);
  bytes b = {.s = copy, .n = n};
  int found;
  assert_non_null(copy);
  memcpy(copy, s, n);
  memset(path, 'x', sizeof path);
  found = interpreter_find(&read_bytes, &b, path);
  free(copy);
  return found;
}

static void is_script(char const *s, size_t n, char const *want)
{
  if (find(s, n) != 1)
    fail_msg("not found: %s", s);
  assert_string_equal(path, want);
}

static void what_a_script_names(void **state)
{
  (void)state;
#define IS(s, want) is_script(s, sizeof s - 1, want)
  IS("#!/bin/sh\n", "/bin/sh");
  IS("#!/bin/sh", "/bin/sh");
  IS("#! \t/bin/sh -e x\nexit", "/bin/sh");
  IS("#!/bin/sh\t-e", "/bin/sh");
  IS("#!sh\n", "sh");
  IS("#!/bin/sh\0-e\n", "/bin/sh");
  IS("#!/bin/sh\r\n", "/bin/sh\r"); /* there may be such a file */
#undef IS
}

static void a_script_without_a_name(void **state)
{
  static char const blanks[HEAD + 9] = "#!";
  char full[sizeof blanks];
  (void)state;
#define NONE(s) assert_int_equal(find(s, sizeof s - 1), 0)
  NONE("");
  NONE("#");
  NONE("#!");
  NONE("#!\n");
  NONE("#!\n/bin/sh\n");
  NONE("#! \t \n/bin/sh\n");
  NONE("#! \t ");
  NONE("#!\0/bin/sh\n");
  NONE("# !/bin/sh\n");
  NONE("exit 0\n");
#undef NONE
  assert_int_equal(find(blanks, sizeof blanks), 0);
  memset(full, ' ', sizeof full);
  memcpy(full, "#!", 2);
  assert_int_equal(find(full, sizeof full), 0);
}

/* The kernel reads 256 bytes, and takes no name that may go on behind them. */
static void a_script_with_a_long_name(void **state)
{
  char s[HEAD + 1];
  (void)state;
  memset(s, 'a', sizeof s);
  memcpy(s, "#!/", 3);
  assert_int_equal(find(s, HEAD), 0);
  assert_int_equal(find(s, HEAD + 1), 0);
  s[HEAD] = '\n';
  assert_int_equal(find(s, HEAD + 1), 0);
  assert_int_equal(find(s, HEAD - 1), 1);
  assert_int_equal(strlen(path), HEAD - 1 - 2);
  for (char const *end = "\n \t"; *end; end++) {
    s[HEAD - 1] = *end;
    assert_int_equal(find(s, sizeof s), 1);
    assert_int_equal(strlen(path), HEAD - 1 - 2);
  }
}

/* A file in one piece: the header, three entries, the text. */
typedef struct elf64_s elf64;
struct elf64_s {
  Elf64_Ehdr e;
  Elf64_Phdr p[3];
  char text[PATH_MAX + 1];
};
typedef struct elf32_s elf32;
struct elf32_s {
  Elf32_Ehdr e;
  Elf32_Phdr p[3];
  char text[PATH_MAX + 1];
};

static elf64 const good64 = {
    .e = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
          .e_type = ET_DYN,
          .e_machine = EM_X86_64,
          .e_phoff = offsetof(elf64, p),
          .e_phentsize = sizeof(Elf64_Phdr),
          .e_phnum = 3},
    .p = {{.p_type = PT_PHDR},
          {.p_type = PT_INTERP, .p_offset = offsetof(elf64, text), .p_filesz = sizeof LOADER},
          {.p_type = PT_INTERP}},
    .text = LOADER,
};

static elf32 const good32 = {
    .e = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
          .e_type = ET_DYN,
          .e_machine = EM_386,
          .e_phoff = offsetof(elf32, p),
          .e_phentsize = sizeof(Elf32_Phdr),
          .e_phnum = 3},
    .p = {{.p_type = PT_PHDR},
          {.p_type = PT_INTERP, .p_offset = offsetof(elf32, text), .p_filesz = sizeof LOADER},
          {.p_type = PT_INTERP}},
    .text = LOADER,
};

static void is_loader(void const *s, size_t n)
{
  assert_int_equal(find(s, n), 1);
  assert_string_equal(path, LOADER);
}

static void what_a_program_asks_for(void **state)
{
  elf64 f = good64;
  elf32 g = good32;
  (void)state;
  is_loader(&f, sizeof f);
  is_loader(&g, sizeof g);
  /* the kernel looks at neither of them */
  f.e.e_ident[EI_CLASS] = ELFCLASS32;
  g.e.e_ident[EI_CLASS] = ELFCLASSNONE;
  f.e.e_ident[EI_DATA] = g.e.e_ident[EI_DATA] = ELFDATA2MSB;
  is_loader(&f, sizeof f);
  is_loader(&g, sizeof g);
  f.p[1].p_type = f.p[2].p_type = PT_LOAD;
  assert_int_equal(find(&f, sizeof f), 0);
}

static void a_header_that_is_cut_off(void **state)
{
  (void)state;
  /* there is nothing to find before its text is whole */
  for (size_t n = 0; n < offsetof(elf64, text) + sizeof LOADER; n++)
    assert_int_equal(find(&good64, n), 0);
  for (size_t n = 0; n < offsetof(elf32, text) + sizeof LOADER; n++)
    assert_int_equal(find(&good32, n), 0);
  is_loader(&good64, offsetof(elf64, text) + sizeof LOADER);
  is_loader(&good32, offsetof(elf32, text) + sizeof LOADER);
}

static void a_table_that_is_none(void **state)
{
  static uint64_t const offsets[] = {sizeof(elf64),        sizeof(elf64) - 1, INT64_MAX,
                                     1ULL << 63,           UINT64_MAX,        UINT64_MAX - 55,
                                     offsetof(elf64, text)};
  static uint16_t const sizes[] = {0, 1, 32, 55, 57, 64, 0x3800, UINT16_MAX};
  elf64 f = good64;
  elf32 g = good32;
  (void)state;
  for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
    f.e.e_phoff = offsets[i];
    g.e.e_phoff = (uint32_t)offsets[i];
    assert_int_equal(find(&f, sizeof f), 0);
    assert_int_equal(find(&g, sizeof g), 0);
  }
  f = good64;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    f.e.e_phentsize = sizes[i];
    assert_int_equal(find(&f, sizeof f), 0);
  }
  g = good32;
  g.e.e_phentsize = sizeof(Elf64_Phdr);
  assert_int_equal(find(&g, sizeof g), 0);
}

/* The kernel takes 64 KiB of entries, whole. */
static void a_table_of_many(void **state)
{
  size_t const most = 65536 / sizeof(Elf64_Phdr), room = 65536 * sizeof(Elf64_Phdr);
  char *file = calloc(1, sizeof(elf64) + room);
  elf64 f = good64;
  (void)state;
  assert_non_null(file);
  f.e.e_phnum = (uint16_t)most;
  memcpy(file, &f, sizeof f);
  is_loader(file, sizeof(elf64) + room);
  f.e.e_phnum = (uint16_t)(most + 1);
  memcpy(file, &f, sizeof f);
  assert_int_equal(find(file, sizeof(elf64) + room), 0);
  f.e.e_phnum = UINT16_MAX;
  memcpy(file, &f, sizeof f);
  assert_int_equal(find(file, sizeof(elf64) + room), 0);
  free(file);
  f.e.e_phnum = 0;
  assert_int_equal(find(&f, sizeof f), 0);
}

static void a_text_that_is_none(void **state)
{
  static uint64_t const offsets[] = {sizeof(elf64), sizeof(elf64) - 1, INT64_MAX,
                                     1ULL << 63,    UINT64_MAX,        UINT64_MAX - 10};
  static uint64_t const sizes[] = {0, PATH_MAX + 1, UINT32_MAX, INT64_MAX, UINT64_MAX};
  elf64 f = good64;
  (void)state;
  for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
    f.p[1].p_offset = offsets[i];
    assert_int_equal(find(&f, sizeof f), 0);
  }
  f = good64;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    f.p[1].p_filesz = sizes[i];
    assert_int_equal(find(&f, sizeof f), 0);
  }
  f.p[1].p_filesz = sizeof LOADER - 1; /* no NUL */
  assert_int_equal(find(&f, sizeof f), 0);
  f = good64;
  f.text[0] = 0;
  assert_int_equal(find(&f, sizeof f), 0);
}

static void a_text_that_is_long(void **state)
{
  elf64 f = good64;
  (void)state;
  memset(f.text, 'a', sizeof f.text);
  f.text[PATH_MAX - 1] = 0;
  f.p[1].p_filesz = PATH_MAX;
  assert_int_equal(find(&f, sizeof f), 1);
  assert_int_equal(strlen(path), PATH_MAX - 1);
  f.text[PATH_MAX - 1] = 'a';
  assert_int_equal(find(&f, sizeof f), 0);
}

static void another_byte_order(void **state)
{
  elf64 f = good64;
  (void)state;
  f.e.e_ident[EI_DATA] = ELFDATA2MSB;
  f.e.e_machine = __builtin_bswap16(EM_S390);
  f.e.e_phoff = __builtin_bswap64(f.e.e_phoff);
  f.e.e_phentsize = __builtin_bswap16(f.e.e_phentsize);
  f.e.e_phnum = __builtin_bswap16(f.e.e_phnum);
  for (size_t i = 0; i < 3; i++)
    f.p[i].p_type = __builtin_bswap32(f.p[i].p_type);
  assert_int_equal(find(&f, sizeof f), 0);
}

static void what_cannot_be_read(void **state)
{
  (void)state;
  assert_int_equal(interpreter_find(&read_nothing, NULL, path), -1);
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(what_a_script_names),       cmocka_unit_test(a_script_without_a_name),
      cmocka_unit_test(a_script_with_a_long_name), cmocka_unit_test(what_a_program_asks_for),
      cmocka_unit_test(a_header_that_is_cut_off),  cmocka_unit_test(a_table_that_is_none),
      cmocka_unit_test(a_table_of_many),           cmocka_unit_test(a_text_that_is_none),
      cmocka_unit_test(a_text_that_is_long),       cmocka_unit_test(another_byte_order),
      cmocka_unit_test(what_cannot_be_read),
  };
  cmocka_set_message_output(CM_OUTPUT_TAP);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
