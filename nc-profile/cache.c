/* SPDX-License-Identifier: ISC */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bearssl.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/fmtscan.h>
#include <skalibs/strerr.h>

#include "cache.h"
#include "passed.h"
#include "path.h"
#include "state.h"

#define SKIPPED_MAX 32768 /* longer text is not kept, nor is its filter */

/* What a filter depends on. The compiler itself is the file of this program, whose last change is
   one of the file's, not of a number that somebody would have to think of. */
typedef struct input_s input;
struct input_s {
  char profile[64];
  uint64_t caps;
  uint64_t device, inode, size, changed, changed_ns;
  uint32_t arch, major, minor, production;
};
_Static_assert(sizeof(input) == 64 + 6 * 8 + 4 * 4, "no padding, which would be hashed");

/* A file of the cache: this, the instructions, and what was skipped. */
typedef struct head_s head;
struct head_s {
  unsigned char key[32];
  unsigned char sha256[32]; /* of all but itself */
  uint32_t flags, instructions, skipped;
};

typedef struct entry_s entry;
struct entry_s {
  head head;
  char rest[BPF_MAXINSNS * sizeof(struct sock_filter) + SKIPPED_MAX];
};

static void hash_entry(entry const *e, size_t rest, unsigned char *out)
{
  br_sha256_context ctx;
  br_sha256_init(&ctx);
  br_sha256_update(&ctx, e->head.key, sizeof e->head.key);
  br_sha256_update(&ctx, &e->head.flags, sizeof e->head - offsetof(head, flags));
  br_sha256_update(&ctx, e->rest, rest);
  br_sha256_out(&ctx, out);
}

void cache_open(cache *c, char const *sha256, nc_profile_host const *host, int production)
{
  input in = {.caps = host->caps,
              .arch = seccomp_arch_native(),
              .major = host->major,
              .minor = host->minor,
              .production = (uint32_t)production};
  char path[PATH_MAX];
  br_sha256_context ctx;
  struct stat st;
  c->dir = -1;
  if (stat("/proc/self/exe", &st) < 0) {
    strerr_warnwu1sys("keep compiled filters: unable to find the running program");
    return;
  }
  memcpy(in.profile, sha256, sizeof in.profile);
  in.device = st.st_dev;
  in.inode = st.st_ino;
  in.size = (uint64_t)st.st_size;
  in.changed = (uint64_t)st.st_ctim.tv_sec;
  in.changed_ns = (uint64_t)st.st_ctim.tv_nsec;
  br_sha256_init(&ctx);
  br_sha256_update(&ctx, &in, sizeof in);
  br_sha256_out(&ctx, c->key);
  c->name[ucharn_fmt(c->name, (char const *)c->key, sizeof c->key)] = 0;
  c->dir = nc_state_cache(path);
  if (c->dir < 0)
    strerr_warnwusys("keep compiled filters in ", path);
}

static int is_sane(cache const *c, entry const *e, size_t n)
{
  unsigned char sha256[32];
  size_t code = e->head.instructions * sizeof(struct sock_filter);
  if (n < sizeof e->head || !e->head.instructions || e->head.instructions > BPF_MAXINSNS ||
      e->head.skipped > SKIPPED_MAX || n != sizeof e->head + code + e->head.skipped)
    return 0;
  hash_entry(e, code + e->head.skipped, sha256);
  return !memcmp(e->head.key, c->key, sizeof c->key) &&
         !memcmp(e->head.sha256, sha256, sizeof sha256) && !(e->head.flags & ~NC_FILTER_FLAGS);
}

/* Reads it to e. Returns its length, or 0 after a warning. */
static size_t load(cache const *c, int fd, entry *e)
{
  struct stat st;
  size_t n;
  if (fstat(fd, &st) < 0) {
    strerr_warnwusys("read the compiled filter ", c->name);
    return 0;
  }
  if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || st.st_mode & 022) {
    strerr_warnwu("trust the compiled filter ", c->name,
                  ": it is not the caller's own file, writable by nobody else");
    return 0;
  }
  errno = 0;
  n = allread(fd, (char *)e, sizeof *e);
  if (errno && errno != EPIPE) {
    strerr_warnwusys("read the compiled filter ", c->name);
    return 0;
  }
  if (!is_sane(c, e, n)) {
    strerr_warnwu("trust the compiled filter ", c->name, ": it is damaged");
    return 0;
  }
  return n;
}

int cache_read(cache const *c, nc_filter *filter, char **skipped)
{
  static entry e;
  size_t n, code;
  int fd;
  if (c->dir < 0)
    return 0;
  /* whatever it is, it is not waited for */
  fd = openat(c->dir, c->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    if (errno != ENOENT)
      strerr_warnwusys("read the compiled filter ", c->name);
    return 0;
  }
  n = load(c, fd, &e);
  close(fd);
  if (!n)
    return 0;
  code = e.head.instructions * sizeof(struct sock_filter);
  memcpy(filter->insns, e.rest, code);
  filter->n = (unsigned short)e.head.instructions;
  filter->flags = e.head.flags;
  *skipped = strndup(e.rest + code, e.head.skipped);
  if (!*skipped)
    strerr_diefusys(111, "allocate memory");
  return 1;
}

/* The oldest entry, to name, of NAME_MAX + 1 bytes. Returns how many there are, or -1. */
static int find_oldest(int dir, char *name)
{
  int n = 0, fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *d = fd < 0 ? NULL : fdopendir(fd);
  struct timespec oldest = {.tv_sec = 0};
  struct dirent *f;
  struct stat st;
  if (!d) {
    if (fd >= 0)
      close(fd);
    return -1;
  }
  while ((errno = 0, f = readdir(d))) {
    if (!strcmp(f->d_name, ".") || !strcmp(f->d_name, "..") ||
        fstatat(dir, f->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
      continue; /* another one trims, too */
    if (!n++ || st.st_mtim.tv_sec < oldest.tv_sec ||
        (st.st_mtim.tv_sec == oldest.tv_sec && st.st_mtim.tv_nsec < oldest.tv_nsec)) {
      oldest = st.st_mtim;
      strcpy(name, f->d_name);
    }
  }
  if (errno)
    n = -1;
  closedir(d);
  return n;
}

/* Also what a killed nc-profile left half written. */
static int trim(int dir)
{
  char name[NAME_MAX + 1];
  int n;
  while ((n = find_oldest(dir, name)) > CACHE_ENTRIES)
    if (unlinkat(dir, name, 0) < 0 && errno != ENOENT)
      return -1;
  return n;
}

void cache_write(cache const *c, nc_filter const *filter, char const *skipped)
{
  static entry e;
  size_t code = filter->n * sizeof *filter->insns, text = skipped ? strlen(skipped) : 0;
  uint64_t random;
  char born[32];
  if (c->dir < 0 || text > SKIPPED_MAX)
    return;
  e.head = (head){.flags = filter->flags, .instructions = filter->n, .skipped = (uint32_t)text};
  memcpy(e.head.key, c->key, sizeof e.head.key);
  memcpy(e.rest, filter->insns, code);
  if (text)
    memcpy(e.rest + code, skipped, text);
  hash_entry(&e, code + text, e.head.sha256);
  if (getrandom(&random, sizeof random, 0) == sizeof random) {
    snprintf(born, sizeof born, ".new-%016llx", (unsigned long long)random);
    if (nc_path_create(c->dir, born, (char const *)&e, sizeof e.head + code + text, 0600) == 0 &&
        renameat(c->dir, born, c->dir, c->name) == 0 && trim(c->dir) >= 0)
      return;
  }
  strerr_warnwusys("keep the compiled filter ", c->name);
}
