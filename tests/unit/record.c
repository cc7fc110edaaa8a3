/* SPDX-License-Identifier: ISC */

/* Records and the state folder, on a folder of the test's own. */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include <bearssl.h>

#include "forked.h"

#include "record.h"
#include "scan.h"

static char top[PATH_MAX / 4];
static nc_state state_folder;

static char const *at_path(char const *format, ...) __attribute__((format(printf, 1, 2)));
static char const *at_path(char const *format, ...)
{
  static char path[PATH_MAX];
  va_list args;
  int n = snprintf(path, sizeof path, "%s/state/", top);
  va_start(args, format);
  vsnprintf(path + n, sizeof path - (size_t)n, format, args);
  va_end(args);
  return path;
}

static int exists(char const *path)
{
  struct stat st;
  return lstat(path, &st) == 0;
}
#define is_there(...) exists(at_path(__VA_ARGS__))

static size_t slurp(char const *path, char *buf, size_t max)
{
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  size_t n = fread(buf, 1, max - 1, f);
  buf[n] = 0;
  fclose(f);
  return n;
}

static int setup(void **state)
{
  char const *tmp = getenv("TMPDIR");
  char path[PATH_MAX];
  (void)state;
  umask(022);
  snprintf(top, sizeof top, "%s/nc-record.XXXXXX", tmp ? tmp : "/tmp");
  if (!mkdtemp(top))
    return -1;
  snprintf(path, sizeof path, "%s/state", top);
  setenv("NUCLEUS_STATE_DIR", path, 1);
  return nc_state_open(&state_folder, path);
}

static int teardown(void **state)
{
  char command[PATH_MAX];
  (void)state;
  close(state_folder.containers);
  close(state_folder.names);
  snprintf(command, sizeof command, "rm -rf '%s'", top);
  return system(command);
}

/* Makes a record; id gets its ID. */
static int create(nc_record *r, char const *name, int ephemeral)
{
  if (nc_record_new_id(r) < 0)
    return -1;
  return nc_record_create(r, &state_folder, name, ephemeral, "{}\n", 3);
}

static void close_record(nc_record *r)
{
  close(r->dir);
  close(r->lock);
  close(r->audit);
}

/* A record whose owner died: made in a child that is killed. */
static void make_dead(char const *name, int ephemeral, char *id)
{
  int p[2];
  assert_int_equal(pipe(p), 0);
  pid_t pid = fork();
  if (!pid) {
    nc_record r;
    if (create(&r, name, ephemeral) < 0)
      _exit(1);
    if (write(p[1], r.id, sizeof r.id) < 0)
      _exit(1);
    pause();
  }
  assert_int_equal(read(p[0], id, NC_ID_LEN + 1), NC_ID_LEN + 1);
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  close(p[0]);
  close(p[1]);
}

static void folders(void **state)
{
  struct stat st;
  (void)state;
  assert_int_equal(stat(getenv("NUCLEUS_STATE_DIR"), &st), 0);
  assert_int_equal(st.st_mode & 07777, 0700);
  assert_int_equal(stat(at_path("containers"), &st), 0);
  assert_int_equal(st.st_mode & 07777, 0700);
  assert_int_equal(stat(at_path("names"), &st), 0);
  assert_int_equal(st.st_mode & 07777, 0700);
}

static void try_open(char const *dir, int want)
{
  char path[PATH_MAX];
  nc_state s;
  setenv("NUCLEUS_STATE_DIR", dir, 1);
  assert_int_equal(nc_state_open(&s, path), -1);
  if (errno != want)
    fail_msg("%s: %s, not %s", dir, strerror(errno), strerror(want));
  assert_string_equal(path, dir);
}

