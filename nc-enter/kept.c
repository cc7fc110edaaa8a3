/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "audit.h"
#include "failed.h"
#include "kept.h"
#include "policy.h"
#include "sealed.h"

static int is(nc_value const *record, char const *key, char const *want)
{
  char got[32];
  nc_value v;
  return nc_reader_member(record, key, &v) && nc_reader_string(&v, got, sizeof got) &&
         !strcmp(got, want);
}

static void read_sha256(nc_obeyed *o, nc_value const *record, char const *key)
{
  nc_value v;
  if (!nc_reader_member(record, key, &v))
    *o->sha256 = 0;
  else if (!nc_reader_string(&v, o->sha256, sizeof o->sha256) || !nc_sha256_is(o->sha256))
    strerr_dief(NC_FAILED, "the audit log has something else than a SHA-256 at ", key);
}

/* The elements with commas between them; cut, if the report had no room for all. */
static char const *read_objects(nc_value const *record)
{
  nc_value array, element;
  if (!nc_reader_member(record, "objects", &array) ||
      nc_reader_member(record, "truncated", &element))
    strerr_dief(NC_FAILED, "the audit log does not say all that nc-landlock's rules are for");
  char *text = malloc(array.len), *end = text;
  if (!text)
    strerr_diefusys(NC_FAILED, "allocate memory");
  while (nc_reader_next(&array, &element)) {
    if (end > text)
      *end++ = ',';
    if (!nc_reader_string(&element, end, element.len))
      strerr_dief(NC_FAILED, "the audit log has something else than strings as objects");
    end += strlen(end);
  }
  *end = 0;
  return text;
}

/* What a link did last counts: it is what stands behind nc-mount, or what was passed on. */
static void read_record(nc_kept *kept, nc_value const *record)
{
  if (!is(record, "event", "applied"))
    return;
  if (is(record, "tool", "nc-caps"))
    read_sha256(&kept->caps, record, "policy_sha256");
  if (is(record, "tool", "nc-profile"))
    read_sha256(&kept->filter, record, "filter_sha256");
  if (is(record, "tool", "nc-landlock")) {
    read_sha256(&kept->landlock, record, "policy_sha256");
    kept->objects = read_objects(record);
  }
}

static void read_audit(nc_kept *kept, nc_entry const *e)
{
  nc_audit a;
  size_t n;
  int fd = nc_entry_file(e, "audit.ndjson");
  char *text = fd < 0 ? NULL : nc_entry_read(fd, ENTRY_AUDIT_MAX, &n);
  if (!text)
    strerr_diefusys(NC_FAILED, "read the audit log of ", e->id);
  close(fd);
  nc_audit_begin(&a, text, n);
  while (nc_audit_next(&a))
    read_record(kept, &a.record);
  if (a.broken)
    strerr_dief(NC_FAILED, "unable to trust the audit log of ", e->id, ", which says what is ",
                "obeyed: a line breaks it: ", a.broken);
  free(text);
}

static void copy(nc_obeyed *o, char const *tool, nc_entry const *e)
{
  char file[64], sha256[NC_SHA256_HEX + 1];
  size_t n;
  if (!*o->sha256)
    return;
  snprintf(file, sizeof file, NC_RECORD_KEPT "%s", tool);
  int fd = nc_entry_file(e, file);
  char *bytes = fd < 0 ? NULL : nc_entry_read(fd, NC_POLICY_MAX, &n);
  if (!bytes)
    strerr_diefusys(NC_FAILED, "read what ", tool, " obeyed, ", file, " of ", e->id);
  close(fd);
  nc_sha256(sha256, bytes, n);
  if (strcmp(sha256, o->sha256))
    strerr_dief(NC_FAILED, "unable to trust ", file, " of ", e->id, ": its SHA-256 is ", sha256,
                ", what ", tool, " obeyed has ", o->sha256);
  o->fd = nc_sealed_make(file, bytes, n);
  if (o->fd < 0)
    strerr_diefusys(NC_FAILED, "make a sealed memory file");
  free(bytes);
}

void nc_kept_open(nc_kept *kept, nc_entry const *e)
{
  *kept = (nc_kept){.caps.fd = -1, .landlock.fd = -1, .filter.fd = -1, .objects = ""};
  read_audit(kept, e);
  copy(&kept->caps, "nc-caps", e);
  copy(&kept->landlock, "nc-landlock", e);
  copy(&kept->filter, "nc-profile", e);
}
