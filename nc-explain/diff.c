/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "call.h"
#include "commands.h"
#include "permits.h"
#include "syscall.h"
#include "words.h"

/* Lines that were found, each with its end; what is said of this machine's architecture is not
   said again of its companions. */
typedef struct report_s report;
struct report_s {
  nc_reading const *a, *b;
  stralloc said;
  int differ;
};

static void say(report *r, stralloc *line)
{
  nc_words_add(line, "\n");
  if (!stralloc_0(line) || !stralloc_readyplus(&r->said, line->len))
    strerr_diefusys(111, "allocate memory");
  for (char const *s = strstr(r->said.s, line->s); s; s = strstr(s + 1, line->s))
    if (s == r->said.s || s[-1] == '\n')
      return;
  if (!r->differ)
    printf("--- %s\n+++ %s\n", r->a->file, r->b->file);
  r->differ = 1;
  fputs(line->s, stdout);
  r->said.len--;
  nc_words_add(&r->said, line->s);
  if (!stralloc_0(&r->said))
    strerr_diefusys(111, "allocate memory");
}

/* "! NAME: ANSWER; ANSWER", of a and of b */
static void add_answers(stralloc *line, uint32_t a, uint32_t b)
{
  nc_words_add(line, ": ");
  nc_words_answer(line, a);
  nc_words_add(line, "; ");
  nc_words_answer(line, b);
}

/* The rule that tells most of why the profiles differ here. */
static nc_rule const *reason(nc_rule const *a, nc_rule const *b)
{
  if (!a || !b)
    return a ? a : b;
  return a->n > b->n ? a : b;
}

static void compare_case(report *r, char const *name, uint32_t arch, int number,
                         uint64_t const args[NC_ARGS_MAX])
{
  uint32_t a = nc_reading_answer(r->a, arch, number, args);
  uint32_t b = nc_reading_answer(r->b, arch, number, args);
  int more = nc_permits(b), less = nc_permits(a);
  nc_rule const *rule =
      reason(nc_reading_rule(r->a, name, args), nc_reading_rule(r->b, name, args));
  stralloc line = STRALLOC_ZERO;
  if (a == b || !rule) /* what neither lists is said of all calls at once */
    return;
  nc_words_add(&line, more == less ? "! " : more ? "+ " : "- ");
  nc_words_add(&line, name);
  if (rule->n) {
    nc_words_add(&line, ", where ");
    nc_words_conditions(&line, name, rule);
  }
  if (more == less)
    add_answers(&line, a, b);
  say(r, &line);
  stralloc_free(&line);
}

static void compare_call(report *r, char const *name, uint32_t arch)
{
  int number = nc_syscall_number(arch, name);
  uint64_t args[NC_ARGS_MAX];
  nc_cases c = {.n = 0};
  if (number < 0)
    return;
  nc_reading_cases(r->a, name, &c);
  nc_reading_cases(r->b, name, &c);
  nc_reading_solve(&c, name);
  while (nc_cases_next(&c, args))
    compare_case(r, name, arch, number, args);
  nc_cases_free(&c);
}

static int has_arch(nc_reading const *r, uint32_t arch)
{
  unsigned int i = 0;
  while (i < r->rules.archs_n && r->rules.archs[i] != arch)
    i++;
  return i < r->rules.archs_n;
}

/* Calls of an architecture that only one of them has are not compared one by one. */
static void compare_archs(report *r, nc_reading const *one, nc_reading const *other)
{
  stralloc line = STRALLOC_ZERO;
  for (unsigned int i = 0; i < one->rules.archs_n; i++)
    if (!has_arch(other, one->rules.archs[i])) {
      nc_words_add(&line, one == r->a ? "- " : "+ ");
      nc_words_add(&line, "system calls of ");
      nc_words_add(&line, nc_call_arch(one->rules.archs[i]));
      say(r, &line);
      line.len = 0;
    }
  stralloc_free(&line);
}

static void compare_defaults(report *r)
{
  uint32_t a = r->a->rules.default_action, b = r->b->rules.default_action;
  stralloc line = STRALLOC_ZERO;
  if (a == b)
    return;
  nc_words_add(&line, "! what neither lists");
  add_answers(&line, a, b);
  say(r, &line);
  stralloc_free(&line);
}

static void compare_flags(report *r)
{
  stralloc line = STRALLOC_ZERO;
  if (r->a->filter.flags == r->b->filter.flags)
    return;
  nc_words_add(&line, "! flags: ");
  nc_words_flags(&line, r->a->filter.flags);
  nc_words_add(&line, "; ");
  nc_words_flags(&line, r->b->filter.flags);
  say(r, &line);
  stralloc_free(&line);
}

int nc_explain_diff(nc_reading const *a, nc_reading const *b)
{
  report r = {.a = a, .b = b};
  char const **names = nc_reading_names(a, b);
  if (!stralloc_0(&r.said))
    strerr_diefusys(111, "allocate memory");
  compare_flags(&r);
  compare_archs(&r, a, b);
  compare_archs(&r, b, a);
  compare_defaults(&r);
  for (unsigned int i = 0; i < a->rules.archs_n; i++)
    for (char const **name = names; has_arch(b, a->rules.archs[i]) && *name; name++)
      compare_call(&r, *name, a->rules.archs[i]);
  stralloc_free(&r.said);
  free(names);
  return r.differ;
}
