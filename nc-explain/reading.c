/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include <skalibs/strerr.h>

#include "bpf.h"
#include "policy.h"
#include "reading.h"
#include "syscall.h"

#define ERROR_MAX 512

static int has_conditions(json_t const *profile)
{
  json_t const *syscalls = json_object_get(profile, "syscalls");
  for (size_t i = 0; i < json_array_size(syscalls); i++) {
    json_t const *entry = json_array_get(syscalls, i);
    if (json_object_size(json_object_get(entry, "includes")) ||
        json_object_size(json_object_get(entry, "excludes")))
      return 1;
  }
  return 0;
}

static char *name_of(nc_rules const *rules, nc_rule const *rule)
{
  for (unsigned int i = 0; i < rules->archs_n; i++)
    if (rule->calls[i] >= 0)
      return nc_syscall_name(rules->archs[i], rule->calls[i]);
  return NULL;
}

static json_t *parse(char const *file)
{
  nc_policy policy;
  json_t *profile;
  char error[ERROR_MAX];
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    strerr_diefusys(111, "open ", file);
  nc_policy_read(&policy, fd, NULL);
  profile = nc_policy_json(&policy, error, sizeof error);
  if (!profile)
    strerr_diefu(111, "use ", file, ": ", error);
  free(policy.s);
  return profile;
}

/* As nc-profile does: each line is a warning. */
static void warn(char const *file, char *skipped)
{
  for (char *line = strtok(skipped, "\n"); line; line = strtok(NULL, "\n"))
    strerr_warnw(file, ": ", line, ": skipped");
}

void nc_reading_open(nc_reading *r, char const *file, nc_profile_host const *host)
{
  json_t *profile = parse(file);
  char error[ERROR_MAX];
  char *skipped;
  r->file = file;
  r->asks = has_conditions(profile);
  if (nc_profile_read(&r->rules, &r->filter.flags, profile, host, &skipped, error, sizeof error) <
      0)
    strerr_diefu(111, "use ", file, ": ", error);
  if (!nc_filter_make(&r->filter, &r->rules))
    strerr_diefu(111, "use ", file, ": its filter is too long for the kernel");
  warn(file, skipped);
  r->names = calloc(r->rules.n + 1, sizeof *r->names);
  if (!r->names)
    strerr_diefusys(111, "allocate memory");
  for (size_t i = 0; i < r->rules.n; i++)
    r->names[i] = name_of(&r->rules, r->rules.s + i);
  free(skipped);
  json_decref(profile);
}

uint32_t nc_reading_answer(nc_reading const *r, uint32_t arch, int number,
                           uint64_t const args[NC_ARGS_MAX])
{
  struct seccomp_data data = {.nr = number,
                              .arch = arch == SCMP_ARCH_X32 ? SCMP_ARCH_X86_64 : arch};
  for (unsigned int i = 0; i < NC_ARGS_MAX; i++)
    data.args[i] = args[i];
  return nc_bpf_run(r->filter.insns, r->filter.n, &data);
}

nc_rule const *nc_reading_rule(nc_reading const *r, char const *name,
                               uint64_t const args[NC_ARGS_MAX])
{
  for (size_t i = 0; i < r->rules.n; i++) {
    nc_rule const *rule = r->rules.s + i;
    unsigned int k = 0;
    if (!r->names[i] || strcmp(r->names[i], name))
      continue;
    while (k < rule->n && nc_condition_holds(rule->args + k, args[rule->args[k].arg]))
      k++;
    if (k == rule->n)
      return rule;
  }
  return NULL;
}

void nc_reading_cases(nc_reading const *r, char const *name, nc_cases *c)
{
  for (size_t i = 0; i < r->rules.n; i++)
    for (unsigned int k = 0; r->names[i] && !strcmp(r->names[i], name) && k < r->rules.s[i].n; k++)
      if (nc_cases_add(c, r->rules.s[i].args + k) < 0)
        strerr_diefusys(111, "allocate memory");
}

void nc_reading_solve(nc_cases *c, char const *name)
{
  if (nc_cases_make(c) == 0)
    return;
  if (errno == E2BIG)
    strerr_dief(111, "unable to think ", name, " through: too many different conditions");
  strerr_diefusys(111, "allocate memory");
}

static int by_name(void const *a, void const *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

char const **nc_reading_names(nc_reading const *r, nc_reading const *other)
{
  size_t all = r->rules.n + (other ? other->rules.n : 0), n = 0, left = 0;
  char const **names = calloc(all + 1, sizeof *names);
  if (!names)
    strerr_diefusys(111, "allocate memory");
  for (size_t i = 0; i < all; i++) {
    char const *name = i < r->rules.n ? r->names[i] : other->names[i - r->rules.n];
    if (name)
      names[n++] = name;
  }
  qsort(names, n, sizeof *names, &by_name);
  for (size_t i = 0; i < n; i++)
    if (!left || strcmp(names[left - 1], names[i]))
      names[left++] = names[i];
  names[left] = NULL;
  return names;
}
