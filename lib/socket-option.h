/* SPDX-License-Identifier: ISC */

#ifndef NC_SOCKET_OPTION_H
#define NC_SOCKET_OPTION_H

#include "argument.h"

/* The option that getsockopt and setsockopt take at that level; NULL if none of it has a name. */
extern nc_argument const *nc_socket_option(uint32_t level);

#endif
