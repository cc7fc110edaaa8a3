/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include <skalibs/strerr.h>

#include "entry.h"
#include "pause.h"
#include "scan.h"

static char const *const phase_names[] = {
    [PHASE_CREATED] = "created",
    [PHASE_RUNNING] = "running",
    [PHASE_STOPPED] = "stopped",
    [PHASE_DEAD] = "dead",
};

void nc_entry_warn(nc_entry const *e, char const *file)
{
  if (errno == EBADMSG)
    strerr_warnwu("read the record ", e->id, ": ", file, ": not what nc-monitor writes");
  else
    strerr_warnwusys("read the record ", e->id, ": ", file);
}

int nc_entry_file(nc_entry const *e, char const *file)
{
  struct stat st;
  /* O_NONBLOCK: a planted FIFO would hold us */
  int fd = openat(e->dir, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return -1;
  int error = fstat(fd, &st) < 0       ? errno
              : st.st_uid != geteuid() ? EPERM
              : !S_ISREG(st.st_mode)   ? EINVAL
                                       : 0;
  if (!error)
    return fd;
  close(fd);
  return (errno = error, -1);
}

char *nc_entry_read(int fd, size_t max, size_t *n)
{
  struct stat st;
  if (fstat(fd, &st) < 0)
    return NULL;
  if ((size_t)st.st_size > max)
    return (errno = EFBIG, NULL);
  char *text = malloc((size_t)st.st_size + 1);
  if (!text)
    return NULL;
  /* it may grow meanwhile: what was there when we began is whole lines */
  ssize_t r = pread(fd, text, (size_t)st.st_size, 0);
  if (r < 0) {
    free(text);
    return NULL;
  }
  text[r] = 0;
  *n = (size_t)r;
  return text;
}

char *nc_entry_json(nc_entry const *e, char const *file, nc_value *object)
{
  static char buf[ENTRY_FILE_MAX + 1]; /* saves asking for the size of each of a thousand */
  int fd = nc_entry_file(e, file);
  if (fd < 0)
    return NULL;
  ssize_t n = read(fd, buf, sizeof buf);
  int error = errno;
  close(fd);
  if (n < 0 || n == sizeof buf)
    return (errno = n < 0 ? error : EFBIG, NULL);
  if (!nc_reader_object(buf, (size_t)n, object))
    return (errno = EBADMSG, NULL);
  char *text = malloc((size_t)n);
  if (!text)
    return NULL;
  memcpy(text, buf, (size_t)n);
  object->s = text + (object->s - buf);
  return text;
}

pid_t nc_entry_holder(nc_entry const *e)
{
  struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int fd = nc_entry_file(e, "lock");
  if (fd < 0)
    return -1;
  int r = fcntl(fd, F_GETLK, &l), error = errno;
  close(fd);
  if (r < 0)
    return (errno = error, -1);
  if (l.l_type == F_UNLCK)
    return 0;
  return l.l_pid > 0 ? l.l_pid : (errno = ENXIO, -1);
}

/* a time as nc_record_time writes it, or nothing */
static int read_time(nc_value const *v, char *when)
{
  static char const form[] = "0000-00-00T00:00:00.000Z";
  *when = 0;
  if (!v->len)
    return 1;
  if (!nc_reader_string(v, when, NC_TIME_LEN + 1))
    return 0;
  for (size_t i = 0; i < sizeof form; i++)
    if (form[i] == '0' ? when[i] < '0' || when[i] > '9' : when[i] != form[i])
      return 0;
  return 1;
}

static int read_number(nc_value const *v, int least, int *number)
{
  int64_t n;
  if (!v->len)
    return 1;
  if (!nc_reader_int(v, &n) || n < least || n > INT_MAX)
    return 0;
  *number = (int)n;
  return 1;
}

enum { ID, NAME, CREATED, STATUS, PID, STARTED, FINISHED, CODE, KEYS };
static char const *const keys[] = {
    [ID] = "id",   [NAME] = "name",          [CREATED] = "created_at",   [STATUS] = "status",
    [PID] = "pid", [STARTED] = "started_at", [FINISHED] = "finished_at", [CODE] = "exit_code",
};

/* what config.json and status.json have in common */
static int read_identity(nc_entry *e, nc_value const *v)
{
  char id[NC_ID_LEN + 1];
  return v[ID].len && nc_reader_string(v + ID, id, sizeof id) && !strcmp(id, e->id) &&
         (!v[NAME].len ||
          (nc_reader_string(v + NAME, e->name, sizeof e->name) && nc_scan_name(e->name))) &&
         read_time(v + CREATED, e->created) && *e->created;
}

static int read_status(nc_entry *e, nc_value const *v)
{
  char status[16];
  if (!read_identity(e, v) || !v[STATUS].len ||
      !nc_reader_string(v + STATUS, status, sizeof status) || !read_number(v + PID, 1, &e->pid) ||
      !read_time(v + STARTED, e->started) || !read_time(v + FINISHED, e->finished))
    return 0;
  if (!strcmp(status, "stopped")) {
    e->phase = PHASE_STOPPED;
    return v[CODE].len && read_number(v + CODE, 0, &e->code) && *e->finished;
  }
  int running = !strcmp(status, "running");
  if ((!running && strcmp(status, "created")) || (running && (!*e->started || !e->pid)))
    return 0;
  e->phase = !e->alive ? PHASE_DEAD : running ? PHASE_RUNNING : PHASE_CREATED;
  return 1;
}

/* The lock is looked at before the status: whoever finds it free finds the last status. Returns
   NULL, or the file that is wrong, with errno. */
static char const *read_record(nc_entry *e)
{
  nc_value object, values[KEYS];
  char const *file = "status.json";
  pid_t holder = nc_entry_holder(e);
  if (holder < 0 && errno != ENXIO && errno != ENOENT)
    return "lock";
  e->alive = holder > 0 || (holder < 0 && errno == ENXIO);
  e->unswept = !holder;
  e->monitor = holder > 0 ? holder : 0;
  e->phase = e->alive ? PHASE_CREATED : PHASE_DEAD;

  char *text = nc_entry_json(e, file, &object);
  int born = text || errno != ENOENT;
  if (!born)
    text = nc_entry_json(e, file = "config.json", &object);
  if (!text)
    return file;
  nc_reader_members(&object, keys, values, KEYS);
  int ok = born ? read_status(e, values) : read_identity(e, values);
  free(text);
  return ok ? NULL : (errno = EBADMSG, file);
}

int nc_entry_open(nc_entry *e, nc_state const *s, char const *id)
{
  struct stat st;
  *e =
      (nc_entry){.dir = openat(s->containers, id, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
  memcpy(e->id, id, NC_ID_LEN);
  char const *wrong = e->dir < 0 || fstat(e->dir, &st) < 0         ? "folder"
                      : st.st_uid != geteuid() || st.st_mode & 022 ? (errno = EPERM, "folder")
                                                                   : read_record(e);
  if (!wrong) {
    e->paused = e->phase == PHASE_RUNNING && nc_pause_is(e);
    return 1;
  }
  int r = errno == ENOENT && faccessat(s->containers, id, F_OK, AT_SYMLINK_NOFOLLOW) < 0 ? 0 : -1;
  if (r < 0)
    nc_entry_warn(e, wrong);
  if (e->dir >= 0)
    close(e->dir);
  return r;
}

void nc_entry_close(nc_entry const *e)
{
  close(e->dir);
}

int nc_entry_compare(nc_entry const *a, nc_entry const *b)
{
  int order = strcmp(b->created, a->created);
  return order ? order : strcmp(a->id, b->id);
}

int nc_entry_cgroup(nc_entry const *e)
{
  char path[PATH_MAX];
  struct statfs fs;
  ssize_t n = readlinkat(e->dir, "cgroup", path, sizeof path - 1);
  if (n < 0)
    return -1;
  path[n] = 0;
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return -1;
  int error = fstatfs(fd, &fs) < 0                                       ? errno
              : fs.f_type != CGROUP2_SUPER_MAGIC || !strstr(path, e->id) ? EINVAL
                                                                         : 0;
  if (!error)
    return fd;
  close(fd);
  return (errno = error, -1);
}

char const *nc_entry_state(nc_entry const *e)
{
  return e->paused ? "paused" : phase_names[e->phase];
}
