/* SPDX-License-Identifier: ISC */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/djbtime.h>
#include <skalibs/tai.h>

#include "log.h"

#define NAME_LEN 27 /* "@", 24 digits, ".s" or ".u" */

static int is_rotated(char const *name)
{
  size_t len = strlen(name);
  return len == NAME_LEN && *name == '@' && strspn(name + 1, "0123456789abcdef") == 24 &&
         (!strcmp(name + 25, ".s") || !strcmp(name + 25, ".u"));
}

/* Where s6-log keeps what it has just renamed, until that has its name. */
static char const PREVIOUS[] = "previous";

/* Names that are times are older than "previous", that than "current". */
static int age(char const *name)
{
  return *name == '@' ? 2 : !strcmp(name, PREVIOUS);
}

static int is_before(char const *a, char const *b)
{
  return age(a) == age(b) ? strcmp(a, b) < 0 : age(a) > age(b);
}

/* The name of the file behind the one that is open (it may have been renamed, or be gone): the
   oldest if none is. Returns 1; 0 if there is none; -1 with errno: EAGAIN if it was renamed
   meanwhile. */
static int choose(nc_log const *l, char *next)
{
  char names[64][NAME_LEN + 1] = {"current"}; /* s6-log keeps 10, and goes through 11 */
  char const *own = NULL;
  struct stat st;
  size_t n = 1;
  struct dirent *d;
  int fd = openat(l->folder.dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd < 0 ? NULL : fdopendir(fd);
  if (!dir)
    return -1;
  while ((errno = 0, d = readdir(dir)) && n < sizeof names / sizeof *names)
    if (is_rotated(d->d_name) || !strcmp(d->d_name, PREVIOUS))
      strcpy(names[n++], d->d_name);
  int e = errno;
  closedir(dir);
  if (e)
    return (errno = e, -1);
  for (size_t i = 0; l->file && i < n; i++) {
    if (fstatat(l->folder.dir, names[i], &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_ino == l->inode &&
        (!own || is_before(own, names[i])))
      own = names[i]; /* the youngest: it has two names before it loses one */
  }
  if (l->file && !own && (fstat(fileno(l->file), &st) < 0 || st.st_nlink))
    return (errno = EAGAIN, -1);
  *next = 0;
  for (size_t i = 0; i < n; i++)
    if ((!own || is_before(own, names[i])) && (!*next || is_before(names[i], next)))
      memcpy(next, names[i], NAME_LEN + 1);
  return !!*next;
}

/* Goes on to the next file. Returns 1; 0 if there is none now; -1 with errno. */
static int open_next(nc_log *l)
{
  char name[NAME_LEN + 1], again[NAME_LEN + 1];
  struct stat st;
  for (;;) {
    int r = choose(l, name);
    if (r < 0 && errno == EAGAIN)
      continue;
    if (r <= 0)
      return r;
    if (l->file && !l->drained) {
      /* something may have been written to it after we read it, and before it was renamed */
      l->drained = 1;
      return 1;
    }
    int fd = nc_entry_file(&l->folder, name);
    if (fd < 0 && errno == ENOENT && !strcmp(name, "current"))
      return 0;
    if (fd < 0 && errno != ENOENT)
      return -1;
    /* rotated in between? */
    if (fd < 0 || choose(l, again) <= 0 || strcmp(name, again)) {
      if (fd >= 0)
        close(fd);
      continue;
    }
    if (l->file)
      fclose(l->file);
    l->file = fdopen(fd, "r");
    if (!l->file || fstat(fd, &st) < 0)
      return -1;
    l->inode = st.st_ino;
    l->drained = 0;
    return 1;
  }
}

int nc_log_open(nc_log *l, nc_entry const *e)
{
  *l = (nc_log){.folder.dir =
                    openat(e->dir, "log", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
  return l->folder.dir < 0 ? -1 : 0;
}

void nc_log_close(nc_log const *l)
{
  if (l->file)
    fclose(l->file);
  free(l->buf);
  close(l->folder.dir);
}

static void parse(nc_log *l, size_t n)
{
  tain when;
  l->text = l->buf;
  l->len = n;
  l->time = (struct timespec){0};
  if (n > TIMESTAMP && l->buf[TIMESTAMP] == ' ' && timestamp_scan(l->buf, &when) == TIMESTAMP &&
      timespec_sysclock_from_tain(&l->time, &when)) {
    l->text += TIMESTAMP + 1;
    l->len -= TIMESTAMP + 1;
  }
}

int nc_log_next(nc_log *l)
{
  for (;;) {
    if (l->file) {
      long start = ftell(l->file);
      ssize_t n = getline(&l->buf, &l->max, l->file);
      if (n > 0 && l->buf[n - 1] == '\n') {
        parse(l, (size_t)n - 1);
        return 1;
      }
      if (n < 0 && ferror(l->file))
        return -1;
      clearerr(l->file);
      /* half a line: the rest is on its way */
      if (n > 0 && fseek(l->file, start, SEEK_SET) < 0)
        return -1;
    }
    int r = open_next(l);
    if (r <= 0)
      return r;
  }
}
