/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <seccomp.h>

#include "errors.h"
#include "scanner.h"

static struct {
  char const *name;
  uint32_t action;
  int carries; /* an errno */
} const actions[] = {
    {"SCMP_ACT_KILL_PROCESS", SCMP_ACT_KILL_PROCESS, 0},
    {"SCMP_ACT_KILL_THREAD", SCMP_ACT_KILL_THREAD, 0},
    {"SCMP_ACT_KILL", SCMP_ACT_KILL_THREAD, 0},
    {"SCMP_ACT_TRAP", SCMP_ACT_TRAP, 0},
    {"SCMP_ACT_ERRNO", SCMP_ACT_ERRNO(0), 1},
    {"SCMP_ACT_LOG", SCMP_ACT_LOG, 0},
    {"SCMP_ACT_ALLOW", SCMP_ACT_ALLOW, 0},
};
#define ACTIONS (sizeof actions / sizeof *actions)

/* An errno stands there as a number, as a name, or both, if they say the same. */
static int scan_errno(scanner *c, char const *where, char const *key, json_t const *number,
                      json_t const *name, uint32_t *value)
{
  char const *s = json_string_value(name);
  unsigned int named;
  if (number) {
    if (!json_is_integer(number) || json_integer_value(number) < 0 ||
        json_integer_value(number) > NC_ERROR_MAX)
      return scan_bad(c, "%s%sRet: not a number from 0 to %d", where, key, NC_ERROR_MAX);
    *value = (uint32_t)json_integer_value(number);
  }
  if (!name)
    return 0;
  named = s ? nc_error_number(s) : 0;
  if (!named)
    return scan_bad(c, "%s%s: unknown errno %s", where, key, s ? s : "");
  if (number && *value != named)
    return scan_bad(c, "%s%s: %s is %u, and %sRet is %u", where, key, s, named, key, *value);
  *value = named;
  return 0;
}

int scan_action(scanner *c, char const *where, json_t const *object, char const *action_key,
                char const *errno_key, uint32_t *action)
{
  char ret_key[32];
  char const *s = json_string_value(json_object_get(object, action_key));
  char const *dot = *where ? "." : "";
  json_t const *number, *name = json_object_get(object, errno_key);
  uint32_t value = EPERM; /* the format's default */
  char path[64];
  size_t i = 0;

  snprintf(ret_key, sizeof ret_key, "%sRet", errno_key);
  number = json_object_get(object, ret_key);
  if (!s)
    return scan_bad(c, "%s%s%s: not an action", where, dot, action_key);
  if (!strcmp(s, "SCMP_ACT_NOTIFY"))
    return scan_bad(c, "%s%s%s: SCMP_ACT_NOTIFY needs a listener, and there is none", where, dot,
                    action_key);
  if (!strcmp(s, "SCMP_ACT_TRACE"))
    return scan_bad(c, "%s%s%s: SCMP_ACT_TRACE needs a tracer, and there is none", where, dot,
                    action_key);
  while (i < ACTIONS && strcmp(actions[i].name, s))
    i++;
  if (i == ACTIONS)
    return scan_bad(c, "%s%s%s: unknown action %s", where, dot, action_key, s);
  *action = actions[i].action;
  if (!actions[i].carries) {
    if (number || name)
      return scan_bad(c, "%s%s%s: %s has none", where, dot, number ? ret_key : errno_key, s);
    return 0;
  }
  snprintf(path, sizeof path, "%s%s", where, dot);
  if (scan_errno(c, path, errno_key, number, name, &value) < 0)
    return -1;
  *action |= value;
  return 0;
}
