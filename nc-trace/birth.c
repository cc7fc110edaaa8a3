/* SPDX-License-Identifier: ISC */

#include <unistd.h>
#include <sys/syscall.h>

/* alone: it does not go together with musl's sys/stat.h and fcntl.h */
#include <linux/fcntl.h>
#include <linux/stat.h>

#include "birth.h"

int birth_is_since(int fd, int64_t sec, uint32_t nsec)
{
  struct statx st;
  if (syscall(SYS_statx, fd, "", AT_EMPTY_PATH, STATX_BTIME, &st) < 0)
    return -1;
  if (!(st.stx_mask & STATX_BTIME))
    return 0;
  return st.stx_btime.tv_sec > sec || (st.stx_btime.tv_sec == sec && st.stx_btime.tv_nsec >= nsec);
}
