/* SPDX-License-Identifier: ISC */

#include <stdlib.h>
#include <string.h>

#include <skalibs/types.h>

#include "chain.h"
#include "confine.h"
#include "json.h"
#include "reader.h"

/* The links that may stand behind nc-mount, in their order. Each must: nc-caps and nc-landlock keep
   whatever runs inside off a process that is on its way (nc-enter.c), nc-exec and nc-seccomp
   are what a payload is confined by, and PID 1 holds the environment. */
static char const *const links[] = {"nc-caps", "nc-landlock", "nc-init", "nc-exec", "nc-seccomp"};
#define LINKS (sizeof links / sizeof *links)
enum { CAPS, LANDLOCK, INIT, EXEC };

/* what is added for nc-caps and nc-landlock: -f, a number, an option for the pin, the pin; and -o
 */
#define POLICY_WORDS 10
#define POLICY_TEXT  (2 * (INT_FMT + 1))

static size_t count(nc_value array)
{
  nc_value element;
  size_t n = 0;
  while (nc_reader_next(&array, &element))
    n++;
  return n;
}

/* Decodes the n words of array to text, which has room. Long ones were cut by whoever wrote them,
   and U+FFFD stands for bytes that are lost: such a word is left NULL. */
static void decode(char const **words, nc_value array, size_t n, char *text)
{
  nc_value element;
  for (size_t i = 0; i < n && nc_reader_next(&array, &element); i++) {
    if (!nc_reader_string(&element, text, element.len + 1))
      continue;
    size_t len = strlen(text);
    if (len >= NC_JSON_STRING_MAX || strstr(text, "\xef\xbf\xbd"))
      continue;
    words[i] = text;
    text += len + 1;
  }
}

static int is(char const *word, char const *other)
{
  return word && !strcmp(word, other);
}

/* The length of the link at words, its "--" included; 0 if it has none in the first n. */
static size_t link_length(char const *const *words, size_t n)
{
  for (size_t i = 1; i < n; i++)
    if (is(words[i], "--"))
      return i + 1;
  return 0;
}

/* Whatever might be -f is taken for it: it will not be what was kept, then. */
static int has_policy(char const *const *words, size_t n)
{
  for (size_t i = 1; i < n; i++)
    if (words[i] && words[i][0] == '-' && strchr(words[i], 'f'))
      return 1;
  return 0;
}

static char const *check_link(char const *const *words, size_t n, size_t expected)
{
  for (size_t i = 0; i < n; i++)
    if (!words[i])
      return "a word of its chain is too long or no UTF-8";
  if (expected == EXEC + 1 && is(words[0], "nc-trace"))
    return "its system calls are traced: it has no filter that others could have";
  if (expected == LINKS || strcmp(words[0], links[expected]))
    return "behind nc-mount its chain is not nc-caps, nc-landlock, nc-init, nc-exec, nc-seccomp";
  return NULL;
}

static size_t append(char const **to, size_t n, char const *const *words, size_t nwords)
{
  for (size_t i = 0; i < nwords; i++)
    to[n++] = words[i];
  return n;
}

/* nc-exec's options, but for -s and -t: whether there is a terminal is our caller's matter. Returns
   how many words, or 0 if they are not one by one. */
static size_t append_tidying(char const **to, size_t n, char const *const *words, size_t nwords)
{
  size_t start = n;
  to[n++] = words[0];
  for (size_t i = 1; i < nwords; i++) {
    if (!strcmp(words[i], "-s") || !strcmp(words[i], "-t"))
      continue;
    if (words[i][0] != '-' || !words[i][1] || !strchr("vedl", words[i][1]) || words[i][2] ||
        i + 1 == nwords)
      return 0;
    to[n++] = words[i++];
    to[n++] = words[i];
  }
  return n - start;
}

/* A policy: of two -f, and of two pins, the last one counts. The numbers are written to *text. */
static size_t append_policy(char const **to, size_t n, char const *pin, nc_obeyed const *policy,
                            char **text)
{
  if (!*policy->sha256)
    return n;
  to[n++] = "-f";
  to[n++] = *text;
  *text += int_fmt(*text, policy->fd);
  *(*text)++ = 0;
  to[n++] = pin;
  to[n++] = policy->sha256;
  return n;
}

static size_t length(char const *const *words)
{
  size_t n = 0;
  while (words[n])
    n++;
  return n;
}

/* chain has n words before the payload's. text has room for POLICY_TEXT bytes. */
static char const *follow(char const *const *chain, size_t n, char const **to, char *text,
                          char const *const *prog, nc_extra const *extra, nc_kept const *kept)
{
  size_t k = 0, expected = 0;
  int inside = 0;
  for (size_t i = 0, len; i < n; i += len) {
    len = link_length(chain + i, n - i);
    if (!len || !chain[i] || !nc_chain_is_link(chain[i]))
      return "its chain has something else than nucleus's links, each with \"--\" at its end";
    if (!inside) {
      inside = is(chain[i], "nc-mount");
      continue;
    }
    char const *why = check_link(chain + i, len, expected);
    if (why)
      return why;
    if (expected == EXEC) {
      size_t words = append_tidying(to, k, chain + i, len - 1);
      if (!words)
        return "nc-exec's options in its chain do not stand one by one";
      k = append(to, k + words, extra->exec, length(extra->exec));
    } else if (expected != INIT) {
      k = append(to, k, chain + i, len - 1);
    }
    nc_obeyed const *policy = expected == CAPS       ? &kept->caps
                              : expected == LANDLOCK ? &kept->landlock
                                                     : NULL;
    if (policy && has_policy(chain + i, len - 1) != !!*policy->sha256)
      return "its chain and its audit log do not say the same of policies";
    if (policy)
      k = append_policy(to, k, expected == CAPS ? "-x" : "-s", policy, &text);
    if (expected == CAPS)
      k = append(to, k, extra->caps, length(extra->caps));
    if (expected == LANDLOCK) {
      to[k++] = "-o";
      to[k++] = kept->objects;
    }
    if (expected != INIT)
      to[k++] = "--";
    expected++;
  }
  if (expected != LINKS)
    return "its chain lacks a link of nc-mount, nc-caps, nc-landlock, nc-init, nc-exec, nc-seccomp";
  to[append(to, k, prog, length(prog))] = NULL;
  return NULL;
}

char const **nc_confine(char const *config, size_t n, char const *const *prog,
                        nc_extra const *extra, nc_kept const *kept, char const **why)
{
  nc_value object, chain, command, truncated;
  *why = "its record is not what nc-monitor writes";
  if (!nc_reader_object(config, n, &object) || !nc_reader_member(&object, "chain", &chain) ||
      !nc_reader_member(&object, "command", &command))
    return NULL;
  *why = "its record had no room for the whole chain";
  if (nc_reader_member(&object, "truncated", &truncated))
    return NULL;
  *why = "its record does not say which words are the payload's";
  size_t nchain = count(chain), npayload = count(command);
  if (!npayload || npayload >= nchain)
    return NULL;
  /* decoded, words are no longer than they were in the record */
  size_t max = nchain + length(prog) + length(extra->caps) + length(extra->exec) + POLICY_WORDS + 1;
  char const **words = calloc(nchain, sizeof *words);
  char const **to = malloc(max * sizeof *to + n + POLICY_TEXT);
  *why = "there is no memory";
  if (words && to) {
    char *text = (char *)(to + max);
    decode(words, chain, nchain, text + POLICY_TEXT);
    *why = follow(words, nchain - npayload, to, text, prog, extra, kept);
  }
  free(words);
  if (!*why)
    return to;
  free(to);
  return NULL;
}
