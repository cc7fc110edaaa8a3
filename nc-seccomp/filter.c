/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/seccomp.h>

#include "filter.h"

#define X32_BIT 0x40000000

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error the halves of an argument stand the other way round
#endif
#define ARGUMENT(i, high) (offsetof(struct seccomp_data, args) + 8 * (i) + 4 * (unsigned int)(high))

/* Leaves of an intermediate filter, replaced by jumps in the end. No rule has them: what a
   TRACE action carries is at most NC_ERRNO_MAX. */
#define MARKER(i)   SCMP_ACT_TRACE(0x8000 + (i))
#define MARKERS_MAX 0x7ffe
#define NO_MATCH    SCMP_ACT_TRACE(0xffff)

typedef struct compiler_s compiler;
struct compiler_s {
  nc_filter *out;
  nc_rules *rules;
  char *error;
  size_t error_max;
};

/* From the strictest on. */
static uint32_t const strictness[] = {
    SCMP_ACT_KILL_PROCESS, SCMP_ACT_KILL_THREAD, SCMP_ACT_TRAP,  SCMP_ACT_ERRNO(0),
    SCMP_ACT_TRACE(0),     SCMP_ACT_LOG,         SCMP_ACT_ALLOW,
};
#define LEVELS (sizeof strictness / sizeof *strictness)

/* libseccomp returns -errno */
static int failed(compiler *c, char const *what, int rc)
{
  snprintf(c->error, c->error_max, "unable to %s: %s", what, strerror(-rc));
  return -1;
}

static size_t rank(uint32_t action)
{
  size_t i = 0;
  while (i < LEVELS - 1 && strictness[i] != (action & SECCOMP_RET_ACTION_FULL))
    i++;
  return i;
}

/* A call with conditions, or with rules of different actions, is a group: it leads from
   libseccomp's tree, by a marker, to code of its own. */
static int find_groups(compiler *c, unsigned int *groups)
{
  nc_rule *rules = c->rules->s;
  *groups = 0;
  for (size_t i = 0; i < c->rules->n; i++) {
    int differ = !!rules[i].n;
    if (rules[i].group)
      continue;
    for (size_t k = i + 1; k < c->rules->n; k++)
      if (rules[k].call == rules[i].call)
        differ |= rules[k].n || rules[k].action != rules[i].action;
    if (!differ)
      continue;
    if (++*groups > MARKERS_MAX)
      return failed(c, "mark so many system calls", -E2BIG);
    for (size_t k = i; k < c->rules->n; k++)
      if (rules[k].call == rules[i].call)
        rules[k].group = *groups;
  }
  return 0;
}

static int emit(compiler *c, struct sock_filter insn)
{
  if (c->out->n == BPF_MAXINSNS)
    return failed(c, "fit the filter into the kernel's 4096 instructions", -E2BIG);
  c->out->insns[c->out->n++] = insn;
  return 0;
}

/* libseccomp 2.5 writes to descriptors only. */
static int append(compiler *c, scmp_filter_ctx ctx)
{
  ssize_t bytes = -1;
  int fd = memfd_create("nc-profile", MFD_CLOEXEC), rc = 0;
  size_t room = (BPF_MAXINSNS - c->out->n) * sizeof *c->out->insns;
  if (fd < 0)
    return failed(c, "make a memory file", -errno);
  rc = seccomp_export_bpf(ctx, fd);
  if (rc == 0) {
    off_t size = lseek(fd, 0, SEEK_END);
    if (size >= 0 && (size_t)size <= room)
      bytes = pread(fd, c->out->insns + c->out->n, room, 0);
    if (bytes < 0 || bytes != size)
      rc = -E2BIG;
  }
  close(fd);
  if (rc < 0)
    return failed(c, "export the filter", rc);
  c->out->n = (unsigned short)(c->out->n + (size_t)bytes / sizeof *c->out->insns);
  return 0;
}

/* Replaces each such leaf from start to end by a jump to target, behind it. */
static void jump_to(compiler *c, size_t start, size_t end, uint32_t leaf, size_t target)
{
  for (size_t i = start; i < end; i++)
    if (c->out->insns[i].code == (BPF_RET | BPF_K) && c->out->insns[i].k == leaf)
      c->out->insns[i] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, (uint32_t)(target - i - 1));
}

/* The tree: architectures and numbers. */
static int put_tree(compiler *c)
{
  scmp_filter_ctx ctx = seccomp_init(c->rules->default_action);
  unsigned int marked = 0;
  int rc = 0;
  if (!ctx)
    return failed(c, "begin a filter", -ENOMEM);
  rc = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (rc == 0)
    rc = seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2); /* 2: a binary tree */
  for (unsigned int i = 0; rc == 0 && i < c->rules->archs_n; i++)
    rc = seccomp_arch_add(ctx, c->rules->archs[i]);
  for (size_t i = 0; rc == 0 && i < c->rules->n; i++) {
    nc_rule const *r = c->rules->s + i;
    if (r->group > marked) {
      marked = r->group;
      rc = seccomp_rule_add(ctx, MARKER(r->group), r->call, 0);
    } else if (!r->group && r->action != c->rules->default_action)
      rc = seccomp_rule_add(ctx, r->action, r->call, 0);
  }
  rc = rc < 0 ? failed(c, "add a rule", rc) : append(c, ctx);
  seccomp_release(ctx);
  return rc;
}

/* Jumps of a condition, until it is known where they lead: it holds, it does not. */
#define YES 254
#define NO  255