static void folder_refusals(void **state)
{
  char old[PATH_MAX], path[PATH_MAX];
  nc_state s;
  (void)state;
  snprintf(old, sizeof old, "%s", getenv("NUCLEUS_STATE_DIR"));
  snprintf(path, sizeof path, "%s/symlink", top);
  assert_int_equal(symlink("state", path), 0);
  try_open(path, ENOTDIR);
  snprintf(path, sizeof path, "%s/dangling", top);
  assert_int_equal(symlink("nowhere", path), 0);
  try_open(path, ENOTDIR);
  snprintf(path, sizeof path, "%s/others", top);
  assert_int_equal(mkdir(path, 0700) | chmod(path, 0770), 0);
  try_open(path, EPERM);
  assert_int_equal(chmod(path, 0702), 0);
  try_open(path, EPERM);
  if (!geteuid()) {
    assert_int_equal(chmod(path, 0700) | chown(path, 65534, 65534), 0);
    try_open(path, EPERM);
  }
  snprintf(path, sizeof path, "%s/file", top);
  close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  try_open(path, ENOTDIR);
  snprintf(path, sizeof path, "%s/no/such/parent", top);
  try_open(path, ENOENT);
  /* traps inside a good folder */
  snprintf(path, sizeof path, "%s/half", top);
  assert_int_equal(mkdir(path, 0700), 0);
  snprintf(path, sizeof path, "%s/half/containers", top);
  assert_int_equal(symlink("../state/containers", path), 0);
  snprintf(path, sizeof path, "%s/half", top);
  try_open(path, ENOTDIR);
  setenv("NUCLEUS_STATE_DIR", old, 1);
  assert_int_equal(nc_state_open(&s, path), 0);
  close(s.containers);
  close(s.names);
}

static void creates(void **state)
{
  nc_record r;
  struct stat st;
  char buf[256];
  (void)state;
  assert_int_equal(create(&r, "name", 1), 0);
  assert_true(nc_scan_id(r.id));
  assert_int_equal(stat(at_path("containers/%s", r.id), &st), 0);
  assert_int_equal(st.st_mode & 07777, 0700);
  static char const *const files[] = {"lock", "config.json", "audit.ndjson", "rm"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    assert_int_equal(lstat(at_path("containers/%s/%s", r.id, files[i]), &st), 0);
    assert_int_equal(st.st_mode, S_IFREG | 0600);
  }
  slurp(at_path("containers/%s/config.json", r.id), buf, sizeof buf);
  assert_string_equal(buf, "{}\n");
  ssize_t n = readlink(at_path("names/name"), buf, sizeof buf);
  assert_int_equal(n, 14 + NC_ID_LEN);
  assert_memory_equal(buf, "../containers/", 14);
  assert_memory_equal(buf + 14, r.id, NC_ID_LEN);
  assert_int_equal(fcntl(r.lock, F_GETFD) & fcntl(r.dir, F_GETFD) & fcntl(r.audit, F_GETFD),
                   FD_CLOEXEC);

  nc_record second;
  assert_int_equal(create(&second, "name", 0), -1);
  assert_int_equal(errno, EEXIST);
  assert_false(is_there("containers/%s", second.id));
  close_record(&second);
  assert_int_equal(nc_state_remove(&state_folder, r.id), 0);
  assert_false(is_there("containers/%s", r.id));
  assert_false(is_there("names/name"));
  assert_int_equal(nc_state_remove(&state_folder, r.id), -1);
  assert_int_equal(errno, ENOENT);
  close_record(&r);
}

static void unnamed(void **state)
{
  nc_record r;
  (void)state;
  assert_int_equal(create(&r, NULL, 0), 0);
  assert_false(is_there("containers/%s/rm", r.id));
  assert_int_equal(nc_state_remove(&state_folder, r.id), 0);
  close_record(&r);
}

