/* SPDX-License-Identifier: ISC */

#include <stddef.h>

#include <asm/socket.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/if_alg.h>
#include <linux/if_packet.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/netlink.h>
#include <linux/tcp.h>
#include <linux/tls.h>
#include <linux/udp.h>

#include "named.h"
#include "socket-option.h"

/* The kernel's headers leave levels to the C library's, which do not go together with them. */
#define SOL_RAW     255
#define SOL_PACKET  263
#define SOL_NETLINK 270
#define SOL_ALG     279
#define SOL_TLS     282

/* those with a number here are newer than Debian 12's headers */
static nc_named const socket_options[] = {
    V(SO_DEBUG),
    V(SO_REUSEADDR),
    V(SO_TYPE),
    V(SO_ERROR),
    V(SO_DONTROUTE),
    V(SO_BROADCAST),
    V(SO_SNDBUF),
    V(SO_RCVBUF),
    V(SO_KEEPALIVE),
    V(SO_OOBINLINE),
    V(SO_NO_CHECK),
    V(SO_PRIORITY),
    V(SO_LINGER),
    V(SO_BSDCOMPAT),
    V(SO_REUSEPORT),
    V(SO_PASSCRED),
    V(SO_PEERCRED),
    V(SO_RCVLOWAT),
    V(SO_SNDLOWAT),
    V(SO_RCVTIMEO),
    V(SO_SNDTIMEO),
    V(SO_BINDTODEVICE),
    V(SO_ATTACH_FILTER),
    V(SO_DETACH_FILTER),
    V(SO_PEERNAME),
    V(SO_TIMESTAMP),
    V(SO_ACCEPTCONN),
    V(SO_PEERSEC),
    V(SO_SNDBUFFORCE),
    V(SO_RCVBUFFORCE),
    V(SO_PASSSEC),
    V(SO_TIMESTAMPNS),
    V(SO_MARK),
    V(SO_TIMESTAMPING),
    V(SO_PROTOCOL),
    V(SO_DOMAIN),
    V(SO_RXQ_OVFL),
    V(SO_WIFI_STATUS),
    V(SO_PEEK_OFF),
    V(SO_NOFCS),
    V(SO_LOCK_FILTER),
    V(SO_SELECT_ERR_QUEUE),
    V(SO_BUSY_POLL),
    V(SO_MAX_PACING_RATE),
    V(SO_BPF_EXTENSIONS),
    V(SO_INCOMING_CPU),
    V(SO_ATTACH_BPF),
    V(SO_ATTACH_REUSEPORT_CBPF),
    V(SO_ATTACH_REUSEPORT_EBPF),
    V(SO_CNX_ADVICE),
    V(SO_MEMINFO),
    V(SO_INCOMING_NAPI_ID),
    V(SO_COOKIE),
    V(SO_PEERGROUPS),
    V(SO_ZEROCOPY),
    V(SO_TXTIME),
    V(SO_BINDTOIFINDEX),
    V(SO_TIMESTAMP_NEW),
    V(SO_TIMESTAMPNS_NEW),
    V(SO_TIMESTAMPING_NEW),
    V(SO_RCVTIMEO_NEW),
    V(SO_SNDTIMEO_NEW),
    V(SO_DETACH_REUSEPORT_BPF),
    V(SO_PREFER_BUSY_POLL),
    V(SO_BUSY_POLL_BUDGET),
    V(SO_NETNS_COOKIE),
    V(SO_BUF_LOCK),
    V(SO_RESERVE_MEM),
    V(SO_TXREHASH),
    V(SO_RCVMARK),
    {76, "SO_PASSPIDFD"},
    {77, "SO_PEERPIDFD"},
    END,
};

static nc_named const ip_options[] = {
    V(IP_TOS),
    V(IP_TTL),
    V(IP_HDRINCL),
    V(IP_OPTIONS),
    V(IP_ROUTER_ALERT),
    V(IP_RECVOPTS),
    V(IP_RETOPTS),
    V(IP_PKTINFO),
    V(IP_PKTOPTIONS),
    V(IP_MTU_DISCOVER),
    V(IP_RECVERR),
    V(IP_RECVTTL),
    V(IP_RECVTOS),
    V(IP_MTU),
    V(IP_FREEBIND),
    V(IP_IPSEC_POLICY),
    V(IP_XFRM_POLICY),
    V(IP_PASSSEC),
    V(IP_TRANSPARENT),
    V(IP_ORIGDSTADDR),
    V(IP_MINTTL),
    V(IP_NODEFRAG),
    V(IP_CHECKSUM),
    V(IP_BIND_ADDRESS_NO_PORT),
    V(IP_RECVFRAGSIZE),
    V(IP_RECVERR_RFC4884),
    V(IP_MULTICAST_IF),
    V(IP_MULTICAST_TTL),
    V(IP_MULTICAST_LOOP),
    V(IP_ADD_MEMBERSHIP),
    V(IP_DROP_MEMBERSHIP),
    V(IP_UNBLOCK_SOURCE),
    V(IP_BLOCK_SOURCE),
    V(IP_ADD_SOURCE_MEMBERSHIP),
    V(IP_DROP_SOURCE_MEMBERSHIP),
    V(IP_MSFILTER),
    V(MCAST_JOIN_GROUP),
    V(MCAST_BLOCK_SOURCE),
    V(MCAST_UNBLOCK_SOURCE),
    V(MCAST_LEAVE_GROUP),
    V(MCAST_JOIN_SOURCE_GROUP),
    V(MCAST_LEAVE_SOURCE_GROUP),
    V(MCAST_MSFILTER),
    V(IP_MULTICAST_ALL),
    V(IP_UNICAST_IF),
    V(IP_LOCAL_PORT_RANGE),
    V(IP_PROTOCOL),
    END,
};

