/* SPDX-License-Identifier: ISC */

#include <inttypes.h>
#include <stdio.h>

#include <linux/seccomp.h>

#include <skalibs/strerr.h>

#include "argument.h"
#include "errors.h"
#include "words.h"

void nc_words_add(stralloc *s, char const *text)
{
  if (!stralloc_cats(s, text))
    strerr_diefusys(111, "allocate memory");
}

static void add_number(stralloc *s, uint64_t number)
{
  char buf[24];
  snprintf(buf, sizeof buf, number < 4096 ? "%" PRIu64 : "0x%" PRIx64, number);
  nc_words_add(s, buf);
}

/* Names joined by bars; what has none is a number. */
static void add_set(stralloc *s, nc_named const *names, uint64_t value)
{
  uint64_t left = value;
  for (; names->name; names++)
    if (names->value && (left & names->value) == names->value) {
      nc_words_add(s, left == value ? "" : "|");
      nc_words_add(s, names->name);
      left &= ~(uint64_t)names->value;
    }
  if (left || !value) {
    nc_words_add(s, left == value ? "" : "|");
    add_number(s, left);
  }
}

static nc_named const none = {.name = NULL};

static void add_value(stralloc *s, nc_argument const *a, uint64_t value)
{
  nc_named const *names = a ? a->values : NULL;
  char const *name;
  uint64_t aside = a ? value & a->aside : 0;
  if (!names) {
    add_number(s, value);
    return;
  }
  if (a->is_set) {
    add_set(s, names, value);
    return;
  }
  name = nc_argument_name(a, value & ~aside);
  if (name)
    nc_words_add(s, name);
  else
    add_number(s, value & ~aside);
  if (aside) {
    nc_words_add(s, "|");
    add_set(s, a->values, aside);
  }
}

static void add_noun(stralloc *s, nc_argument const *a, unsigned int index)
{
  if (a) {
    nc_words_add(s, a->noun);
    return;
  }
  nc_words_add(s, "argument ");
  add_number(s, index);
}

/* The low 32 bits are all that the kernel takes of most arguments. */
static void add_masked(stralloc *s, nc_argument const *a, struct scmp_arg_cmp const *c)
{
  uint64_t mask = c->datum_a, value = c->datum_b;
  uint64_t kinds = a && a->aside ? 0xf : UINT32_MAX; /* the kernel's SOCK_TYPE_MASK */
  add_noun(s, a, c->arg);
  if (mask == UINT32_MAX || mask == UINT64_MAX || (mask & ~(a ? a->aside : 0)) == kinds ||
      (a && a->aside && mask == (UINT32_MAX & ~(uint64_t)a->aside))) {
    nc_words_add(s, " is ");
    add_value(s, a, value);
    if (mask != UINT32_MAX && mask != UINT64_MAX)
      nc_words_add(s, ", whatever its flags");
  } else if (a && ((a->is_set && !value) || value == mask)) {
    nc_words_add(s, !value ? " has none of " : mask & (mask - 1) ? " has all of " : " has ");
    add_set(s, a->values ? a->values : &none, mask);
  } else {
    nc_words_add(s, " & ");
    add_number(s, mask);
    nc_words_add(s, " is ");
    add_value(s, a, value);
  }
}

static void add_condition(stralloc *s, nc_argument const *a, struct scmp_arg_cmp const *c)
{
  if (c->op == SCMP_CMP_MASKED_EQ) {
    add_masked(s, a, c);
    return;
  }
  add_noun(s, a, c->arg);
  nc_words_add(s, c->op == SCMP_CMP_NE   ? " is not "
                  : c->op == SCMP_CMP_LT ? " is less than "
                  : c->op == SCMP_CMP_LE ? " is at most "
                  : c->op == SCMP_CMP_GE ? " is at least "
                  : c->op == SCMP_CMP_GT ? " is greater than "
                                         : " is ");
  add_value(s, a, c->datum_a);
}

/* Is there one number, of 32 bits, that the rule wants of an argument? */
static int wants_only(nc_rule const *rule, unsigned int index, uint32_t *value)
{
  for (unsigned int i = 0; i < rule->n; i++) {
    struct scmp_arg_cmp const *c = rule->args + i;
    int is_masked = c->op == SCMP_CMP_MASKED_EQ;
    uint64_t mask = is_masked ? c->datum_a : UINT64_MAX;
    uint64_t wanted = is_masked ? c->datum_b : c->datum_a;
    if (c->arg != index || !(is_masked || c->op == SCMP_CMP_EQ))
      continue;
    *value = (uint32_t)wanted;
    if ((uint32_t)mask == UINT32_MAX && wanted == *value)
      return 1;
  }
  return 0;
}

void nc_words_conditions(stralloc *s, char const *call, nc_rule const *rule)
{
  uint32_t level;
  int known = wants_only(rule, NC_ARGUMENT_LEVEL, &level);
  for (unsigned int i = 0; i < rule->n; i++) {
    nc_words_add(s, i ? " and " : "");
    add_condition(s, nc_argument_find(call, rule->args[i].arg, known ? &level : NULL),
                  rule->args + i);
  }
}

void nc_words_flags(stralloc *s, uint32_t flags)
{
  static nc_named const names[] = {
      {SECCOMP_FILTER_FLAG_LOG, "SECCOMP_FILTER_FLAG_LOG"},
      {SECCOMP_FILTER_FLAG_SPEC_ALLOW, "SECCOMP_FILTER_FLAG_SPEC_ALLOW"},
      {0, NULL},
  };
  if (flags)
    add_set(s, names, flags);
  else
    nc_words_add(s, "none");
}

void nc_words_answer(stralloc *s, uint32_t answer)
{
  char const *error = nc_error_name(answer & SECCOMP_RET_DATA);
  switch (answer & SECCOMP_RET_ACTION_FULL) {
  case SECCOMP_RET_KILL_PROCESS: nc_words_add(s, "kills the process"); break;
  case SECCOMP_RET_KILL_THREAD: nc_words_add(s, "kills the thread"); break;
  case SECCOMP_RET_TRAP: nc_words_add(s, "gets the signal SIGSYS"); break;
  case SECCOMP_RET_LOG: nc_words_add(s, "is allowed, and logged"); break;
  case SECCOMP_RET_ALLOW: nc_words_add(s, "is allowed"); break;
  default: /* the compiler has no others: an errno */
    nc_words_add(s, "fails with ");
    if (error)
      nc_words_add(s, error);
    else
      add_number(s, answer & SECCOMP_RET_DATA);
  }
}
