/* SPDX-License-Identifier: ISC */

/* Names and numbers of system calls: libseccomp's, and what Debian's does not know. */

#ifndef NC_SYSCALL_H
#define NC_SYSCALL_H

#include <stdint.h>

#define NC_SYSCALL_NEWEST  469 /* file_setattr, Linux 6.17; from 424 on numbers are universal */
#define NC_SYSCALL_X32_BIT 0x40000000

/* The number of a call as the kernel of arch, an SCMP_ARCH_*, has it: of x32 with its bit.
   Negative if arch has no such call; __NR_SCMP_ERROR if no architecture has one. */
extern int nc_syscall_number(uint32_t arch, char const *name);

/* The other way round. To be freed; NULL if nobody knows such a call. */
extern char *nc_syscall_name(uint32_t arch, int number);

/* The bits of an argument that tell calls of this name apart: the kernel takes 32 of each that a
   trace shows, and what a program has in the others, a sign as often as not, is void. */
extern uint32_t nc_syscall_bits(char const *name, unsigned int arg);

#endif
