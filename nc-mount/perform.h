/* SPDX-License-Identifier: ISC */

/* What each operation does in the new root, one function a kind. */

#ifndef PERFORM_H
#define PERFORM_H

#include "mnt.h"
#include "operation.h"

/* Carries out o, which is open, of p in t; notes in p what comes of it. Dies 111. */
typedef void perform_func(nc_tree *t, plan *p, operation const *o);

extern perform_func perform_bind, perform_ro_bind, perform_tmpfs, perform_context, perform_proc,
    perform_proc_rw, perform_dev, perform_terminal, perform_dir, perform_symlink, perform_file,
    perform_remount_ro, perform_mask, perform_system, perform_etc, perform_rootfs;

#endif
