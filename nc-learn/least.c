/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "syscall.h"

/* More different arguments of one call than a person chooses: they are data, and what the next
   run has is not among them. */
#define VALUES_MAX 32

#define RESTART    "restart_syscall"
#define RETURN     "rt_sigreturn"
#define OLD_RETURN "sigreturn" /* 32-bit programs make it, too */

static int by_name(void const *a, void const *b)
{
  nc_seen const *x = a, *y = b;
  return strcmp(x->name, y->name);
}

static int by_args(void const *a, void const *b)
{
  nc_seen const *x = a, *y = b;
  for (unsigned int i = 0; i < NC_CALLS_ARGS; i++)
    if (x->args[i] != y->args[i])
      return x->args[i] < y->args[i] ? -1 : 1;
  return 0;
}

/* Leaves of the n calls of one name those arguments that shown has, and each set of them once, in
   order. Returns how many are left. */
static size_t narrow(nc_seen *s, size_t n, unsigned int shown)
{
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    s[i].shown = shown;
    for (unsigned int k = 0; k < NC_CALLS_ARGS; k++)
      s[i].args[k] = shown >> k & 1 ? s[i].args[k] & nc_syscall_bits(s->name, k) : 0;
  }
  qsort(s, n, sizeof *s, &by_args);
  for (size_t i = 0; i < n; i++)
    if (!left || by_args(s + left - 1, s + i)) {
      nc_seen const moved = s[left];
      s[left++] = s[i];
      s[i] = moved; /* the names are freed at the end, all of them */
    }
  return left;
}

static size_t count_values(nc_seen const *s, size_t n, unsigned int arg)
{
  size_t values = 0;
  for (size_t i = 0; i < n; i++) {
    size_t k = 0;
    while (s[k].args[arg] != s[i].args[arg])
      k++;
    values += k == i;
  }
  return values;
}

/* The argument that has most values; of equal ones the last, which is the least telling. */
static unsigned int most_varied(nc_seen const *s, size_t n)
{
  unsigned int most = 0;
  size_t values = 0;
  for (unsigned int i = 0; i < NC_CALLS_ARGS; i++)
    if (s->shown >> i & 1 && count_values(s, n, i) >= values) {
      most = i;
      values = count_values(s, n, i);
    }
  return most;
}

static json_t *conditions(nc_seen const *s)
{
  json_t *args = json_array();
  for (unsigned int i = 0; i < NC_CALLS_ARGS; i++)
    if (s->shown >> i & 1 &&
        json_array_append_new(args, json_pack("{s:i, s:I, s:I, s:s}", "index", (int)i, "value",
                                              (json_int_t)nc_syscall_bits(s->name, i), "valueTwo",
                                              (json_int_t)s->args[i], "op", "SCMP_CMP_MASKED_EQ")) <
            0) {
      json_decref(args);
      return NULL;
    }
  return args;
}

static int add_entry(json_t *syscalls, nc_seen const *s, char const *comment)
{
  json_t *entry = json_pack("{s:[s], s:s}", "names", s->name, "action", "SCMP_ACT_ALLOW");
  if (!entry || (s->shown && json_object_set_new(entry, "args", conditions(s)) < 0) ||
      (*comment && json_object_set_new(entry, "comment", json_string(comment)) < 0)) {
    json_decref(entry);
    return -1;
  }
  return json_array_append_new(syscalls, entry);
}

/* Of the calls that are there even if no trace has seen them */
static char const *why(char const *name)
{
  static struct {
    char const *name, *comment;
  } const unseen[] = {
      {"execve", "also nc-seccomp needs it, to start the program"},
      {RESTART, "the kernel makes it, to go on with a timed wait after a stop"},
      {RETURN, "the handler of a signal returns by it, unseen by nc-trace"},
      {OLD_RETURN, "the handler of a signal returns by it, unseen by nc-trace"},
  };
  for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
    if (!strcmp(unseen[i].name, name))
      return unseen[i].comment;
  return "";
}

/* The entries of the n calls of one name. A call of which an argument is not always known is not
   narrowed by it. */
static int add_entries(json_t *syscalls, nc_seen *s, size_t n)
{
  char comment[256];
  unsigned int shown = s->shown, dropped = 0;
  size_t seen, left;
  snprintf(comment, sizeof comment, "%s", why(s->name));
  for (size_t i = 1; i < n; i++)
    shown &= s[i].shown;
  seen = left = narrow(s, n, shown);
  while (left > VALUES_MAX) {
    dropped |= 1U << most_varied(s, left);
    left = narrow(s, left, shown & ~dropped);
  }
  if (dropped) {
    size_t len = (size_t)snprintf(comment, sizeof comment,
                                  "%zu kinds of it were seen, more than %d: not compared are the "
                                  "arguments",
                                  seen, VALUES_MAX);
    for (unsigned int i = 0; i < NC_CALLS_ARGS; i++)
      if (dropped >> i & 1)
        len += (size_t)snprintf(comment + len, sizeof comment - len, " %u", i);
  }
  for (size_t i = 0; i < left; i++)
    if (add_entry(syscalls, s + i, comment) < 0)
      return -1;
  return 0;
}

static int insert(nc_calls *c, char const *name)
{
  nc_seen const seen = {.name = strdup(name)};
  return seen.name ? nc_calls_insert(c, &seen) : -1;
}

static int makes_any_of(nc_calls const *c, char const *const *names)
{
  for (size_t i = 0; i < c->n; i++)
    for (char const *const *name = names; *name; name++)
      if (!strcmp(c->s[i].name, *name))
        return 1;
  return 0;
}

/* What a trace need not have seen, of the calls that it has. */
static int insert_unseen(nc_calls *c)
{
  /* A stop and a freeze interrupt these waits, and the program goes on with them by a call of its
     own. */
  static char const *const timed[] = {"clock_nanosleep",
                                      "clock_nanosleep_time64",
                                      "futex",
                                      "futex_time64",
                                      "nanosleep",
                                      "poll",
                                      NULL};
  static char const *const handling[] = {"rt_sigaction", "sigaction", "signal", NULL};
  if (makes_any_of(c, timed) && insert(c, RESTART) < 0)
    return -1;
  if (!makes_any_of(c, handling))
    return 0;
  if (insert(c, RETURN) < 0)
    return -1;
  return nc_calls_have_32_bits(c) ? insert(c, OLD_RETURN) : 0;
}

json_t *nc_calls_least(nc_calls *c)
{
  json_t *syscalls = json_array(), *profile;
  int rc = syscalls && insert(c, "execve") == 0 ? insert_unseen(c) : -1;
  qsort(c->s, c->n, sizeof *c->s, &by_name);
  for (size_t i = 0, end; rc == 0 && i < c->n; i = end) {
    for (end = i; end < c->n && !by_name(c->s + i, c->s + end); end++)
      ;
    rc = add_entries(syscalls, c->s + i, end - i);
  }
  for (size_t i = 0; i < c->n; i++)
    free(c->s[i].name);
  free(c->s);
  profile = rc == 0 ? json_pack("{s:s, s:s, s:i, s:o, s:O}", "comment",
                                "made by nc-learn: what was seen, and nothing else",
                                "defaultAction", "SCMP_ACT_ERRNO", "defaultErrnoRet", ENOSYS,
                                "architectures", nc_calls_archs(c), "syscalls", syscalls)
                    : NULL;
  json_decref(syscalls);
  return profile;
}
