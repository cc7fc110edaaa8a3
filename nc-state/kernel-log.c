/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/netlink.h>

#include <skalibs/strerr.h>

#include "kernel-log.h"

#define RECORD_MAX 8192

int nc_kernel_log_open(nc_kernel_log *log)
{
  log->fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (log->fd < 0)
    return -1;
  nc_kernel_log_rewind(log);
  return 0;
}

void nc_kernel_log_rewind(nc_kernel_log *log)
{
  if (lseek(log->fd, 0, SEEK_SET) < 0)
    strerr_diefusys(111, "rewind the kernel's log");
}

/* EPIPE: lines that were next have been overwritten meanwhile. */
int nc_kernel_log_next(nc_kernel_log *log, nc_kernel_line *line)
{
  char record[RECORD_MAX];
  for (;;) {
    ssize_t n = read(log->fd, record, sizeof record);
    if (!n || (n < 0 && errno == EAGAIN))
      return 0;
    if (n < 0 && errno != EPIPE && errno != EINTR)
      strerr_diefusys(111, "read the kernel's log");
    if (n > 0 && nc_kernel_line_scan(line, record, (size_t)n))
      return 1;
  }
}

void nc_kernel_log_close(nc_kernel_log *log)
{
  close(log->fd);
}

static int ask(int fd, struct audit_status *status)
{
  struct nlmsghdr const question = {
      .nlmsg_len = sizeof question, .nlmsg_type = AUDIT_GET, .nlmsg_flags = NLM_F_REQUEST};
  union {
    struct nlmsghdr header;
    char bytes[1024];
  } answer;
  ssize_t n;
  if (send(fd, &question, sizeof question, 0) < 0)
    return 0;
  n = recv(fd, &answer, sizeof answer, 0);
  if (n < (ssize_t)(NLMSG_HDRLEN + offsetof(struct audit_status, failure)) ||
      answer.header.nlmsg_type != AUDIT_GET)
    return 0;
  n -= NLMSG_HDRLEN;
  memcpy(status, answer.bytes + NLMSG_HDRLEN,
         (size_t)n < sizeof *status ? (size_t)n : sizeof *status);
  return 1;
}

nc_lack const *nc_kernel_log_lack(void)
{
  static nc_lack const missing = {"this kernel has no auditing", "take one with CONFIG_AUDIT"};
  static nc_lack const unknown = {"only root may ask whether the kernel's auditing is on",
                                  "auditctl -s"};
  static nc_lack const off = {"the kernel's auditing is off",
                              "auditctl -e 1, or audit=1 on its command line"};
  static nc_lack const taken = {"an audit daemon takes what the kernel says",
                                "ausearch -m LANDLOCK_ACCESS"};
  struct audit_status status = {0};
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
  int known;
  if (fd < 0)
    return errno == EPROTONOSUPPORT ? &missing : &unknown;
  known = ask(fd, &status);
  close(fd);
  if (!known)
    return &unknown;
  if (!status.enabled)
    return &off;
  return status.pid ? &taken : NULL;
}
