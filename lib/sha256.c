/* SPDX-License-Identifier: ISC */

#include <string.h>

#include <bearssl.h>

#include <skalibs/fmtscan.h>

#include "sha256.h"

void nc_sha256(char hex[NC_SHA256_HEX + 1], void const *s, size_t n)
{
  unsigned char out[br_sha256_SIZE];
  br_sha256_context ctx;
  br_sha256_init(&ctx);
  br_sha256_update(&ctx, s, n);
  br_sha256_out(&ctx, out);
  ucharn_fmt(hex, (char const *)out, sizeof out);
  hex[NC_SHA256_HEX] = 0;
}

int nc_sha256_is(char const *s)
{
  return strlen(s) == NC_SHA256_HEX && strspn(s, "0123456789abcdefABCDEF") == NC_SHA256_HEX;
}
