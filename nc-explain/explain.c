/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "call.h"
#include "commands.h"
#include "groups.h"
#include "permits.h"
#include "risks.h"
#include "syscall.h"
#include "words.h"

#define WIDTH     78
#define SHOWN_MAX 64

/* What a profile says of one call. */
typedef struct verdict_s verdict;
struct verdict_s {
  nc_rule const **rules; /* that can decide, the first that matches */
  size_t n;
  uint32_t otherwise; /* the answer where none does */
};

static uint32_t answer_of(nc_rule const *rule)
{
  return rule->action; /* libseccomp's actions are the kernel's answers */
}

/* rules: room for all. Those behind one that always matches never decide. */
static verdict judge(nc_reading const *r, char const *name, nc_rule const **rules)
{
  verdict v = {.rules = rules, .otherwise = r->rules.default_action};
  for (size_t i = 0; i < r->rules.n; i++) {
    if (!r->names[i] || strcmp(r->names[i], name))
      continue;
    if (!r->rules.s[i].n) {
      v.otherwise = answer_of(r->rules.s + i);
      break;
    }
    rules[v.n++] = r->rules.s + i;
  }
  return v;
}

static size_t count(verdict const *v, int allows)
{
  size_t n = 0;
  for (size_t i = 0; i < v->n; i++)
    n += nc_permits(answer_of(v->rules[i])) == allows;
  return n;
}

static int allows_some(verdict const *v)
{
  return nc_permits(v->otherwise) || count(v, 1);
}

/* Is that all there is to say: it is allowed? */
static int is_plain(verdict const *v)
{
  return v->otherwise == SCMP_ACT_ALLOW && !count(v, 0);
}

/* The name, and the architecture if the machine's own has no such call. */
static void show(nc_reading const *r, char const *name, char shown[SHOWN_MAX])
{
  unsigned int i = 0;
  while (i < r->rules.archs_n && nc_syscall_number(r->rules.archs[i], name) < 0)
    i++;
  if (i)
    snprintf(shown, SHOWN_MAX, "%s (%s)", name, nc_call_arch(r->rules.archs[i]));
  else
    snprintf(shown, SHOWN_MAX, "%s", name);
}

static void put_words(stralloc *s)
{
  fwrite(s->s, 1, s->len, stdout);
  s->len = 0;
}

static void put_answer(stralloc *s, uint32_t answer)
{
  nc_words_answer(s, answer);
  put_words(s);
}

/* The rules that allow, or those that do not, a line each. */
static void put_rules(stralloc *s, char const *name, verdict const *v, int allows)
{
  for (size_t i = 0; i < v->n; i++) {
    uint32_t answer = answer_of(v->rules[i]);
    if (nc_permits(answer) != allows)
      continue;
    fputs("      ", stdout);
    nc_words_conditions(s, name, v->rules[i]);
    put_words(s);
    if (answer != SCMP_ACT_ALLOW) {
      fputs(": ", stdout);
      put_answer(s, answer);
    }
    putchar('\n');
  }
}

static void put_conditional(nc_reading const *r, stralloc *s, char const *name, verdict const *v)
{
  int always = nc_permits(v->otherwise);
  char shown[SHOWN_MAX];
  show(r, name, shown);
  printf("  %s", shown);
  if (!always) {
    fputs(", where\n", stdout);
    put_rules(s, name, v, 1);
  } else if (v->otherwise != SCMP_ACT_ALLOW)
    fputs(", which is logged", stdout);
  if (count(v, 0)) {
    fputs(always ? ", but not where\n" : "    but not where\n", stdout);
    put_rules(s, name, v, 0);
  } else if (always)
    putchar('\n');
}

static void put_plain(nc_reading const *r, char const *name, size_t *column)
{
  char shown[SHOWN_MAX];
  size_t len;
  show(r, name, shown);
  len = strlen(shown);
  if (*column && *column + 1 + len > WIDTH) {
    putchar('\n');
    *column = 0;
  }
  *column += (size_t)printf("%s%s", *column ? " " : "  ", shown);
}

static void put_group(nc_reading const *r, char const *const *names, nc_rule const **rules,
                      unsigned int group, stralloc *s)
{
  size_t column = 0;
  int titled = 0;
  for (int plain = 1; plain >= 0; plain--) {
    for (char const *const *name = names; *name; name++) {
      verdict v = judge(r, *name, rules);
      if (nc_group_of(*name) != group || !allows_some(&v) || is_plain(&v) != plain)
        continue;
      if (!titled++)
        printf("\n%s\n", nc_group_titles[group]);
      if (plain)
        put_plain(r, *name, &column);
      else
        put_conditional(r, s, *name, &v);
    }
    if (plain && column)
      putchar('\n');
  }
}