static nc_named const ipv6_options[] = {
    V(IPV6_ADDRFORM),
    V(IPV6_2292PKTINFO),
    V(IPV6_2292HOPOPTS),
    V(IPV6_2292DSTOPTS),
    V(IPV6_2292RTHDR),
    V(IPV6_2292PKTOPTIONS),
    V(IPV6_CHECKSUM),
    V(IPV6_2292HOPLIMIT),
    V(IPV6_NEXTHOP),
    V(IPV6_AUTHHDR),
    V(IPV6_FLOWINFO),
    V(IPV6_UNICAST_HOPS),
    V(IPV6_MULTICAST_IF),
    V(IPV6_MULTICAST_HOPS),
    V(IPV6_MULTICAST_LOOP),
    V(IPV6_ADD_MEMBERSHIP),
    V(IPV6_DROP_MEMBERSHIP),
    V(IPV6_ROUTER_ALERT),
    V(IPV6_MTU_DISCOVER),
    V(IPV6_MTU),
    V(IPV6_RECVERR),
    V(IPV6_V6ONLY),
    V(IPV6_JOIN_ANYCAST),
    V(IPV6_LEAVE_ANYCAST),
    V(IPV6_MULTICAST_ALL),
    V(IPV6_ROUTER_ALERT_ISOLATE),
    V(IPV6_RECVERR_RFC4884),
    V(IPV6_FLOWLABEL_MGR),
    V(IPV6_FLOWINFO_SEND),
    V(IPV6_IPSEC_POLICY),
    V(IPV6_XFRM_POLICY),
    V(IPV6_HDRINCL),
    V(MCAST_JOIN_GROUP),
    V(MCAST_BLOCK_SOURCE),
    V(MCAST_UNBLOCK_SOURCE),
    V(MCAST_LEAVE_GROUP),
    V(MCAST_JOIN_SOURCE_GROUP),
    V(MCAST_LEAVE_SOURCE_GROUP),
    V(MCAST_MSFILTER),
    V(IPV6_RECVPKTINFO),
    V(IPV6_PKTINFO),
    V(IPV6_RECVHOPLIMIT),
    V(IPV6_HOPLIMIT),
    V(IPV6_RECVHOPOPTS),
    V(IPV6_HOPOPTS),
    V(IPV6_RTHDRDSTOPTS),
    V(IPV6_RECVRTHDR),
    V(IPV6_RTHDR),
    V(IPV6_RECVDSTOPTS),
    V(IPV6_DSTOPTS),
    V(IPV6_RECVPATHMTU),
    V(IPV6_PATHMTU),
    V(IPV6_DONTFRAG),
    V(IPV6_RECVTCLASS),
    V(IPV6_TCLASS),
    V(IPV6_AUTOFLOWLABEL),
    V(IPV6_ADDR_PREFERENCES),
    V(IPV6_MINHOPCOUNT),
    V(IPV6_ORIGDSTADDR),
    V(IPV6_TRANSPARENT),
    V(IPV6_UNICAST_IF),
    V(IPV6_RECVFRAGSIZE),
    V(IPV6_FREEBIND),
    END,
};