static void stale_name(void **state)
{
  nc_record r;
  (void)state;
  assert_int_equal(
      symlinkat("../containers/00000000000000000000000000000000", state_folder.names, "stale"), 0);
  assert_int_equal(create(&r, "stale", 0), 0);
  /* a name that has become another's stays */
  assert_int_equal(unlinkat(state_folder.names, "stale", 0), 0);
  assert_int_equal(
      symlinkat("../containers/11111111111111111111111111111111", state_folder.names, "stale"), 0);
  assert_int_equal(nc_state_remove(&state_folder, r.id), 0);
  assert_true(is_there("names/stale"));
  assert_int_equal(unlinkat(state_folder.names, "stale", 0), 0);
  close_record(&r);
}

/* Sixteen at once want one name. */
static void race(void **state)
{
  int go[2], tried[2], winners = 0, losers = 0;
  (void)state;
  assert_int_equal(pipe(go), 0);
  assert_int_equal(pipe(tried), 0);
  for (int i = 0; i < 16; i++) {
    if (fork())
      continue;
    char c;
    nc_record r;
    close(go[1]);
    if (read(go[0], &c, 1) != 0)
      _exit(2);
    /* the winner holds on until all have tried */
    int e = create(&r, "wanted", 0) == 0 ? 0 : errno;
    close(tried[1]);
    if (!e && read(tried[0], &c, 1) != 0)
      _exit(2);
    _exit(!e ? 0 : e == EEXIST ? 1 : 2);
  }
  close(tried[0]);
  close(tried[1]);
  close(go[0]);
  close(go[1]);
  for (int i = 0, wstat; i < 16; i++) {
    assert_true(wait(&wstat) > 0);
    assert_true(WIFEXITED(wstat) && WEXITSTATUS(wstat) < 2);
    WEXITSTATUS(wstat) ? losers++ : winners++;
  }
  assert_int_equal(winners, 1);
  assert_int_equal(losers, 15);
  char target[128], *id;
  ssize_t n = readlink(at_path("names/wanted"), target, sizeof target - 1);
  assert_true(n > 0);
  target[n] = 0;
  id = strrchr(target, '/') + 1;
  assert_true(is_there("containers/%s", id));
  assert_int_equal(nc_state_remove(&state_folder, id), 0);
  assert_int_equal(
      system("test -z \"$(ls -A \"$NUCLEUS_STATE_DIR\"/containers \"$NUCLEUS_STATE_DIR\"/names | "
             "grep -v : )\""),
      0);
}

static void removers_race(void **state)
{
  int winners = 0;
  nc_record r;
  (void)state;
  assert_int_equal(create(&r, "removed", 0), 0);
  for (int i = 0; i < 8; i++)
    if (!fork())
      _exit(nc_state_remove(&state_folder, r.id) == 0 ? 0 : errno == ENOENT ? 1 : 2);
  for (int i = 0, wstat; i < 8; i++) {
    assert_true(wait(&wstat) > 0);
    assert_true(WIFEXITED(wstat) && WEXITSTATUS(wstat) < 2);
    winners += !WEXITSTATUS(wstat);
  }
  assert_int_equal(winners, 1);
  close_record(&r);
}

/* F_GETLK by somebody else */
static void ask_lock(void *id)
{
  struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int fd = open(at_path("containers/%s/lock", (char const *)id), O_RDWR | O_CLOEXEC);
  if (fd < 0 || fcntl(fd, F_GETLK, &l) < 0)
    _exit(2);
  _exit(l.l_type == F_UNLCK ? 0 : 1);
}

static void lock(void **state)
{
  nc_record r;
  int go[2];
  (void)state;
  assert_int_equal(create(&r, NULL, 0), 0);
  assert_int_equal(forked(ask_lock, r.id), 1);
  assert_int_equal(nc_state_sweep(&state_folder, r.id), 0);
  assert_int_equal(forked(ask_lock, r.id), 1); /* the sweep did not look at our own */

  /* the lock is not a child's: it goes with us, whoever of ours lives on */
  assert_int_equal(pipe(go), 0);
  pid_t pid = fork();
  if (!pid) {
    char c;
    close(go[1]);
    _exit(read(go[0], &c, 1) == 0 ? 0 : 1);
  }
  close(go[0]);
  close(r.lock);
  assert_int_equal(forked(ask_lock, r.id), 0);
  close(go[1]);
  waitpid(pid, NULL, 0);
  assert_int_equal(nc_state_remove(&state_folder, r.id), 0);
  close(r.dir);
  close(r.audit);
}

