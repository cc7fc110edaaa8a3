/* SPDX-License-Identifier: ISC */

/* Rules in plain words. Each appends to s, without a NUL; dies 111 if there is no memory. */

#ifndef NC_WORDS_H
#define NC_WORDS_H

#include <skalibs/stralloc.h>

#include "filter.h"

extern void nc_words_add(stralloc *s, char const *text);

/* "family is AF_INET and type is SOCK_STREAM, whatever its flags"; nothing for a rule without
   conditions. */
extern void nc_words_conditions(stralloc *s, char const *call, nc_rule const *rule);

/* What becomes of a call by this answer of a filter: "fails with ENOSYS", "kills the process". */
extern void nc_words_answer(stralloc *s, uint32_t answer);

/* The names of the flags that a filter is loaded with, SECCOMP_FILTER_FLAG_*. */
extern void nc_words_flags(stralloc *s, uint32_t flags);

#endif
