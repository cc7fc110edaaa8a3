/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"

#define PRODUCT_MAX (1U << 18)

/* What is known of a condition when the upper bits of the value are: so far it is as the datum is,
   or it has parted from it. */
enum { OPEN, LESS, GREATER };

/* Values whose upper bits are known, one of each sort: value has them, and its others are 0. */
typedef struct sorts_s sorts;
struct sorts_s {
  uint64_t *values;
  unsigned char *known; /* n conditions each */
  size_t n;
};

static int is_masked(struct scmp_arg_cmp const *c)
{
  return c->op == SCMP_CMP_EQ || c->op == SCMP_CMP_NE || c->op == SCMP_CMP_MASKED_EQ;
}

static uint64_t mask_of(struct scmp_arg_cmp const *c)
{
  return c->op == SCMP_CMP_MASKED_EQ ? c->datum_a : UINT64_MAX;
}

static uint64_t datum_of(struct scmp_arg_cmp const *c)
{
  return c->op == SCMP_CMP_MASKED_EQ ? c->datum_b : c->datum_a;
}

int nc_condition_holds(struct scmp_arg_cmp const *c, uint64_t value)
{
  uint64_t datum = datum_of(c);
  switch (c->op) {
  case SCMP_CMP_NE: return value != datum;
  case SCMP_CMP_LT: return value < datum;
  case SCMP_CMP_LE: return value <= datum;
  case SCMP_CMP_GE: return value >= datum;
  case SCMP_CMP_GT: return value > datum;
  default: return (value & mask_of(c)) == datum;
  }
}

/* Of a mask it does not matter on which side the value parts from the datum. */
static unsigned char learn(struct scmp_arg_cmp const *c, unsigned char known, unsigned int bit,
                           unsigned int is)
{
  unsigned int wanted = datum_of(c) >> bit & 1;
  if (known != OPEN || is == wanted || !(mask_of(c) >> bit & 1))
    return known;
  return is_masked(c) || is < wanted ? LESS : GREATER;
}

/* Adds a sort, of which known is, unless there is one like it. Returns 0 if there are too many. */
static int add_sort(sorts *s, uint64_t value, unsigned char const *known, size_t n)
{
  for (size_t i = 0; i < s->n; i++)
    if (!memcmp(s->known + i * n, known, n))
      return 1;
  if (s->n == NC_CASES_MAX)
    return 0;
  s->values[s->n] = value;
  memcpy(s->known + s->n++ * n, known, n);
  return 1;
}

/* The next lower bit, either way, of each sort in from. */
static int split(sorts *to, sorts const *from, struct scmp_arg_cmp const *const *conditions,
                 size_t n, unsigned int bit, unsigned char *known)
{
  to->n = 0;
  for (unsigned int is = 0; is < 2; is++)
    for (size_t i = 0; i < from->n; i++) {
      for (size_t k = 0; k < n; k++)
        known[k] = learn(conditions[k], from->known[i * n + k], bit, is);
      if (!add_sort(to, from->values[i] | (uint64_t)is << bit, known, n))
        return 0;
    }
  return 1;
}

static int make_sorts(sorts s[2], struct scmp_arg_cmp const *const *conditions, size_t n)
{
  unsigned char *known = calloc(n + 1, 1);
  int fits = 1;
  for (int i = 0; i < 2; i++) {
    s[i].values = malloc(NC_CASES_MAX * sizeof *s[i].values);
    s[i].known = malloc(NC_CASES_MAX * (n + 1));
  }
  if (known && s[0].values && s[0].known && s[1].values && s[1].known) {
    s[0].n = 0;
    add_sort(s, 0, known, n);
    for (unsigned int i = 0; fits && i < 64; i++) /* an even number of times: s[0] has the last */
      fits = split(s + !(i & 1), s + (i & 1), conditions, n, 63 - i, known);
    if (!fits)
      errno = E2BIG;
  } else
    fits = 0;
  free(known);
  return fits ? 0 : -1;
}

static int by_value(void const *a, void const *b)
{
  uint64_t x = *(uint64_t const *)a, y = *(uint64_t const *)b;
  return x < y ? -1 : x > y;
}

static int make_values(nc_cases *c, unsigned int arg)
{
  struct scmp_arg_cmp const **conditions = malloc((c->n + 1) * sizeof *conditions);
  sorts s[2] = {{.n = 0}, {.n = 0}};
  size_t n = 0;
  int rc;
  if (!conditions)
    return -1;
  for (size_t i = 0; i < c->n; i++)
    if (c->conditions[i].arg == arg)
      conditions[n++] = c->conditions + i;
  rc = make_sorts(s, conditions, n);
  if (rc == 0)
    qsort(s[0].values, s[0].n, sizeof *s[0].values, &by_value);
  c->values[arg] = s[0].values;
  c->values_n[arg] = s[0].n;
  free(s[0].known);
  free(s[1].values);
  free(s[1].known);
  free(conditions);
  return rc;
}

int nc_cases_add(nc_cases *c, struct scmp_arg_cmp const *condition)
{
  if (c->n == c->max) {
    size_t max = c->max ? 2 * c->max : 16;
    struct scmp_arg_cmp *s = realloc(c->conditions, max * sizeof *s);
    if (!s)
      return -1;
    c->conditions = s;
    c->max = max;
  }
  c->conditions[c->n++] = *condition;
  return 0;
}

int nc_cases_make(nc_cases *c)
{
  size_t product = 1;
  for (unsigned int i = 0; i < NC_ARGS_MAX; i++) {
    if (make_values(c, i) < 0)
      return -1;
    product *= c->values_n[i];
    if (product > PRODUCT_MAX) {
      errno = E2BIG;
      return -1;
    }
  }
  return 0;
}

int nc_cases_next(nc_cases *c, uint64_t args[NC_ARGS_MAX])
{
  unsigned int i = 0;
  if (c->ended)
    return 0;
  for (unsigned int k = 0; k < NC_ARGS_MAX; k++)
    args[k] = c->values[k][c->at[k]];
  while (i < NC_ARGS_MAX && ++c->at[i] == c->values_n[i])
    c->at[i++] = 0;
  c->ended = i == NC_ARGS_MAX;
  return 1;
}

void nc_cases_free(nc_cases *c)
{
  for (unsigned int i = 0; i < NC_ARGS_MAX; i++)
    free(c->values[i]);
  free(c->conditions);
}
