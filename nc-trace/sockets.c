/* SPDX-License-Identifier: ISC */

/* Ports, and the paths of sockets. */

#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "access.h"
#include "capabilities.h"
#include "grant.h"
#include "kernel.h"
#include "objects.h"
#include "resolve.h"
#include "watch.h"

typedef union address_u address;
union address_u {
  sa_family_t family;
  struct sockaddr_in in;
  struct sockaddr_in6 in6;
  struct sockaddr_un un;
  char bytes[sizeof(struct sockaddr_un) + 1];
};

/* Returns 1, or 0. */
static int read_address(address *a, traced *t, uint64_t at, uint64_t len)
{
  memset(a, 0, sizeof *a);
  if (len < sizeof a->family || len > sizeof a->bytes - 1)
    return 0;
  return traced_read(t, at, a->bytes, len) == 0;
}

/* The port; or -1 if a is no address of the internet. */
static int port_of(address const *a)
{
  return a->family == AF_INET    ? ntohs(a->in.sin_port)
         : a->family == AF_INET6 ? ntohs(a->in6.sin6_port)
                                 : -1;
}

/* Where it cannot be seen it is taken for TCP: then more is written down than it takes. */
static int is_tcp(traced *t, int fd)
{
  int type = SOCK_STREAM, domain = AF_INET, copy = traced_socket(t, fd);
  socklen_t len = sizeof type;
  if (copy < 0)
    return 1;
  if (getsockopt(copy, SOL_SOCKET, SO_TYPE, &type, &len) == 0)
    getsockopt(copy, SOL_SOCKET, SO_DOMAIN, &domain, &len);
  close(copy);
  return type == SOCK_STREAM && (domain == AF_INET || domain == AF_INET6);
}

/* The first port that takes no capability. */
static int first_free_port(traced *t)
{
  char s[16];
  int fd = openat(t->proc, "sys/net/ipv4/ip_unprivileged_port_start", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? -1 : read(fd, s, sizeof s - 1);
  if (fd >= 0)
    close(fd);
  if (n <= 0) {
    traced_hidden(t);
    return 1024;
  }
  s[n] = 0;
  return atoi(s);
}

static void bind_path(traced *t, char const *path)
{
  place p;
  if (resolve_text(&p, t, AT_FDCWD, path, 0) < 0)
    return;
  if (p.fd < 0 && p.parent >= 0) {
    capability_for_access(t, &p.dir, W_OK | X_OK);
    if (access_is_possible(t, p.parent, W_OK | X_OK))
      grant(t, p.parent, LANDLOCK_ACCESS_FS_MAKE_SOCK, 1);
  }
  resolve_end(&p);
}

void watch_bind(traced *t)
{
  address a;
  int port;
  if (!read_address(&a, t, t->args[1], (uint32_t)t->args[2]))
    return;
  port = port_of(&a);
  if (a.family == AF_UNIX)
    bind_path(t, a.bytes + offsetof(struct sockaddr_un, sun_path));
  if (port > 0 && port < first_free_port(t))
    capability(t, CAPABILITY(NET_BIND_SERVICE));
  if (port >= 0 && is_tcp(t, (int)t->args[0]))
    objects_port(t->log, (uint16_t)port, LANDLOCK_ACCESS_NET_BIND_TCP);
}

static void connect_to(traced *t, uint64_t at, uint64_t len)
{
  address a;
  int port;
  if (!read_address(&a, t, at, len))
    return;
  port = port_of(&a);
  if (port >= 0 && is_tcp(t, (int)t->args[0]))
    objects_port(t->log, (uint16_t)port, LANDLOCK_ACCESS_NET_CONNECT_TCP);
}

void watch_connect(traced *t)
{
  connect_to(t, t->args[1], (uint32_t)t->args[2]);
}

void watch_sendto(traced *t)
{
  if (t->args[3] & MSG_FASTOPEN && t->args[4])
    connect_to(t, t->args[4], (uint32_t)t->args[5]);
}

void watch_sendmsg(traced *t)
{
  struct msghdr m;
  if (t->args[2] & MSG_FASTOPEN && traced_read(t, t->args[1], &m, sizeof m) == 0 && m.msg_name)
    connect_to(t, (uint64_t)(uintptr_t)m.msg_name, m.msg_namelen);
}

void watch_socket(traced *t)
{
  int family = (int)t->args[0], type = (int)t->args[1] & 0xf;
  if (family == AF_PACKET || ((family == AF_INET || family == AF_INET6) && type == SOCK_RAW))
    capability(t, CAPABILITY(NET_RAW));
}

void watch_setsockopt(traced *t)
{
  int option = (int)t->args[2];
  if ((int)t->args[1] == SOL_SOCKET &&
      (option == SO_MARK || option == SO_SNDBUFFORCE || option == SO_RCVBUFFORCE))
    capability(t, CAPABILITY(NET_ADMIN));
}