static void sweep_it(void *arg)
{
  (void)arg;
  if (nc_state_sweep(&state_folder, NULL) < 0)
    _exit(1);
}

static void sweeps_dead(void **state)
{
  nc_record alive, stopped;
  char dead[NC_ID_LEN + 1], ephemeral[NC_ID_LEN + 1];
  (void)state;
  make_dead("dead", 0, dead);
  make_dead("ephemeral", 1, ephemeral);
  assert_int_equal(create(&alive, "alive", 1), 0);
  assert_int_equal(create(&stopped, "stopped", 0), 0);
  assert_int_equal(nc_record_release(&stopped), 0);
  assert_int_equal(forked(sweep_it, NULL), 0);
  assert_true(is_there("containers/%s", dead)); /* its exit can still be asked for */
  assert_true(is_there("names/dead"));
  assert_false(is_there("containers/%s/lock", dead));
  assert_false(is_there("containers/%s", ephemeral));
  assert_false(is_there("names/ephemeral"));
  assert_true(is_there("containers/%s/lock", alive.id));
  assert_true(is_there("names/alive"));
  assert_true(is_there("containers/%s", stopped.id));
  assert_int_equal(forked(sweep_it, NULL), 0); /* and again: nothing left to do */
  assert_int_equal(nc_state_remove(&state_folder, dead), 0);
  assert_int_equal(nc_state_remove(&state_folder, alive.id), 0);
  assert_int_equal(nc_state_remove(&state_folder, stopped.id), 0);
  close_record(&alive);
  close_record(&stopped);
}

#define OTHER_ID "22222222222222222222222222222222"

/* Killed while a record was being born, or removed. */
static void sweeps_halves(void **state)
{
  struct timespec const old[2] = {{.tv_sec = time(NULL) - 3600}, {.tv_sec = time(NULL) - 3600}};
  nc_record removed;
  (void)state;
  assert_int_equal(mkdirat(state_folder.containers, ".new-" OTHER_ID, 0700), 0);
  assert_int_equal(forked(sweep_it, NULL), 0);
  assert_true(is_there("containers/.new-" OTHER_ID)); /* it may yet be locked */
  assert_int_equal(close(openat(state_folder.containers, ".new-" OTHER_ID "/config.json",
                                O_CREAT | O_WRONLY, 0600)),
                   0);
  assert_int_equal(utimensat(state_folder.containers, ".new-" OTHER_ID, old, 0), 0);
  assert_int_equal(forked(sweep_it, NULL), 0);
  assert_false(is_there("containers/.new-" OTHER_ID));

  assert_int_equal(create(&removed, "half-removed", 0), 0);
  assert_int_equal(mkdirat(removed.dir, "log", 0700), 0);
  assert_int_equal(close(openat(removed.dir, "log/current", O_CREAT | O_WRONLY, 0600)), 0);
  char from[64], to[64];
  snprintf(from, sizeof from, "%s", removed.id);
  snprintf(to, sizeof to, ".old-%s", removed.id);
  assert_int_equal(renameat(state_folder.containers, from, state_folder.containers, to), 0);
  close_record(&removed);
  assert_int_equal(forked(sweep_it, NULL), 0);
  assert_false(is_there("containers/%s", to));
  assert_false(is_there("names/half-removed"));
}

