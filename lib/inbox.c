/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "failed.h"
#include "inbox.h"

int nc_inbox_open(nc_inbox *i)
{
  int fds[2], one = 1;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0 ||
      setsockopt(fds[0], SOL_SOCKET, SO_PASSCRED, &one, sizeof one) < 0)
    strerr_diefusys(NC_FAILED, "create the report socket");
  *i = (nc_inbox){.fd = fds[0]};
  return fds[1];
}

void nc_inbox_listen(nc_inbox *i, int dir, char const *name)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  /* the folder's own path may be too long for a socket's */
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", dir, name);
  *i = (nc_inbox){.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (i->fd < 0 || bind(i->fd, (struct sockaddr *)&address, sizeof address) < 0)
    strerr_diefusys(NC_FAILED, "create the socket ", name, " of the record");
}

static void take_control(nc_inbox *i, struct msghdr *msg)
{
  for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
    if (c->cmsg_level != SOL_SOCKET)
      continue;
    if (c->cmsg_type == SCM_CREDENTIALS) {
      struct ucred cred;
      memcpy(&cred, CMSG_DATA(c), sizeof cred);
      i->sender = cred.pid;
    } else if (c->cmsg_type == SCM_RIGHTS) {
      i->nfds = (unsigned int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
      memcpy(i->fds, CMSG_DATA(c), i->nfds * sizeof(int));
    }
  }
}

int nc_inbox_read(nc_inbox *i)
{
  union {
    struct cmsghdr align;
    char buf[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int) * INBOX_FDS)];
  } control;
  struct iovec iov = {.iov_base = i->text, .iov_len = sizeof i->text - 1};
  struct msghdr msg = {.msg_iov = &iov,
                       .msg_iovlen = 1,
                       .msg_control = control.buf,
                       .msg_controllen = sizeof control.buf};
  ssize_t n;

  if (i->eof)
    return 0;
  i->sender = 0;
  i->nfds = 0;
  do
    n = recvmsg(i->fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  if (n < 0) {
    if (errno == EAGAIN)
      return 0;
    strerr_diefusys(NC_FAILED, "read a report");
  }
  if (n == 0) {
    i->eof = 1;
    return 0;
  }
  take_control(i, &msg);
  /* Links write one line, whole: anything else is not a link's. */
  if (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC) || n < 3 || i->text[0] != '{' ||
      i->text[n - 1] != '\n' || memchr(i->text, '\n', (size_t)n - 1))
    strerr_dief(NC_FAILED, "a report is not a record");
  i->len = (size_t)n - 1;
  i->text[i->len] = 0;
  i->last_exec = nc_inbox_is(i, NULL, "exec");
  i->exec_failed = nc_inbox_is(i, NULL, "exec-failed");
  return 1;
}

/* Every record begins as nc_report_begin writes it. */
int nc_inbox_is(nc_inbox const *i, char const *tool, char const *event)
{
  static char const head[] = "{\"tool\":\"", mid[] = "\",\"event\":\"";
  char const *s = i->text + sizeof head - 1;
  size_t len = strcspn(s, "\"");
  if (strncmp(i->text, head, sizeof head - 1) ||
      (tool && (strlen(tool) != len || strncmp(s, tool, len))))
    return 0;
  s += len;
  if (strncmp(s, mid, sizeof mid - 1))
    return 0;
  s += sizeof mid - 1;
  return strcspn(s, "\"") == strlen(event) && !strncmp(s, event, strlen(event));
}

int nc_inbox_started(nc_inbox const *i)
{
  return i->eof && i->last_exec;
}
