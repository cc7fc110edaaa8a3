/* SPDX-License-Identifier: ISC */

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <seccomp.h>

#include "allow.h"
#include "argument.h"
#include "call.h"
#include "denial.h"
#include "errors.h"
#include "escape.h"
#include "json.h"
#include "syscall.h"

#define PATH_SHOWN 200
#define WORDS_MAX  1024

static void scan_args(nc_denial *d, nc_value const *args)
{
  for (unsigned int i = 0; i < DENIAL_ARGS; i++) {
    char const index[] = {(char)('0' + i), 0};
    nc_value v;
    int64_t n;
    if (nc_reader_member(args, index, &v) && nc_reader_int(&v, &n) && n >= 0 && n <= UINT32_MAX) {
      d->shown |= 1U << i;
      d->args[i] = (uint32_t)n;
    }
  }
}

int nc_denial_scan(nc_denial *d, nc_value const *line)
{
  static char const *const keys[] = {"count", "others", "number", "arch", "errno", "args"};
  nc_value v[sizeof keys / sizeof *keys];
  int64_t count, error;
  *d = (nc_denial){.count = 0};
  nc_reader_members(line, keys, v, sizeof keys / sizeof *keys);
  if (!v[0].len || !nc_reader_int(v, &count) || count < 1)
    return 0;
  d->count = (uint64_t)count;
  d->others = v[1].len && nc_reader_is_true(v + 1);
  if (d->others)
    return 1;
  if (!v[2].len || !nc_reader_int(v + 2, &d->number) || !v[3].len ||
      !nc_reader_string(v + 3, d->arch, sizeof d->arch) || !v[4].len ||
      !nc_reader_int(v + 4, &error) || error < 0 || error > 4095)
    return 0;
  d->error = (int)error;
  if (v[5].len)
    scan_args(d, v + 5);
  if (d->number >= 0 && d->number <= INT32_MAX)
    d->call = nc_syscall_name(seccomp_arch_resolve_name(d->arch), (int)d->number);
  return 1;
}

/* Appends, as far as there is room: what is cut is only shorter. */
static void add(char *words, char const *format, ...) __attribute__((format(printf, 2, 3)));
static void add(char *words, char const *format, ...)
{
  size_t n = strlen(words);
  va_list ap;
  va_start(ap, format);
  vsnprintf(words + n, WORDS_MAX - n, format, ap);
  va_end(ap);
}

static void add_args(nc_denial const *d, char *words)
{
  uint32_t const *level = d->shown >> NC_ARGUMENT_LEVEL & 1 ? d->args + NC_ARGUMENT_LEVEL : NULL;
  char const *separator = "(";
  for (unsigned int i = 0; i < DENIAL_ARGS && d->shown >> i; i++, separator = ", ") {
    uint32_t value = d->call ? d->args[i] & nc_syscall_bits(d->call, i) : d->args[i];
    char const *name =
        d->call ? nc_argument_name(nc_argument_find(d->call, i, level), value) : NULL;
    if (!(d->shown >> i & 1))
      add(words, "%s_", separator);
    else if (name)
      add(words, "%s%s", separator, name);
    else
      add(words, value < 10 ? "%s%" PRIu32 : "%s%#" PRIx32, separator, value);
  }
  add(words, ")");
}

static void describe_call(nc_denial const *d, char *words)
{
  char const *name = nc_error_name((unsigned int)d->error);
  if (d->call)
    add(words, "%s", d->call);
  else
    add(words, "system call %" PRId64, d->number);
  if (d->shown)
    add_args(d, words);
  if (strcmp(d->arch, nc_call_arch(seccomp_arch_native())))
    add(words, " of %s", d->arch);
  add(words, ": not allowed, answered ");
  if (!d->error)
    add(words, "as if it had been done");
  else if (name)
    add(words, "%s", name);
  else
    add(words, "errno %d", d->error);
}

static void describe_object(nc_kernel_line const *l, char *words)
{
  char shown[4 * PATH_SHOWN + 4];
  nc_escape(shown, sizeof shown, PATH_SHOWN, l->blockers);
  add(words, "%s", shown);
  if (*l->path) {
    nc_escape(shown, sizeof shown, PATH_SHOWN, l->path);
    add(words, " of %s", shown);
  }
  if (l->port >= 0)
    add(words, " of TCP port %d", l->port);
  add(words, ": not allowed by Landlock");
}

static void describe(nc_denial const *d, char *words)
{
  *words = 0;
  if (d->others)
    add(words, "further system calls, more different ones than the log holds");
  else if (d->landlock)
    describe_object(d->landlock, words);
  else
    describe_call(d, words);
  if (d->count == 1)
    add(words, ", once");
  else
    add(words, ", %" PRIu64 " times", d->count);
}

static void print_indented(char const *lines)
{
  while (*lines) {
    size_t len = strcspn(lines, "\n");
    printf("    %.*s\n", (int)len, lines);
    lines += len + (lines[len] == '\n');
  }
}

void nc_denial_print(nc_denial const *d)
{
  char words[WORDS_MAX], lines[ALLOW_MAX];
  describe(d, words);
  puts(words);
  if (d->landlock)
    nc_allow_object(d->landlock, lines, sizeof lines);
  else if (d->call)
    nc_allow_call(d, lines, sizeof lines);
  else
    *lines = 0;
  print_indented(lines);
}

static void add_object(nc_json *j, nc_kernel_line const *l)
{
  char rule[ALLOW_MAX];
  nc_json_string(j, "blockers", l->blockers);
  if (*l->path)
    nc_json_string(j, "path", l->path);
  if (l->port >= 0)
    nc_json_int(j, "port", l->port);
  nc_allow_object(l, rule, sizeof rule);
  if (*rule)
    nc_json_string(j, "add", rule);
}

static void add_call(nc_json *j, nc_denial const *d)
{
  char entry[WORDS_MAX];
  if (d->call)
    nc_json_string(j, "syscall", d->call);
  else
    nc_json_null(j, "syscall");
  nc_json_int(j, "number", d->number);
  nc_json_string(j, "arch", d->arch);
  nc_json_int(j, "errno", d->error);
  if (d->shown && nc_json_open(j, "args", '{')) {
    for (unsigned int i = 0; i < DENIAL_ARGS; i++) {
      char const index[] = {(char)('0' + i), 0};
      if (d->shown >> i & 1)
        nc_json_int(j, index, d->args[i]);
    }
    nc_json_close(j, '{');
  }
  if (d->call)
    nc_json_raw(j, "add", entry, nc_allow_call(d, entry, sizeof entry));
}

void nc_denial_print_json(nc_denial const *d)
{
  static char buf[4 * ALLOW_MAX];
  char words[WORDS_MAX];
  nc_json j;
  describe(d, words);
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_string(&j, "by", d->landlock ? "landlock" : "seccomp");
  nc_json_string(&j, "words", words);
  nc_json_int(&j, "count", (int64_t)d->count);
  if (d->landlock)
    add_object(&j, d->landlock);
  else if (!d->others)
    add_call(&j, d);
  fwrite(buf, 1, nc_json_end(&j) - 1, stdout);
}
