/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/seccomp.h>

#include "filter.h"

#define X32_BIT 0x40000000

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

/* A call whose rules differ in action ("mixed") leads from the main filter, by a marker, to
   filters of its own, one an action, the strictest first. */
static int find_mixed(compiler *c, unsigned int *groups)
{
  *groups = 0;
  for (size_t i = 0; i < c->rules->n; i++) {
    nc_rule *r = c->rules->s + i;
    int differ = 0;
    if (r->mixed)
      continue;
    for (size_t k = i + 1; k < c->rules->n; k++)
      differ |= c->rules->s[k].call == r->call && c->rules->s[k].action != r->action;
    if (!differ)
      continue;
    if (++*groups > MARKERS_MAX)
      return failed(c, "mark so many system calls with rules of different actions", -E2BIG);
    for (size_t k = i; k < c->rules->n; k++)
      if (c->rules->s[k].call == r->call)
        c->rules->s[k].mixed = *groups;
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

static int begin(compiler *c, scmp_filter_ctx *ctx, uint32_t default_action, uint32_t optimize)
{
  int rc = 0;
  *ctx = seccomp_init(default_action);
  if (!*ctx)
    return failed(c, "begin a filter", -ENOMEM);
  rc = seccomp_attr_set(*ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (rc == 0)
    rc = seccomp_attr_set(*ctx, SCMP_FLTATR_CTL_OPTIMIZE, optimize);
  for (unsigned int i = 0; rc == 0 && i < c->rules->archs_n; i++)
    rc = seccomp_arch_add(*ctx, c->rules->archs[i]);
  if (rc < 0) {
    seccomp_release(*ctx);
    return failed(c, "set up the filter", rc);
  }
  return 0;
}

/* Replaces each such leaf from start to end by a jump to target, behind it. */
static void jump_to(compiler *c, size_t start, size_t end, uint32_t leaf, size_t target)
{
  for (size_t i = start; i < end; i++)
    if (c->out->insns[i].code == (BPF_RET | BPF_K) && c->out->insns[i].k == leaf)
      c->out->insns[i] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, (uint32_t)(target - i - 1));
}

static int put_main(compiler *c)
{
  scmp_filter_ctx ctx;
  unsigned int marked = 0;
  int rc = 0;
  if (begin(c, &ctx, c->rules->default_action, 2) < 0) /* 2: a binary tree */
    return -1;
  for (size_t i = 0; rc == 0 && i < c->rules->n; i++) {
    nc_rule const *r = c->rules->s + i;
    if (r->mixed > marked) {
      marked = r->mixed;
      rc = seccomp_rule_add(ctx, MARKER(r->mixed), r->call, 0);
    } else if (!r->mixed && r->action != c->rules->default_action)
      rc = seccomp_rule_add_array(ctx, r->action, r->call, r->n, r->args);
  }
  rc = rc < 0 ? failed(c, "add a rule", rc) : append(c, ctx);
  seccomp_release(ctx);
  return rc;
}

/* One call's rules of one action. What they do not match goes on behind it. */
static int put_part(compiler *c, unsigned int group, uint32_t action)
{
  scmp_filter_ctx ctx;
  size_t start = c->out->n;
  int rc = 0;
  if (begin(c, &ctx, NO_MATCH, 1) < 0)
    return -1;
  for (size_t i = 0; rc == 0 && i < c->rules->n; i++) {
    nc_rule const *r = c->rules->s + i;
    if (r->mixed == group && r->action == action)
      rc = seccomp_rule_add_array(ctx, r->action, r->call, r->n, r->args);
  }
  rc = rc < 0 ? failed(c, "add a rule", rc) : append(c, ctx);
  seccomp_release(ctx);
  if (rc == 0)
    jump_to(c, start, c->out->n, NO_MATCH, c->out->n);
  return rc;
}

/* All rules of one call, the strictest action first. Ends at the first action that holds
   without a condition; else what no rule matches runs into what follows. */
static int put_mixed(compiler *c, unsigned int group)
{
  for (size_t level = 0; level < LEVELS; level++)
    for (size_t i = 0; i < c->rules->n; i++) {
      nc_rule const *r = c->rules->s + i;
      int seen = 0, always = 0;
      if (r->mixed != group || rank(r->action) != level)
        continue;
      for (size_t k = 0; k < c->rules->n; k++)
        if (c->rules->s[k].mixed == group && c->rules->s[k].action == r->action) {
          seen |= k < i;
          always |= !c->rules->s[k].n;
        }
      if (seen)
        continue;
      if (always)
        return emit(c, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, r->action));
      if (put_part(c, group, r->action) < 0)
        return -1;
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
  size_t main_end, parts_end;
  filter->n = 0;
  if (find_mixed(&c, &groups) < 0 || put_main(&c) < 0)
    return -1;
  main_end = filter->n;
  for (unsigned int g = 1; g <= groups; g++) {
    jump_to(&c, 0, main_end, MARKER(g), filter->n);
    if (put_mixed(&c, g) < 0)
      return -1;
  }
  parts_end = filter->n;
  if (put_default(&c) < 0)
    return -1;
  jump_to(&c, 0, main_end, rules->default_action, parts_end);
  jump_to(&c, 0, parts_end, NO_MATCH, parts_end);
  return 0;
}
