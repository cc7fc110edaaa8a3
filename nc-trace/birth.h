/* SPDX-License-Identifier: ISC */

#ifndef NC_BIRTH_H
#define NC_BIRTH_H

#include <stdint.h>

/* Was what fd is open on made at that time, or later? 0 too if its file system does not say;
   -1 with errno. */
extern int birth_is_since(int fd, int64_t sec, uint32_t nsec);

#endif
