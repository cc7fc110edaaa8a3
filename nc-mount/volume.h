/* SPDX-License-Identifier: ISC */

/* What a user may bring in, and where it may go. Both die 111 if not. */

#ifndef VOLUME_H
#define VOLUME_H

/* source, opened as the descriptor fd, must not be the host's root, a folder of the system's
   own state, or everybody's home. path is how the user named it. */
extern void nc_volume_check_source(int fd, char const *path);

/* path must be absolute, without ".", and not within a folder that the container needs to
   trust. */
extern void nc_volume_check_target(char const *path);

#endif