static void sweep_touches_nothing_else(void **state)
{
  char dead[NC_ID_LEN + 1], canary[PATH_MAX], path[PATH_MAX];
  (void)state;
  snprintf(canary, sizeof canary, "%s/canary", top);
  assert_int_equal(mkdir(canary, 0700), 0);
  snprintf(path, sizeof path, "%s/canary/file", top);
  close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  /* symlinks where records should be, and names that are no IDs */
  assert_int_equal(symlinkat(canary, state_folder.containers, OTHER_ID), 0);
  assert_int_equal(symlinkat(canary, state_folder.containers, ".old-" OTHER_ID), 0);
  assert_int_equal(symlinkat(canary, state_folder.containers, ".new-" OTHER_ID), 0);
  assert_int_equal(mkdirat(state_folder.containers, "notes", 0700), 0);
  forked(sweep_it, NULL);
  assert_int_equal(access(path, F_OK), 0);
  assert_true(is_there("containers/notes"));
  assert_int_equal(unlinkat(state_folder.containers, OTHER_ID, 0), 0);
  assert_int_equal(unlinkat(state_folder.containers, ".old-" OTHER_ID, 0), 0);
  assert_int_equal(unlinkat(state_folder.containers, ".new-" OTHER_ID, 0), 0);
  assert_int_equal(unlinkat(state_folder.containers, "notes", AT_REMOVEDIR), 0);

  /* a "cgroup" that is none: nothing is killed or removed, and it is an error */
  make_dead("not-a-cgroup", 1, dead);
  snprintf(path, sizeof path, "%s/state/containers/%s/cgroup", top, dead);
  assert_int_equal(symlink(canary, path), 0);
  assert_int_equal(forked(sweep_it, NULL), 1);
  assert_int_equal(access(canary, F_OK), 0);
  assert_int_equal(unlink(path), 0);
  assert_int_equal(forked(sweep_it, NULL), 0);
  assert_false(is_there("containers/%s", dead));
}

static void cgroup_link(void **state)
{
  nc_record r;
  (void)state;
  assert_int_equal(create(&r, NULL, 0), 0);
  assert_int_equal(nc_record_cgroup(&r, "/some/cgroup"), 0);
  assert_true(is_there("containers/%s/cgroup", r.id));
  assert_int_equal(nc_record_cgroup(&r, NULL), 0);
  assert_false(is_there("containers/%s/cgroup", r.id));
  assert_int_equal(nc_record_cgroup(&r, NULL), -1);
  assert_int_equal(nc_state_remove(&state_folder, r.id), 0);
  close_record(&r);
}

