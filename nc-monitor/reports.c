/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>
#include <skalibs/types.h>

#include "console.h"
#include "failed.h"
#include "kernel.h"
#include "reports.h"

/* The payload runs: the last record was "exec", and no copy of the socket is left. */
static void note_started(container *c)
{
  console_check();
  nc_detached_start(&c->detached, c->life.record.dir);
  nc_record_time(c->life.started);
  nc_inbox_listen(&c->attached, c->life.record.dir, "attach");
  if (!c->o->ephemeral && nc_record_keep(&c->life.record) < 0)
    strerr_diefusys(NC_FAILED, "keep the record ", c->life.record.id);
  nc_life_status(&c->life, "running");
  nc_life_event(&c->life, "started");
  if (c->pidfile >= 0) {
    char fmt[PID_FMT + 1];
    size_t n = pid_fmt(fmt, c->life.pid);
    fmt[n++] = '\n';
    if (allwrite(c->pidfile, fmt, n) < n)
      strerr_diefusys(NC_FAILED, "write ", c->o->pidfile);
  }
  nc_detached_tell(&c->detached, c->life.record.id);
  if (nc_state_sweep(&c->state, c->life.record.id) < 0)
    strerr_warnwusys("remove what dead containers left");
}

static void note_pid(container *c)
{
  if (c->pidfd >= 0)
    close(c->pidfd);
  c->life.pid = c->inbox.sender;
  c->pidfd = nc_pidfd_open(c->life.pid);
  if (c->pidfd < 0 && errno != ESRCH)
    strerr_diefusys(NC_FAILED, "open a pidfd");
}

/* The last link waits: whoever created the container may go, and it may be started. */
static void note_held(container *c)
{
  c->hold.held = 1;
  nc_life_status(&c->life, "created");
  nc_life_event(&c->life, "created");
  nc_detached_tell(&c->detached, c->life.record.id);
}

static void keep_policy(container *c)
{
  static char const *const tools[] = {"nc-caps", "nc-landlock", "nc-profile"};
  for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
    if (nc_inbox_is(&c->inbox, tools[i], "applied") && c->inbox.nfds == 1)
      nc_life_keep(&c->life, tools[i], c->inbox.fds[0]);
}

void nc_reports_read(container *c)
{
  while (nc_inbox_read(&c->inbox)) {
    nc_life_log(&c->life, c->inbox.text, c->inbox.len);
    if (nc_inbox_is(&c->inbox, "nc-unshare", "applied") ||
        (!c->life.pid &&
         (nc_inbox_is(&c->inbox, NULL, "exec") || nc_inbox_is(&c->inbox, NULL, "held"))))
      note_pid(c);
    if (c->hold.wanted && nc_inbox_is(&c->inbox, NULL, "held"))
      note_held(c);
    if (nc_inbox_is(&c->inbox, "nc-cgroup", "applied") && c->inbox.nfds == 2) {
      nc_cgroup_adopt(&c->cgroup, c->inbox.fds[0], c->inbox.fds[1]);
      nc_life_cgroup(&c->life, c->cgroup.path);
      c->state.cgroups = c->cgroup.parent;
    }
    if (nc_inbox_is(&c->inbox, "nc-mount", "applied") && c->inbox.nfds == 1)
      console_adopt(c->inbox.fds[0]);
    keep_policy(c);
  }
  if (nc_inbox_started(&c->inbox) && !*c->life.started)
    note_started(c);
}

void nc_reports_attached(container *c)
{
  while (nc_inbox_read(&c->attached))
    if (nc_inbox_is(&c->attached, "nc-enter", "attached"))
      nc_life_log(&c->life, c->attached.text, c->attached.len);
}
