/* SPDX-License-Identifier: ISC */

/*
 * Rules about system calls, made into a filter (BPF). libseccomp knows the names, numbers and
 * architectures, and makes the tree of calls. The conditions on arguments are made here:
 * libseccomp 2.5 drops a conditional rule beside an unconditional one without a word, and
 * where conditions of two rules overlap it can let through what neither allows.
 *   - Of the rules that match a call the strictest decides, in whatever order they stand;
 *   - system calls of an architecture that is not listed kill the process;
 *   - where the default action is an errno, calls newer than NC_CALL_NEWEST fail with ENOSYS,
 *     on which programs fall back to older ones.
 */

#ifndef NC_FILTER_H
#define NC_FILTER_H

#include <stddef.h>
#include <stdint.h>

#include <linux/filter.h>

#include <seccomp.h>

#define NC_CALL_NEWEST 469  /* file_setattr, Linux 6.17; from 424 on numbers are universal */
#define NC_ERRNO_MAX   4095 /* the kernel's MAX_ERRNO: it cuts larger ones */
#define NC_ARGS_MAX    6

typedef struct nc_rule_s nc_rule;
struct nc_rule_s {
  int call;        /* the number on the native architecture, or libseccomp's pseudo number */
  uint32_t action; /* SCMP_ACT_*; what ERRNO and TRACE carry is at most NC_ERRNO_MAX */
  unsigned int n;  /* conditions, each on another argument: all must hold */
  struct scmp_arg_cmp args[NC_ARGS_MAX];
  unsigned int group; /* nc_filter_make's own; 0 */
};

typedef struct nc_rules_s nc_rules;
struct nc_rules_s {
  uint32_t default_action;
  uint32_t archs[2]; /* besides the native one */
  unsigned int archs_n;
  nc_rule *s;
  size_t n, max;
};

typedef struct nc_filter_s nc_filter;
struct nc_filter_s {
  struct sock_filter insns[BPF_MAXINSNS];
  unsigned short n;
};

/* Returns 0, or -1 with the reason in error, a buffer of max bytes. */
extern int nc_filter_make(nc_filter *filter, nc_rules *rules, char *error, size_t max);

#endif