static nc_named const tcp_options[] = {
    V(TCP_NODELAY),
    V(TCP_MAXSEG),
    V(TCP_CORK),
    V(TCP_KEEPIDLE),
    V(TCP_KEEPINTVL),
    V(TCP_KEEPCNT),
    V(TCP_SYNCNT),
    V(TCP_LINGER2),
    V(TCP_DEFER_ACCEPT),
    V(TCP_WINDOW_CLAMP),
    V(TCP_INFO),
    V(TCP_QUICKACK),
    V(TCP_CONGESTION),
    V(TCP_MD5SIG),
    V(TCP_THIN_LINEAR_TIMEOUTS),
    V(TCP_THIN_DUPACK),
    V(TCP_USER_TIMEOUT),
    V(TCP_REPAIR),
    V(TCP_REPAIR_QUEUE),
    V(TCP_QUEUE_SEQ),
    V(TCP_REPAIR_OPTIONS),
    V(TCP_FASTOPEN),
    V(TCP_TIMESTAMP),
    V(TCP_NOTSENT_LOWAT),
    V(TCP_CC_INFO),
    V(TCP_SAVE_SYN),
    V(TCP_SAVED_SYN),
    V(TCP_REPAIR_WINDOW),
    V(TCP_FASTOPEN_CONNECT),
    V(TCP_ULP),
    V(TCP_MD5SIG_EXT),
    V(TCP_FASTOPEN_KEY),
    V(TCP_FASTOPEN_NO_COOKIE),
    V(TCP_ZEROCOPY_RECEIVE),
    V(TCP_INQ),
    V(TCP_TX_DELAY),
    END,
};

static nc_named const udp_options[] = {
    V(UDP_CORK), V(UDP_ENCAP), V(UDP_NO_CHECK6_TX), V(UDP_NO_CHECK6_RX), V(UDP_SEGMENT),
    V(UDP_GRO),  END,
};

static nc_named const packet_options[] = {
    V(PACKET_ADD_MEMBERSHIP),
    V(PACKET_DROP_MEMBERSHIP),
    V(PACKET_RECV_OUTPUT),
    V(PACKET_RX_RING),
    V(PACKET_STATISTICS),
    V(PACKET_COPY_THRESH),
    V(PACKET_AUXDATA),
    V(PACKET_ORIGDEV),
    V(PACKET_VERSION),
    V(PACKET_HDRLEN),
    V(PACKET_RESERVE),
    V(PACKET_TX_RING),
    V(PACKET_LOSS),
    V(PACKET_VNET_HDR),
    V(PACKET_TX_TIMESTAMP),
    V(PACKET_TIMESTAMP),
    V(PACKET_FANOUT),
    V(PACKET_TX_HAS_OFF),
    V(PACKET_QDISC_BYPASS),
    V(PACKET_ROLLOVER_STATS),
    V(PACKET_FANOUT_DATA),
    V(PACKET_IGNORE_OUTGOING),
    END,
};

static nc_named const netlink_options[] = {
    V(NETLINK_ADD_MEMBERSHIP),
    V(NETLINK_DROP_MEMBERSHIP),
    V(NETLINK_PKTINFO),
    V(NETLINK_BROADCAST_ERROR),
    V(NETLINK_NO_ENOBUFS),
    V(NETLINK_RX_RING),
    V(NETLINK_TX_RING),
    V(NETLINK_LISTEN_ALL_NSID),
    V(NETLINK_LIST_MEMBERSHIPS),
    V(NETLINK_CAP_ACK),
    V(NETLINK_EXT_ACK),
    V(NETLINK_GET_STRICT_CHK),
    END,
};

static nc_named const alg_options[] = {
    V(ALG_SET_KEY),           V(ALG_SET_IV),           V(ALG_SET_OP), V(ALG_SET_AEAD_ASSOCLEN),
    V(ALG_SET_AEAD_AUTHSIZE), V(ALG_SET_DRBG_ENTROPY), END,
};

static nc_named const tls_options[] = {V(TLS_TX), V(TLS_RX), END};
static nc_named const raw_options[] = {V(ICMP_FILTER), END};
static nc_named const icmpv6_options[] = {V(ICMPV6_FILTER), END};

/* getsockopt's are the same */
#define OPTION(level, names)                                                                       \
  {                                                                                                \
    level,                                                                                         \
    {                                                                                              \
      "setsockopt", NC_ARGUMENT_LEVEL + 1, "option", names, 0, 0                                   \
    }                                                                                              \
  }

static struct {
  uint32_t level;
  nc_argument option;
} const levels[] = {
    OPTION(IPPROTO_IP, ip_options),       OPTION(SOL_SOCKET, socket_options),
    OPTION(IPPROTO_TCP, tcp_options),     OPTION(IPPROTO_UDP, udp_options),
    OPTION(IPPROTO_IPV6, ipv6_options),   OPTION(IPPROTO_ICMPV6, icmpv6_options),
    OPTION(SOL_RAW, raw_options),         OPTION(SOL_PACKET, packet_options),
    OPTION(SOL_NETLINK, netlink_options), OPTION(SOL_ALG, alg_options),
    OPTION(SOL_TLS, tls_options),
};

nc_argument const *nc_socket_option(uint32_t level)
{
  for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
    if (levels[i].level == level)
      return &levels[i].option;
  return NULL;
}
