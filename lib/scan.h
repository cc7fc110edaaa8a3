/* SPDX-License-Identifier: ISC */

/*
 * Scanners: text to value, without side effects. Each takes the whole string and returns 1,
 * or 0 if it is not exactly what it should be: no sign, no blank, no overflow, not empty.
 */

#ifndef NC_SCAN_H
#define NC_SCAN_H

#include <stdint.h>
#include <sys/types.h>

/* Bytes: a decimal number with an optional suffix K, M, G or T (powers of 1024; lower case
   too, and an optional B or iB behind it). */
extern int nc_scan_size(char const *s, uint64_t *bytes);

/* CPUs as a decimal fraction ("0.5", "2"), to microseconds of CPU time in 100 ms; at least
   1000 (the kernel's least quota). */
extern int nc_scan_cpus(char const *s, uint64_t *quota);

/* The number of a descriptor. */
extern int nc_scan_fd(char const *s, int *fd);

/* "UID:GID". Not 4294967295, which to the kernel means "as it is". */
extern int nc_scan_ids(char const *s, uid_t *uid, gid_t *gid);

/* A container's name: a letter or digit, then letters, digits, '-', '_', '.'; at most 128. */
extern int nc_scan_name(char const *s);

/* A container's ID: 32 lower-case hexadecimal digits. */
extern int nc_scan_id(char const *s);

/* A host name (RFC 1123): labels of letters, digits and inner '-', at most 63 each and 64 in
   all (the kernel's limit). */
extern int nc_scan_hostname(char const *s);

/* The name of an environment variable: [A-Za-z_][A-Za-z0-9_]* */
extern int nc_scan_variable(char const *s);

#endif
