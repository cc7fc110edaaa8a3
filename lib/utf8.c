/* SPDX-License-Identifier: ISC */

#include "utf8.h"

size_t nc_utf8_length(char const *text, size_t n)
{
  unsigned char const *s = (unsigned char const *)text;
  size_t len = s[0] >= 0xc2 && s[0] <= 0xdf   ? 2
               : s[0] >= 0xe0 && s[0] <= 0xef ? 3
               : s[0] >= 0xf0 && s[0] <= 0xf4 ? 4
                                              : 0;
  if (!len || len > n)
    return 0;
  for (size_t i = 1; i < len; i++)
    if ((s[i] & 0xc0) != 0x80)
      return 0;
  if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
      (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
    return 0;
  return len;
}

size_t nc_utf8_encode(char *s, uint32_t c)
{
  if (c < 0x80) {
    s[0] = (char)c;
    return 1;
  }
  size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = len - 1; i; i--, c >>= 6)
    s[i] = (char)(0x80 | (c & 0x3f));
  s[0] = (char)(0xf00 >> len | c);
  return len;
}