static void replaces_files(void **state)
{
  nc_record r;
  char buf[64], victim[PATH_MAX];
  (void)state;
  assert_int_equal(create(&r, NULL, 0), 0);
  assert_int_equal(nc_record_write(&r, "status.json", "one\n", 4), 0);
  assert_int_equal(nc_record_write(&r, "status.json", "2\n", 2), 0);
  slurp(at_path("containers/%s/status.json", r.id), buf, sizeof buf);
  assert_string_equal(buf, "2\n");
  /* killed in the middle, or a trap: neither is written through */
  snprintf(victim, sizeof victim, "%s/victim", top);
  close(open(victim, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  assert_int_equal(symlinkat(victim, r.dir, ".status.json"), 0);
  assert_int_equal(nc_record_write(&r, "status.json", "three\n", 6), 0);
  slurp(at_path("containers/%s/status.json", r.id), buf, sizeof buf);
  assert_string_equal(buf, "three\n");
  assert_int_equal(slurp(victim, buf, sizeof buf), 0);
  assert_false(is_there("containers/%s/.status.json", r.id));
  assert_int_equal(nc_state_remove(&state_folder, r.id), 0);
  close_record(&r);
}

/* Every line of the log carries the hash of the line before it. Returns the first that does not,
   or -1. */
static int broken_line(char *log)
{
  char prev[65];
  int n = 0;
  memset(prev, '0', 64);
  prev[64] = 0;
  for (char *line = log, *end; (end = strchr(line, '\n')); line = end + 1, n++) {
    char want[128];
    unsigned char hash[32];
    br_sha256_context c;
    *end = 0;
    snprintf(want, sizeof want, "\"prev\":\"%s\"", prev);
    char number[32];
    snprintf(number, sizeof number, "{\"seq\":%d,", n);
    if (!strstr(line, want) || strncmp(line, number, strlen(number)))
      return n;
    br_sha256_init(&c);
    br_sha256_update(&c, line, strlen(line));
    br_sha256_out(&c, hash);
    for (int i = 0; i < 32; i++)
      snprintf(prev + 2 * i, 3, "%02x", hash[i]);
  }
  return -1;
}

static void audit_chain(void **state)
{
  static char log[65536], copy[65536];
  nc_record r;
  (void)state;
  assert_int_equal(create(&r, NULL, 0), 0);
  for (int i = 0; i < 20; i++) {
    char value[64];
    int n = snprintf(value, sizeof value, "{\"event\":\"number %d\"}", i);
    assert_int_equal(nc_record_log(&r, value, (size_t)n), 0);
  }
  size_t n = slurp(at_path("containers/%s/audit.ndjson", r.id), log, sizeof log);
  assert_non_null(strstr(log, ",\"record\":{\"event\":\"number 19\"}}\n"));
  memcpy(copy, log, n + 1);
  assert_int_equal(broken_line(copy), -1);

  memcpy(copy, log, n + 1); /* a changed line */
  char *changed = strstr(copy, "number 7");
  changed[7] = '6';
  assert_int_equal(broken_line(copy), 8);

  char *fifth = log; /* a missing line */
  for (int i = 0; i < 5; i++)
    fifth = strchr(fifth, '\n') + 1;
  size_t head = (size_t)(fifth - log);
  char const *sixth = strchr(fifth, '\n') + 1;
  memcpy(copy, log, head);
  strcpy(copy + head, sixth);
  assert_int_equal(broken_line(copy), 5);
  assert_int_equal(nc_state_remove(&state_folder, r.id), 0);
  close_record(&r);
}

static void times(void **state)
{
  char s[NC_TIME_LEN + 1];
  unsigned int f[7];
  char z;
  (void)state;
  nc_record_time(s);
  assert_int_equal(strlen(s), NC_TIME_LEN);
  assert_int_equal(
      sscanf(s, "%4u-%2u-%2uT%2u:%2u:%2u.%3u%c", f, f + 1, f + 2, f + 3, f + 4, f + 5, f + 6, &z),
      8);
  assert_int_equal(z, 'Z');
  time_t now = time(NULL);
  struct tm tm = {.tm_year = (int)f[0] - 1900,
                  .tm_mon = (int)f[1] - 1,
                  .tm_mday = (int)f[2],
                  .tm_hour = (int)f[3],
                  .tm_min = (int)f[4],
                  .tm_sec = (int)f[5]};
  time_t then = timegm(&tm);
  assert_true(now - then <= 1 && then - now <= 1);
}

static void ids_differ(void **state)
{
  nc_record a, b;
  (void)state;
  assert_int_equal(nc_record_new_id(&a) | nc_record_new_id(&b), 0);
  assert_string_not_equal(a.id, b.id);
  assert_true(nc_scan_id(a.id) && nc_scan_id(b.id));
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(folders),
      cmocka_unit_test(folder_refusals),
      cmocka_unit_test(creates),
      cmocka_unit_test(unnamed),
      cmocka_unit_test(stale_name),
      cmocka_unit_test(race),
      cmocka_unit_test(removers_race),
      cmocka_unit_test(lock),
      cmocka_unit_test(sweeps_dead),
      cmocka_unit_test(sweeps_halves),
      cmocka_unit_test(sweep_touches_nothing_else),
      cmocka_unit_test(cgroup_link),
      cmocka_unit_test(replaces_files),
      cmocka_unit_test(audit_chain),
      cmocka_unit_test(times),
      cmocka_unit_test(ids_differ),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
