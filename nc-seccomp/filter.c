/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdlib.h>

#include <linux/seccomp.h>

#include "filter.h"
#include "syscall.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error the halves of an argument stand the other way round
#endif
#define ARGUMENT(i, high) (offsetof(struct seccomp_data, args) + 8 * (i) + 4 * (unsigned int)(high))

#define X32_OWN_LAST 547 /* besides the common numbers x32 has some of its own, up to here */
#define REACH        250 /* a jump of BPF leads at most 255 instructions on */

/* i386: one number for many calls, whose arguments are in memory */
#define I386_SOCKETCALL 102
#define I386_IPC        117

/* From the strictest on. */
static uint32_t const strictness[] = {
    SCMP_ACT_KILL_PROCESS, SCMP_ACT_KILL_THREAD, SCMP_ACT_TRAP,  SCMP_ACT_ERRNO(0),
    SCMP_ACT_TRACE(0),     SCMP_ACT_LOG,         SCMP_ACT_ALLOW,
};

/* Code is made from its end to its start, so that what a jump leads to is there before the
   jump. A place is an instruction's index, counted from the end. */
typedef unsigned int place;

typedef struct compiler_s compiler;
struct compiler_s {
  nc_rules const *rules;
  struct sock_filter *insns;
  place n;
  int overflow;
  unsigned int x32; /* its index in archs, or 0: it shares the native one's token */
};

/* Calls from first on, up to the next range, are treated alike. */
typedef struct range_s range;
struct range_s {
  uint32_t first;
  uint32_t action;
  nc_rule const *rule; /* the first of those that look at arguments, or NULL */
  place code;          /* of these rules */
};

size_t nc_filter_rank(uint32_t action)
{
  size_t i = 0;
  while (strictness[i] != (action & SECCOMP_RET_ACTION_FULL))
    i++;
  return i;
}

static int by_condition(struct scmp_arg_cmp const *x, struct scmp_arg_cmp const *y)
{
  if (x->arg != y->arg)
    return x->arg < y->arg ? -1 : 1;
  if (x->op != y->op)
    return x->op < y->op ? -1 : 1;
  if (x->datum_a != y->datum_a)
    return x->datum_a < y->datum_a ? -1 : 1;
  return x->datum_b < y->datum_b ? -1 : x->datum_b > y->datum_b;
}

static int by_strictness(void const *a, void const *b)
{
  nc_rule const *x = a, *y = b;
  size_t i = nc_filter_rank(x->action), k = nc_filter_rank(y->action);
  if (i != k)
    return i < k ? -1 : 1;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  /* the rest makes no difference, but that the same profile is the same everywhere, whatever order
     the C library's qsort leaves equal ones in */
  if (x->action != y->action)
    return x->action < y->action ? -1 : 1;
  for (unsigned int c = 0; c < x->n; c++) {
    int order = by_condition(x->args + c, y->args + c);
    if (order)
      return order;
  }
  return 0;
}

static place emit(compiler *c, unsigned short code, uint32_t k, unsigned char jt, unsigned char jf)
{
  if (c->n == BPF_MAXINSNS) {
    c->overflow = 1;
    return 0;
  }
  c->insns[c->n] = (struct sock_filter)BPF_JUMP(code, k, jt, jf);
  return c->n++;
}

