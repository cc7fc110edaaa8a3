/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <skalibs/strerr.h>

#include "failed.h"
#include "json.h"
#include "life.h"
#include "policy.h"
#include "sealed.h"

#define CONFIG_MAX 65536
#define STATUS_MAX 4096
#define EVENT_MAX  512

typedef struct end_s end;
struct end_s {
  int code;
  int oom_killed;
};

static void add_identity(nc_life const *life, nc_json *j)
{
  nc_json_string(j, "id", life->record.id);
  if (life->name)
    nc_json_string(j, "name", life->name);
}

void nc_life_create(nc_life *life, nc_state const *s, int ephemeral, char const *const *chain,
                    char const *const *command)
{
  static char config[CONFIG_MAX];
  nc_json j;
  if (nc_record_new_id(&life->record) < 0)
    strerr_diefusys(NC_FAILED, "get random bytes");
  nc_record_time(life->created);
  nc_json_begin(&j, config, sizeof config);
  add_identity(life, &j);
  nc_json_string(&j, "created_at", life->created);
  nc_json_int(&j, "uid", geteuid());
  nc_json_bool(&j, "rm", ephemeral);
  nc_json_strings(&j, "command", command);
  nc_json_strings(&j, "chain", chain);
  size_t n = nc_json_end(&j);
  /* ephemeral until it has started: of one that never did, a sweep leaves nothing */
  if (nc_record_create(&life->record, s, life->name, 1, config, n) == 0)
    return;
  if (life->name && errno == EEXIST)
    strerr_dief(NC_FAILED, "the name ", life->name, " is taken by another container");
  strerr_diefusys(NC_FAILED, "create the record ", life->record.id);
}

/* e: how it ended, or NULL */
static void write_status(nc_life const *life, char const *status, end const *e)
{
  char buf[STATUS_MAX], now[NC_TIME_LEN + 1];
  nc_json j;
  nc_json_begin(&j, buf, sizeof buf);
  add_identity(life, &j);
  nc_json_string(&j, "status", status);
  if (life->pid)
    nc_json_int(&j, "pid", life->pid);
  nc_json_string(&j, "created_at", life->created);
  if (*life->started)
    nc_json_string(&j, "started_at", life->started);
  if (e) {
    nc_record_time(now);
    nc_json_string(&j, "finished_at", now);
    nc_json_int(&j, "exit_code", e->code);
    /* A payload that leaves with 137 by itself cannot be told from one that was killed: a waiting
       parent passes both on as 137, as shells do. */
    if (e->code > 128 && e->code <= 128 + SIGRTMAX)
      nc_json_int(&j, "signal", e->code - 128);
    nc_json_bool(&j, "oom_killed", e->oom_killed);
  }
  size_t n = nc_json_end(&j);
  if (nc_record_write(&life->record, "status.json", buf, n) < 0)
    strerr_diefusys(NC_FAILED, "write the status of ", life->record.id);
}

void nc_life_status(nc_life const *life, char const *status)
{
  write_status(life, status, NULL);
}

void nc_life_log(nc_life *life, char const *value, size_t len)
{
  if (nc_record_log(&life->record, value, len) < 0)
    strerr_diefusys(NC_FAILED, "write the audit log of ", life->record.id);
}

static void log_event(nc_life *life, char const *event, end const *e)
{
  char buf[EVENT_MAX];
  nc_json j;
  nc_json_begin(&j, buf, sizeof buf);
  nc_json_string(&j, "tool", PROG);
  nc_json_string(&j, "event", event);
  if (e) {
    nc_json_int(&j, "exit_code", e->code);
    nc_json_bool(&j, "oom_killed", e->oom_killed);
  }
  nc_life_log(life, buf, nc_json_end(&j) - 1);
}

void nc_life_event(nc_life *life, char const *event)
{
  log_event(life, event, NULL);
}

void nc_life_keep(nc_life const *life, char const *tool, int fd)
{
  char file[64];
  size_t n;
  char *bytes = nc_sealed_read(fd, NC_POLICY_MAX, &n);
  snprintf(file, sizeof file, NC_RECORD_KEPT "%s", tool);
  if (!bytes || nc_record_write(&life->record, file, bytes, n) < 0)
    strerr_diefusys(NC_FAILED, "keep what ", tool, " obeys");
  free(bytes);
  close(fd);
}

void nc_life_end(nc_life *life, int code, int oom_killed)
{
  end const e = {.code = code, .oom_killed = oom_killed};
  log_event(life, *life->started ? "exited" : "not-started", &e);
  write_status(life, "stopped", &e);
}

int nc_life_denials(nc_life const *life)
{
  int fd =
      openat(life->record.dir, "denials.ndjson", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    strerr_diefusys(NC_FAILED, "create the log of denials of ", life->record.id);
  return fd;
}

void nc_life_cgroup(nc_life const *life, char const *path)
{
  if (nc_record_cgroup(&life->record, path) < 0)
    strerr_diefusys(NC_FAILED, "note the cgroup of ", life->record.id);
}
