/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "report.h"

#define FDS_MAX 4

void nc_report_begin(nc_report *r, char const *event)
{
  nc_json_begin(&r->json, r->buf, sizeof r->buf);
  nc_json_string(&r->json, "tool", PROG);
  nc_json_string(&r->json, "event", event);
}

int nc_report_try_fds(nc_report *r, int const *fds, unsigned int n)
{
  union {
    struct cmsghdr align;
    char buf[CMSG_SPACE(sizeof(int) * FDS_MAX)];
  } control;
  size_t len = nc_json_end(&r->json);
  struct iovec iov = {.iov_base = r->buf, .iov_len = len};
  struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
  int sock = nc_chain_fd("NC_REPORT");
  ssize_t sent;

  if (sock < 0)
    return 1;
  if (n > FDS_MAX)
    return (errno = EINVAL, 0);
  if (n) {
    msg.msg_control = control.buf;
    msg.msg_controllen = CMSG_SPACE(sizeof(int) * n);
    struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int) * n);
    memcpy(CMSG_DATA(c), fds, sizeof(int) * n);
  }
  do
    sent = sendmsg(sock, &msg, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)len;
}

int nc_report_try(nc_report *r)
{
  return nc_report_try_fds(r, NULL, 0);
}

void nc_report_send_fds(nc_report *r, int const *fds, unsigned int n)
{
  if (!nc_report_try_fds(r, fds, n))
    strerr_diefusys(111, "report to nc-monitor");
}

void nc_report_send(nc_report *r)
{
  nc_report_send_fds(r, NULL, 0);
}

void nc_report_failed(void)
{
  static nc_report r;
  int e = errno;
  nc_report_begin(&r, "failed");
  nc_json_int(&r.json, "errno", e);
  nc_json_string(&r.json, "error", strerror(e));
  if (!nc_report_try(&r))
    strerr_warnwusys("report to nc-monitor");
  errno = e;
}
