/* SPDX-License-Identifier: ISC */

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "allow.h"
#include "json.h"
#include "rights.h"
#include "syscall.h"

#define QUOTED_MAX (6 * NC_JSON_STRING_MAX + 16) /* every byte may need an escape */

/* The entry of a profile. Its arguments are compared as the kernel reads them: 32 bits, and of a
   socket's type no flags. */
size_t nc_allow_call(nc_denial const *d, char *buf, size_t max)
{
  char const *const names[] = {d->call, NULL};
  nc_json j;
  nc_json_begin(&j, buf, max);
  nc_json_strings(&j, "names", names);
  nc_json_string(&j, "action", "SCMP_ACT_ALLOW");
  if (d->shown && nc_json_open(&j, "args", '[')) {
    for (unsigned int i = 0; i < DENIAL_ARGS; i++)
      if (d->shown >> i & 1 && nc_json_open(&j, NULL, '{')) {
        uint32_t bits = nc_syscall_bits(d->call, i);
        nc_json_int(&j, "index", i);
        nc_json_int(&j, "value", bits);
        nc_json_int(&j, "valueTwo", d->args[i] & bits);
        nc_json_string(&j, "op", "SCMP_CMP_MASKED_EQ");
        nc_json_close(&j, '{');
      }
    nc_json_close(&j, '[');
  }
  return nc_json_end(&j) - 1; /* without the newline */
}

/* The words of a policy for those of the blockers that are rights, as an array's elements; a
   blocker is a right's name between prefix and suffix. Returns 1, or 0 if there are none. */
static int list_rights(char const *blockers, char const *prefix, char const *suffix,
                       nc_right const *rights, char *buf, size_t max)
{
  char name[64];
  size_t n = 0;
  for (nc_right const *r = rights; r->name; r++) {
    int len = snprintf(name, sizeof name, "%s%s%s", prefix, r->name, suffix);
    for (char const *b = blockers; *b; b += strspn(b, ",")) {
      size_t word = strcspn(b, ",");
      if (word == (size_t)len && !strncmp(b, name, word) && n < max)
        n += (size_t)snprintf(buf + n, max - n, "%s\"%s\"", n ? ", " : "", r->name);
      b += word;
    }
  }
  return n > 0 && n < max;
}

/* A TOML string: escapes of a JSON string are its, too. */
static void quote(char const *path, char *buf, size_t max)
{
  static char const key[] = "{\"p\":";
  nc_json j;
  size_t n;
  nc_json_begin(&j, buf, max);
  nc_json_string(&j, "p", path);
  n = nc_json_end(&j) - sizeof key - 1;
  memmove(buf, buf + sizeof key - 1, n);
  buf[n] = 0;
}

void nc_allow_object(nc_kernel_line const *l, char *buf, size_t max)
{
  char rights[512], path[QUOTED_MAX];
  *buf = 0;
  if (*l->path && list_rights(l->blockers, "fs.", "", nc_rights_path, rights, sizeof rights)) {
    if (strlen(l->path) >= NC_JSON_STRING_MAX)
      return; /* it would be cut */
    quote(l->path, path, sizeof path);
    snprintf(buf, max, "[[rules]]\npath = %s\naccess = [%s]\n", path, rights);
  } else if (l->port >= 0 &&
             list_rights(l->blockers, "net.", "_tcp", nc_rights_port, rights, sizeof rights)) {
    snprintf(buf, max, "[[net]]\nport = %d\naccess = [%s]\n", l->port, rights);
  }
}
