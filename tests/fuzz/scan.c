/* SPDX-License-Identifier: ISC */

/* lib/scan: every scanner on one text, and what each promises of what it takes. */

#include <stdlib.h>
#include <string.h>

#include "scan.h"

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size);

int LLVMFuzzerTestOneInput(uint8_t const *data, size_t size)
{
  char *s = malloc(size + 1);
  uint64_t number;
  uid_t uid;
  gid_t gid;
  int fd;
  if (!s)
    abort();
  memcpy(s, data, size);
  s[size] = 0;

  nc_scan_size(s, &number);
  if (nc_scan_cpus(s, &number) && number < 1000)
    abort();
  if (nc_scan_fd(s, &fd) && fd < 0)
    abort();
  if (nc_scan_ids(s, &uid, &gid) && (uid == (uid_t)-1 || gid == (gid_t)-1))
    abort();
  if (nc_scan_name(s) && (strlen(s) > 128 || strchr(s, '/') || *s == '.' || *s == '-'))
    abort();
  if (nc_scan_id(s) && strlen(s) != 32)
    abort();
  if (nc_scan_hostname(s) && strlen(s) > 64)
    abort();
  if (nc_scan_variable(s) && strchr(s, '='))
    abort();
  free(s);
  return 0;
}
