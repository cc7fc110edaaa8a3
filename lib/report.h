/* SPDX-License-Identifier: ISC */

/*
 * Reports: what a link did, said to nc-monitor as one JSON record over the SOCK_SEQPACKET
 * descriptor that NC_REPORT names. Where NC_REPORT is not set nobody listens, and a report
 * is silent. nc-chain(7) says what the records mean.
 */

#ifndef NC_REPORT_H
#define NC_REPORT_H

#include "json.h"

#define NC_REPORT_MAX 8192 /* bytes of one record */

typedef struct nc_report_s nc_report;
struct nc_report_s {
  nc_json json;
  char buf[NC_REPORT_MAX];
};

/* Begins a record {"tool":PROG,"event":event. Fields are added to r->json. */
extern void nc_report_begin(nc_report *r, char const *event);

/* Ends and sends it. Dies 111 if it cannot be sent: nc-monitor is gone then, and nothing
   would look after the container. */
extern void nc_report_send(nc_report *r);

/* The same, handing over the descriptors fds[0..n-1] (n at most 4), which stay open here. */
extern void nc_report_send_fds(nc_report *r, int const *fds, unsigned int n);

/* As the two above, but return 1 if it was sent or nobody listens, else 0 with errno. */
extern int nc_report_try(nc_report *r);
extern int nc_report_try_fds(nc_report *r, int const *fds, unsigned int n);

/* Reports "failed" with errno, which stays as it is: "exec" was said, and no exec follows. */
extern void nc_report_failed(void);

#endif
