/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <unistd.h>

#include <skalibs/types.h>

#include "audit.h"
#include "commands.h"
#include "find.h"

int nc_audit_command(int argc, char const *const *argv)
{
  nc_state s;
  nc_entry e;
  nc_audit a;
  size_t n;
  int first = nc_skip_options(argc, argv);
  if (first != argc - 1)
    dieusage();
  nc_begin(&s);
  if (!nc_find(&e, &s, argv[first]))
    return 1;
  int fd = nc_entry_file(&e, "audit.ndjson");
  char *text = fd < 0 ? NULL : nc_entry_read(fd, ENTRY_AUDIT_MAX, &n);
  if (!text) {
    nc_entry_warn(&e, "audit.ndjson");
    return 1;
  }
  nc_audit_begin(&a, text, n);
  while (nc_audit_next(&a)) {
    fwrite(a.line.s, 1, a.line.len, stdout);
    putchar('\n');
  }
  nc_audit_check_end(&a, &e);
  if (!a.broken)
    return 0;
  char line[UINT_FMT];
  line[uint_fmt(line, a.lines + 1)] = 0;
  fflush(stdout);
  strerr_warnw("the audit log of ", e.id, " breaks at line ", line, ": ", a.broken);
  return 1;
}