/* Those that are not allowed in any way, and do not just fail as what is not listed does. */
static void put_refused(nc_reading const *r, char const *const *names, nc_rule const **rules,
                        stralloc *s)
{
  char shown[SHOWN_MAX];
  int titled = 0;
  for (; *names; names++) {
    verdict v = judge(r, *names, rules);
    if (allows_some(&v) || (!v.n && v.otherwise == r->rules.default_action))
      continue;
    if (!titled++)
      puts("\nRefused");
    show(r, *names, shown);
    printf("  %s: ", shown);
    put_answer(s, v.otherwise);
    fputs(v.n ? ", and where\n" : "\n", stdout);
    put_rules(s, *names, &v, 0);
  }
}

static int all_hold(nc_rule const *rule, uint64_t const args[NC_ARGS_MAX])
{
  unsigned int i = 0;
  while (i < rule->n && nc_condition_holds(rule->args + i, args[rule->args[i].arg]))
    i++;
  return i == rule->n;
}

typedef enum { NEVER, WIDE, PLAINLY } how;

/* WIDE: only with something in the upper half of an argument, of which the kernel takes the lower
   one. */
static how is_allowed(nc_reading const *r, nc_risk const *risk, uint32_t arch)
{
  nc_cases c = {.n = 0};
  uint64_t args[NC_ARGS_MAX];
  int number = nc_syscall_number(arch, risk->call);
  how allowed = NEVER;
  if (number < 0)
    return NEVER;
  nc_reading_cases(r, risk->call, &c);
  for (unsigned int i = 0; i < risk->when.n; i++)
    if (nc_cases_add(&c, risk->when.args + i) < 0)
      strerr_diefusys(111, "allocate memory");
  nc_reading_solve(&c, risk->call);
  while (allowed != PLAINLY && nc_cases_next(&c, args))
    if (all_hold(&risk->when, args) && nc_permits(nc_reading_answer(r, arch, number, args)))
      allowed = risk->when.n && args[risk->when.args->arg] >> 32 ? WIDE : PLAINLY;
  nc_cases_free(&c);
  return allowed;
}

/* Of its conditions the first says what it is about. */
static void put_risk(nc_risk const *risk, how allowed, stralloc *s)
{
  nc_rule when = risk->when;
  printf("  %s%s", risk->call, when.n ? ", where " : "");
  when.n = when.n > 1 ? 1 : when.n;
  nc_words_conditions(s, risk->call, &when);
  put_words(s);
  printf(": %s\n", risk->why);
  if (allowed == WIDE)
    puts("      (with more in the upper 32 bits: the profile compares them, the kernel does not)");
}

static void put_risks(nc_reading const *r, stralloc *s)
{
  int titled = 0;
  for (nc_risk const *risk = nc_risks; risk->call; risk++) {
    how allowed = NEVER;
    for (unsigned int i = 0; allowed != PLAINLY && i < r->rules.archs_n; i++) {
      how here = is_allowed(r, risk, r->rules.archs[i]);
      allowed = here > allowed ? here : allowed;
    }
    if (allowed == NEVER)
      continue;
    if (!titled++)
      puts("\nRisky, and allowed");
    put_risk(risk, allowed, s);
  }
  if (!titled)
    puts("\nNothing that is known to be risky is allowed.");
}

void nc_explain_profile(nc_reading const *r)
{
  char const **names = nc_reading_names(r, NULL);
  nc_rule const **rules = malloc((r->rules.n + 1) * sizeof *rules);
  stralloc s = STRALLOC_ZERO;
  if (!rules)
    strerr_diefusys(111, "allocate memory");
  fputs("A system call that is not listed here ", stdout);
  put_answer(&s, r->rules.default_action);
  fputs(".\nArchitectures: ", stdout);
  for (unsigned int i = 0; i < r->rules.archs_n; i++)
    printf("%s%s", i ? ", " : "", nc_call_arch(r->rules.archs[i]));
  puts("; a call of another kills the process.");
  if (r->filter.flags) {
    fputs("Flags: ", stdout);
    nc_words_flags(&s, r->filter.flags);
    put_words(&s);
    putchar('\n');
  }
  if (r->asks)
    puts("What it asks for (includes, excludes) is answered for this kernel, and for the\n"
         "capabilities that were named, or none.");
  for (unsigned int i = 0; i < NC_GROUPS; i++)
    put_group(r, names, rules, i, &s);
  put_refused(r, names, rules, &s);
  put_risks(r, &s);
  if (!nc_permits_exec(r->filter.insns, r->filter.n))
    puts("\nexecve is not allowed: no program can be started under this profile, and nc-profile\n"
         "refuses it.");
  stralloc_free(&s);
  free(rules);
  free(names);
}
