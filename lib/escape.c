/* SPDX-License-Identifier: ISC */

#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "utf8.h"

#define ELLIPSIS    "\xe2\x80\xa6"
#define MESSAGE_MAX 512

void nc_escape(char *buf, size_t max, size_t width, char const *s)
{
  size_t n = 0, columns = 0, len = strlen(s);
  size_t fits = 0; /* where the ellipsis would stand */
  while (len) {
    unsigned char c = (unsigned char)*s;
    size_t utf8 = c < 0x80 ? 1 : nc_utf8_length(s, len);
    /* C1 controls are U+0080 to U+009F */
    int plain = utf8 && c >= 0x20 && c != 0x7f && (c != 0xc2 || (unsigned char)s[1] >= 0xa0);
    size_t step = plain ? utf8 : 1, room = plain ? utf8 : 4, wide = plain ? 1 : 4;
    if (columns + wide > width || n + room + sizeof ELLIPSIS > max)
      break;
    for (size_t i = 0; plain && i < utf8; i++)
      buf[n + i] = s[i];
    if (!plain)
      snprintf(buf + n, 5, "\\x%02x", c);
    n += room;
    columns += wide;
    if (columns < width)
      fits = n;
    s += step;
    len -= step;
  }
  if (len) {
    memcpy(buf + fits, ELLIPSIS, sizeof ELLIPSIS - 1);
    n = fits + sizeof ELLIPSIS - 1;
  }
  buf[n] = 0;
}

void nc_escape_vprintf(char *buf, size_t max, char const *format, va_list args)
{
  char text[MESSAGE_MAX];
  vsnprintf(text, sizeof text, format, args);
  nc_escape(buf, max, max, text);
}