static place put_load(compiler *c, uint32_t offset)
{
  return emit(c, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

static place put_return(compiler *c, uint32_t action)
{
  for (place p = c->n; p > 0 && c->n - p < REACH; p--)
    if (c->insns[p - 1].code == (BPF_RET | BPF_K) && c->insns[p - 1].k == action)
      return p - 1;
  return emit(c, BPF_RET | BPF_K, action, 0, 0);
}

/* A place equal to p that a jump can reach. */
static place near(compiler *c, place p)
{
  if (c->n - p < REACH)
    return p;
  if (c->insns[p].code == (BPF_RET | BPF_K))
    return put_return(c, c->insns[p].k);
  return emit(c, BPF_JMP | BPF_JA, c->n - p - 1, 0, 0);
}

static place put_jump(compiler *c, unsigned short test, uint32_t k, place yes, place no)
{
  yes = near(c, yes);
  no = near(c, no);
  return emit(c, BPF_JMP | test | BPF_K, k, (unsigned char)(c->n - yes - 1),
              (unsigned char)(c->n - no - 1));
}

/* A 64-bit comparison, in halves. */
static place put_condition(compiler *c, struct scmp_arg_cmp const *cmp, place holds, place fails)
{
  enum scmp_compare op = cmp->op;
  int negated = op == SCMP_CMP_NE || op == SCMP_CMP_LE || op == SCMP_CMP_LT;
  int equal = op == SCMP_CMP_EQ || op == SCMP_CMP_NE || op == SCMP_CMP_MASKED_EQ;
  unsigned short test = equal                                    ? BPF_JEQ
                        : op == SCMP_CMP_GE || op == SCMP_CMP_LT ? BPF_JGE
                                                                 : BPF_JGT;
  uint64_t mask = op == SCMP_CMP_MASKED_EQ ? cmp->datum_a : UINT64_MAX;
  uint64_t value = op == SCMP_CMP_MASKED_EQ ? cmp->datum_b : cmp->datum_a;
  place yes = negated ? fails : holds, no = negated ? holds : fails, p = yes;

  for (int high = 0; high < 2; high++) {
    uint32_t m = (uint32_t)(high ? mask >> 32 : mask), v = (uint32_t)(high ? value >> 32 : value);
    if (!m)
      continue;
    if (!high)
      p = put_jump(c, test, v, yes, no);
    else {
      p = put_jump(c, BPF_JEQ, v, p, no);
      if (!equal)
        p = put_jump(c, BPF_JGT, v, yes, p);
    }
    if (m != UINT32_MAX)
      emit(c, BPF_ALU | BPF_AND | BPF_K, m, 0, 0);
    p = put_load(c, ARGUMENT(cmp->arg, high));
  }
  return p;
}

static int is_about(compiler const *c, nc_rule const *rule, unsigned int arch, uint32_t call)
{
  int number = rule->calls[!arch && call & NC_SYSCALL_X32_BIT ? c->x32 : arch];
  return number >= 0 && (uint32_t)number == call;
}

/* What holds for a call that no rule is about. -1 is what a tracer made of a call to skip. */
static uint32_t unruled(compiler const *c, unsigned int arch, uint32_t call)
{
  uint32_t otherwise = c->rules->default_action, token = c->rules->archs[arch];
  if (call == UINT32_MAX)
    return otherwise;
  if (token == SCMP_ARCH_X86_64 && call & NC_SYSCALL_X32_BIT && !c->x32)
    return SCMP_ACT_KILL_PROCESS;
  /* these could do what rules forbid for the calls behind them */
  if (token == SCMP_ARCH_X86 && (call == I386_SOCKETCALL || call == I386_IPC) &&
      nc_filter_rank(otherwise) > nc_filter_rank(SCMP_ACT_ERRNO(0)))
    return SCMP_ACT_ERRNO(ENOSYS);
  if (nc_filter_rank(otherwise) == nc_filter_rank(SCMP_ACT_ERRNO(0)) &&
      (call & ~(uint32_t)NC_SYSCALL_X32_BIT) > NC_SYSCALL_NEWEST)
    return SCMP_ACT_ERRNO(ENOSYS);
  return otherwise;
}

/* The rules of one call, in order, up to the first that has no condition. */
static place put_rules(compiler *c, unsigned int arch, uint32_t call)
{
  nc_rules const *r = c->rules;
  place next = put_return(c, unruled(c, arch, call));
  size_t end = 0;
  while (end < r->n && (r->s[end].n || !is_about(c, r->s + end, arch, call)))
    end++;
  for (size_t i = end < r->n ? end + 1 : end; i-- > 0;) {
    place p;
    if (!is_about(c, r->s + i, arch, call))
      continue;
    p = put_return(c, r->s[i].action);
    for (unsigned int k = r->s[i].n; k-- > 0;)
      p = put_condition(c, r->s[i].args + k, p, next);
    next = p;
  }
  return next;
}

static size_t add_range(compiler const *c, unsigned int arch, uint32_t call, range *ranges,
                        size_t n)
{
  range here = {.first = call, .action = unruled(c, arch, call)};
  for (size_t i = 0; i < c->rules->n; i++)
    if (is_about(c, c->rules->s + i, arch, call)) {
      here.action = c->rules->s[i].action;
      here.rule = c->rules->s[i].n ? c->rules->s + i : NULL;
      break;
    }
  if (n && !here.rule && !ranges[n - 1].rule && ranges[n - 1].action == here.action)
    return n;
  ranges[n] = here;
  return n + 1;
}

static place put_tree(compiler *c, range const *ranges, size_t n)
{
  size_t half = n / 2;
  place low, high;
  if (n == 1)
    return ranges->rule ? ranges->code : put_return(c, ranges->action);
  high = put_tree(c, ranges + half, n - half);
  low = put_tree(c, ranges, half);
  return put_jump(c, BPF_JGE, ranges[half].first, high, low);
}

static place put_arch(compiler *c, unsigned int arch)
{
  range ranges[NC_SYSCALL_NEWEST + 2 + X32_OWN_LAST + 2 + 1];
  size_t n = 0;
  place root;
  for (uint32_t call = 0; call <= NC_SYSCALL_NEWEST + 1; call++)
    n = add_range(c, arch, call, ranges, n);
  for (uint32_t call = 0; call <= X32_OWN_LAST + 1; call++)
    n = add_range(c, arch, NC_SYSCALL_X32_BIT | call, ranges, n);
  n = add_range(c, arch, UINT32_MAX, ranges, n);
  for (size_t i = 0; i < n; i++)
    if (ranges[i].rule)
      ranges[i].code = put_rules(c, arch, ranges[i].first);
  root = put_tree(c, ranges, n);
  if (root + 1 != c->n)
    emit(c, BPF_JMP | BPF_JA, c->n - root - 1, 0, 0);
  return put_load(c, offsetof(struct seccomp_data, nr));
}

int nc_filter_make(nc_filter *filter, nc_rules *rules)
{
  compiler c = {.rules = rules, .insns = filter->insns};
  place starts[NC_ARCHS_MAX], next;

  if (rules->n)
    qsort(rules->s, rules->n, sizeof *rules->s, &by_strictness);
  for (unsigned int i = 1; i < rules->archs_n; i++)
    if (rules->archs[i] == SCMP_ARCH_X32)
      c.x32 = i;
  for (unsigned int i = rules->archs_n; i-- > 0;)
    if (!c.x32 || i != c.x32)
      starts[i] = put_arch(&c, i);
  next = put_return(&c, SCMP_ACT_KILL_PROCESS);
  for (unsigned int i = rules->archs_n; i-- > 0;)
    if (!c.x32 || i != c.x32)
      next = put_jump(&c, BPF_JEQ, rules->archs[i], starts[i], next);
  put_load(&c, offsetof(struct seccomp_data, arch));
  if (c.overflow)
    return 0;

  for (place i = 0, k = c.n - 1; i < k; i++, k--) {
    struct sock_filter insn = c.insns[i];
    c.insns[i] = c.insns[k];
    c.insns[k] = insn;
  }
  filter->n = (unsigned short)c.n;
  return 1;
}
