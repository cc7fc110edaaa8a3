/* SPDX-License-Identifier: ISC */

/*
 * Rules about system calls, made into a filter (BPF):
 *   - of the rules that match a call the strictest decides, and of equally strict ones the one
 *     with more conditions, in whatever order they stand;
 *   - system calls of an architecture that is not listed kill the process;
 *   - where the default action is an errno, calls newer than NC_SYSCALL_NEWEST fail with ENOSYS,
 *     on which programs fall back to older ones.
 * libseccomp knows the names and numbers. It does not make the filter: version 2.5 drops a
 * conditional rule beside an unconditional one without a word, lets through what no rule
 * allows where the conditions of two overlap, and its tree is twice as long.
 */

#ifndef NC_FILTER_H
#define NC_FILTER_H

#include <stddef.h>
#include <stdint.h>

#include <linux/filter.h>

#include <seccomp.h>

#define NC_ARGS_MAX  6
#define NC_ARCHS_MAX 3

typedef struct nc_rule_s nc_rule;
struct nc_rule_s {
  int calls[NC_ARCHS_MAX]; /* the number on each architecture; negative: it has none */
  uint32_t action;         /* SCMP_ACT_* */
  unsigned int n;          /* conditions: all must hold */
  struct scmp_arg_cmp args[NC_ARGS_MAX];
};

typedef struct nc_rules_s nc_rules;
struct nc_rules_s {
  uint32_t default_action;
  uint32_t archs[NC_ARCHS_MAX]; /* SCMP_ARCH_*, the native one first */
  unsigned int archs_n;
  nc_rule *s;
  size_t n, max;
};

typedef struct nc_filter_s nc_filter;
struct nc_filter_s {
  struct sock_filter insns[BPF_MAXINSNS];
  unsigned short n;
  uint32_t flags; /* SECCOMP_FILTER_FLAG_*, with which it is to be loaded */
};

/* How strict an action is: 0 is the strictest. */
extern size_t nc_filter_rank(uint32_t action);

/* Sorts the rules and makes the filter, but for its flags. Returns 1, or 0 if it does not fit into
   the kernel's BPF_MAXINSNS. */
extern int nc_filter_make(nc_filter *filter, nc_rules *rules);

#endif