static void settle(compiler *c, size_t start, unsigned char placeholder)
{
  for (size_t i = start; i < c->out->n; i++) {
    struct sock_filter *insn = c->out->insns + i;
    unsigned char here = (unsigned char)(c->out->n - i - 1);
    if (BPF_CLASS(insn->code) != BPF_JMP)
      continue;
    if (insn->jt == placeholder)
      insn->jt = here;
    if (insn->jf == placeholder)
      insn->jf = here;
  }
}

/* A 64-bit comparison in 32-bit halves. */
static int put_condition(compiler *c, struct scmp_arg_cmp const *cmp)
{
  int negated = cmp->op == SCMP_CMP_NE || cmp->op == SCMP_CMP_LE || cmp->op == SCMP_CMP_LT;
  int order = cmp->op != SCMP_CMP_EQ && cmp->op != SCMP_CMP_NE && cmp->op != SCMP_CMP_MASKED_EQ;
  int or_equal = cmp->op == SCMP_CMP_GE || cmp->op == SCMP_CMP_LT;
  uint64_t mask = cmp->op == SCMP_CMP_MASKED_EQ ? cmp->datum_a : UINT64_MAX;
  uint64_t value = cmp->op == SCMP_CMP_MASKED_EQ ? cmp->datum_b : cmp->datum_a;
  unsigned char yes = negated ? NO : YES, no = negated ? YES : NO;
  unsigned short last = !order ? BPF_JEQ : or_equal ? BPF_JGE : BPF_JGT;
  size_t start = c->out->n;

  for (int high = 1; high >= 0; high--) {
    uint32_t m = (uint32_t)(high ? mask >> 32 : mask), v = (uint32_t)(high ? value >> 32 : value);
    struct sock_filter const code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(cmp->arg, high)),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, m),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, v, yes, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, v, 0, no),
        BPF_JUMP(BPF_JMP | last | BPF_K, v, yes, no),
    };
    if (m && (emit(c, code[0]) < 0 || (m != UINT32_MAX && emit(c, code[1]) < 0) ||
              (high && order && emit(c, code[2]) < 0) || emit(c, code[high ? 3 : 4]) < 0))
      return -1;
  }
  settle(c, start, YES);
  return 0;
}

static int put_rule(compiler *c, nc_rule const *r)
{
  size_t start = c->out->n;
  for (unsigned int i = 0; i < r->n; i++)
    if (put_condition(c, r->args + i) < 0)
      return -1;
  if (emit(c, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, r->action)) < 0)
    return -1;
  settle(c, start, NO);
  return 0;
}

/* libseccomp's rules for i386 catch socketcall(2) and ipc(2) too, whose arguments are in
   memory: there all rules of the group may hold, so the strictest action does. */
static int put_guard(compiler *c, unsigned int group)
{
  uint32_t strictest = c->rules->default_action;
  for (size_t i = 0; i < c->rules->n; i++)
    if (c->rules->s[i].group == group && rank(c->rules->s[i].action) < rank(strictest))
      strictest = c->rules->s[i].action;
  struct sock_filter const code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SCMP_ARCH_X86, 0, 4),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 102, 1, 0), /* socketcall */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 117, 0, 1), /* ipc */
      BPF_STMT(BPF_RET | BPF_K, strictest),
  };
  for (size_t i = 0; i < sizeof code / sizeof *code; i++)
    if (emit(c, code[i]) < 0)
      return -1;
  return 0;
}

/* All rules of one call, the strictest first, up to one without a condition. */
static int put_group(compiler *c, unsigned int group)
{
  for (unsigned int i = 0; i < c->rules->archs_n; i++)
    if (c->rules->archs[i] == SCMP_ARCH_X86 && put_guard(c, group) < 0)
      return -1;
  for (size_t level = 0; level < LEVELS; level++)
    for (size_t i = 0; i < c->rules->n; i++) {
      nc_rule const *r = c->rules->s + i;
      if (r->group != group || rank(r->action) != level)
        continue;
      if (put_rule(c, r) < 0)
        return -1;
      if (!r->n)
        return 0;
    }
  return emit(c, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, NO_MATCH));
}

/* The default action, where every leaf of that kind jumps to. */
static int put_default(compiler *c)
{
  struct sock_filter const code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, seccomp_arch_native(), 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, NC_CALL_NEWEST, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, c->rules->default_action),
      BPF_STMT(BPF_RET | BPF_K, SCMP_ACT_ERRNO(ENOSYS)),
  };
  int is_errno = (c->rules->default_action & SECCOMP_RET_ACTION_FULL) == SCMP_ACT_ERRNO(0);
  for (size_t i = is_errno ? 0 : 5; i < (is_errno ? 7 : 6); i++)
    if (emit(c, code[i]) < 0)
      return -1;
  return 0;
}

int nc_filter_make(nc_filter *filter, nc_rules *rules, char *error, size_t max)
{
  compiler c = {.out = filter, .rules = rules, .error = error, .error_max = max};
  unsigned int groups;
  size_t tree_end, groups_end;
  filter->n = 0;
  if (find_groups(&c, &groups) < 0 || put_tree(&c) < 0)
    return -1;
  tree_end = filter->n;
  for (unsigned int g = 1; g <= groups; g++) {
    jump_to(&c, 0, tree_end, MARKER(g), filter->n);
    if (put_group(&c, g) < 0)
      return -1;
  }
  groups_end = filter->n;
  if (put_default(&c) < 0)
    return -1;
  jump_to(&c, 0, tree_end, rules->default_action, groups_end);
  jump_to(&c, tree_end, groups_end, NO_MATCH, groups_end);
  return 0;
}
