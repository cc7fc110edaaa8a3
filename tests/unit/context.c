/* SPDX-License-Identifier: ISC */

/* The copy of a context tree, on real trees: $TMPDIR/x/src to $TMPDIR/x/dst. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "context.h"

typedef struct tree_s tree;
struct tree_s {
  char top[128];
  int dir, src, dst;
  nc_context_options options;
  nc_context_counts counts;
  nc_context_error error;
};

static int open_dir(int at, char const *name)
{
  int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  assert_true(fd >= 0);
  return fd;
}

static int setup(void **state)
{
  tree *t = calloc(1, sizeof *t);
  char const *tmp = getenv("TMPDIR");
  snprintf(t->top, sizeof t->top, "%s/nc-context.XXXXXX", tmp ? tmp : "/tmp");
  assert_non_null(mkdtemp(t->top));
  umask(022);
  t->dir = open_dir(AT_FDCWD, t->top);
  assert_int_equal(fchmod(t->dir, 0755), 0);
  assert_int_equal(mkdirat(t->dir, "src", 0755), 0);
  assert_int_equal(mkdirat(t->dir, "dst", 0700), 0);
  t->src = open_dir(t->dir, "src");
  t->dst = open_dir(t->dir, "dst");
  *state = t;
  return 0;
}

/* By descriptors: the paths here are longer than rm_rf can say. */
static int empty(int at)
{
  DIR *dir = fchmod(at, 0700) < 0 ? NULL : fdopendir(at);
  struct dirent *d;
  int r = dir ? 0 : -1;
  while (!r && (d = readdir(dir))) {
    if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
      continue;
    if (d->d_type == DT_DIR)
      r = empty(openat(at, d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    r |= unlinkat(at, d->d_name, d->d_type == DT_DIR ? AT_REMOVEDIR : 0);
  }
  if (dir)
    closedir(dir);
  return r;
}

static int teardown(void **state)
{
  tree *t = *state;
  close(t->src);
  close(t->dst);
  int r = empty(t->dir) | rmdir(t->top);
  free(t);
  return r;
}

static int descriptors(void)
{
  DIR *dir = opendir("/proc/self/fd");
  int n = 0;
  assert_non_null(dir);
  while (readdir(dir))
    n++;
  closedir(dir);
  return n;
}

/* Copies; whatever the result, no descriptor may leak and the umask must be as before. */
static int copy_from(tree *t, int from, int to)
{
  int before = descriptors();
  memset(&t->error, 0, sizeof t->error); /* nothing from the copy before */
  umask(027);
  int r = nc_context_copy(from, to, &t->options, &t->counts, &t->error);
  assert_int_equal(umask(022), 027);
  assert_int_equal(descriptors(), before);
  return r;
}

static void copy(tree *t)
{
  if (copy_from(t, t->src, t->dst) < 0)
    fail_msg("unable to %s %s: %s", t->error.verb, t->error.path, t->error.reason);
}

static void refused(tree *t, char const *verb, char const *path, char const *reason)
{
  assert_int_equal(copy_from(t, t->src, t->dst), -1);
  assert_string_equal(t->error.verb, verb);
  assert_string_equal(t->error.path, path);
  assert_string_equal(t->error.reason, reason);
}

static void put(int at, char const *name, char const *s, mode_t mode)
{
  int fd = openat(at, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, s, strlen(s)), strlen(s));
  assert_int_equal(fchmod(fd, mode), 0);
  close(fd);
}

static void put_dir(int at, char const *name)
{
  assert_int_equal(mkdirat(at, name, 0755), 0);
}

static void put_link(int at, char const *name, char const *target)
{
  assert_int_equal(symlinkat(target, at, name), 0);
}

static void is_content(int at, char const *name, char const *s)
{
  char buf[256];
  int fd = openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  assert_true(fd >= 0);
  ssize_t n = read(fd, buf, sizeof buf - 1);
  assert_true(n >= 0);
  buf[n] = 0;
  close(fd);
  assert_string_equal(buf, s);
}

static void is_link(int at, char const *name, char const *target)
{
  char buf[256];
  ssize_t n = readlinkat(at, name, buf, sizeof buf - 1);
  assert_true(n >= 0);
  buf[n] = 0;
  assert_string_equal(buf, target);
}

static struct stat status(int at, char const *name)
{
  struct stat st;
  assert_int_equal(fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW), 0);
  return st;
}

static int is_there(int at, char const *name)
{
  return faccessat(at, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static void date(int at, char const *name, time_t s, long ns)
{
  struct timespec const t[2] = {{s, ns}, {s, ns}};
  assert_int_equal(utimensat(at, name, t, AT_SYMLINK_NOFOLLOW), 0);
}

static void is_dated(int at, char const *name, time_t s, long ns)
{
  struct stat st = status(at, name);
  assert_int_equal(st.st_mtim.tv_sec, s);
  assert_int_equal(st.st_mtim.tv_nsec, ns);
}

static void test_empty(void **state)
{
  tree *t = *state;
  assert_int_equal(fchmod(t->src, 0751), 0);
  date(t->dir, "src", 1000000000, 123456789);
  copy(t);
  assert_int_equal(t->counts.files + t->counts.directories + t->counts.symlinks, 0);
  assert_int_equal(t->counts.bytes, 0);
  assert_string_equal(t->counts.why, "");
  assert_int_equal(status(t->dir, "dst").st_mode & 07777, 0751);
  is_dated(t->dir, "dst", 1000000000, 123456789);
}

static void test_path_descriptors(void **state)
{
  tree *t = *state;
  int from = openat(t->dir, "src", O_PATH | O_CLOEXEC);
  int to = openat(t->dir, "dst", O_PATH | O_CLOEXEC);
  put(t->src, "f", "x", 0644);
  assert_int_equal(copy_from(t, from, to), 0);
  is_content(t->dst, "f", "x");
  close(from);
  close(to);
}

static void test_contents(void **state)
{
  tree *t = *state;
  put(t->src, "f", "hello", 0644);
  put(t->src, "empty", "", 0644);
  put_dir(t->src, "d");
  put(t->src, "d/g", "there\n", 0644);
  put_dir(t->src, "d/e");
  copy(t);
  is_content(t->dst, "f", "hello");
  is_content(t->dst, "empty", "");
  is_content(t->dst, "d/g", "there\n");
  assert_true(S_ISDIR(status(t->dst, "d/e").st_mode));
  assert_int_equal(t->counts.files, 3);
  assert_int_equal(t->counts.directories, 2);
  assert_int_equal(t->counts.bytes, 11);
}

/* Longer than any buffer, and not a multiple of one. */
static void test_large(void **state)
{
  tree *t = *state;
  size_t const n = 3 * 1024 * 1024 + 17;
  char *s = malloc(n), *got = malloc(n);
  for (size_t i = 0; i < n; i++)
    s[i] = (char)(i * 2654435761u >> 13);
  int fd = openat(t->src, "f", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  assert_int_equal(write(fd, s, n), n);
  close(fd);
  copy(t);
  fd = openat(t->dst, "f", O_RDONLY | O_CLOEXEC);
  assert_int_equal(read(fd, got, n), n);
  assert_int_equal(status(t->dst, "f").st_size, n);
  assert_memory_equal(s, got, n);
  assert_int_equal(t->counts.bytes, n);
  close(fd);
  free(s);
  free(got);
}

static void test_modes(void **state)
{
  static mode_t const modes[][2] = {{0644, 0644},  {0400, 0400},  {0777, 0777},
                                    {04755, 0755}, {02755, 0755}, {0666, 0666}};
  static mode_t const dirs[][2] = {{0555, 0555}, {0700, 0700}, {01777, 01777}, {02775, 0775}};
  tree *t = *state;
  char name[16];
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    snprintf(name, sizeof name, "f%zu", i);
    put(t->src, name, "x", modes[i][0]);
  }
  for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
    snprintf(name, sizeof name, "d%zu", i);
    put_dir(t->src, name);
    int fd = open_dir(t->src, name);
    put(fd, "f", "in", 0644);
    assert_int_equal(fchmod(fd, dirs[i][0]), 0);
    close(fd);
  }
  copy(t);
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    snprintf(name, sizeof name, "f%zu", i);
    assert_int_equal(status(t->dst, name).st_mode & 07777, modes[i][1]);
  }
  for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
    snprintf(name, sizeof name, "d%zu", i);
    assert_int_equal(status(t->dst, name).st_mode & 07777, dirs[i][1]);
    int fd = open_dir(t->dst, name);
    is_content(fd, "f", "in");
    close(fd);
  }
}

static void test_times(void **state)
{
  tree *t = *state;
  put_dir(t->src, "d");
  put(t->src, "d/f", "x", 0644);
  put_link(t->src, "d/l", "f");
  date(t->src, "d/f", 1234567890, 1);
  date(t->src, "d/l", 1234567891, 999999999);
  date(t->src, "d", 12, 34);
  copy(t);
  is_dated(t->dst, "d/f", 1234567890, 1);
  is_dated(t->dst, "d/l", 1234567891, 999999999);
  is_dated(t->dst, "d", 12, 34);
}

static void test_symlinks(void **state)
{
  static char const *const inside[][2] = {
      {"a", "d/f"},     {"b", "./d//f"},    {"c", "nothing-there"}, {"loop", "loop"},
      {"d/up", "../d"}, {"d/e/f", "../.."}, {"dots", "..."},        {"d/back", "e/../../d/./f"},
  };
  static char const *const outside[][2] = {
      {"o1", ".."},          {"o2", "/etc/passwd"},    {"o3", "d/../../x"},
      {"d/o4", "../../dst"}, {"d/e/o5", "../../../x"}, {"o6", "/"},
  };
  tree *t = *state;
  char absolute[256];
  size_t const n = sizeof inside / sizeof *inside, m = sizeof outside / sizeof *outside;
  put_dir(t->src, "d");
  put_dir(t->src, "d/e");
  for (size_t i = 0; i < n; i++)
    put_link(t->src, inside[i][0], inside[i][1]);
  for (size_t i = 0; i < m; i++)
    put_link(t->src, outside[i][0], outside[i][1]);
  /* even if it points into the tree: there, that path is another */
  snprintf(absolute, sizeof absolute, "%s/src/d", t->top);
  put_link(t->src, "o7", absolute);
  copy(t);
  for (size_t i = 0; i < n; i++)
    is_link(t->dst, inside[i][0], inside[i][1]);
  for (size_t i = 0; i < m; i++)
    assert_false(is_there(t->dst, outside[i][0]));
  assert_false(is_there(t->dst, "o7"));
  assert_int_equal(t->counts.symlinks, n);
  assert_int_equal(t->counts.outside, m + 1);
  assert_int_equal(t->counts.files, 0);
  assert_int_equal(t->counts.directories, 2);
}

static void test_sparse(void **state)
{
  tree *t = *state;
  off_t const size = 64 * 1024 * 1024;
  int fd = openat(t->src, "f", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  assert_int_equal(pwrite(fd, "middle", 6, size / 2), 6);
  assert_int_equal(ftruncate(fd, size), 0);
  close(fd);
  fd = openat(t->src, "hole", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  assert_int_equal(ftruncate(fd, size), 0);
  close(fd);
  fd = openat(t->src, "tail", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  assert_int_equal(pwrite(fd, "tail", 4, size), 4);
  close(fd);
  if (status(t->src, "f").st_blocks > 2048)
    skip(); /* this file system has no holes */
  copy(t);
  char buf[8] = "";
  fd = openat(t->dst, "f", O_RDONLY | O_CLOEXEC);
  assert_int_equal(pread(fd, buf, 7, size / 2), 7);
  assert_memory_equal(buf, "middle\0", 7);
  assert_int_equal(pread(fd, buf, 1, size / 2 - 1), 1);
  assert_int_equal(buf[0], 0);
  close(fd);
  fd = openat(t->dst, "tail", O_RDONLY | O_CLOEXEC);
  assert_int_equal(pread(fd, buf, 8, size), 4);
  assert_memory_equal(buf, "tail", 4);
  close(fd);
  assert_int_equal(status(t->dst, "f").st_size, size);
  assert_int_equal(status(t->dst, "hole").st_size, size);
  assert_true(status(t->dst, "f").st_blocks <= 2048);
  assert_int_equal(status(t->dst, "hole").st_blocks, 0);
  assert_true(t->counts.bytes < 1024 * 1024);
}

/* Files whose size is 0 and whose content is not. */
static void test_procfs(void **state)
{
  tree *t = *state;
  int from = open("/proc/sys/kernel/pty", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (from < 0)
    skip();
  assert_int_equal(copy_from(t, from, t->dst), 0);
  assert_true(status(t->dst, "max").st_size > 0);
  close(from);
}

static void test_hostile_names(void **state)
{
  static char const *const names[] = {"a\nb", "-rf", "\033[31m", " ", "\xff\xfe", "*", "...", "\\"};
  tree *t = *state;
  char longest[NAME_MAX + 1];
  memset(longest, 'n', NAME_MAX);
  longest[NAME_MAX] = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    put(t->src, names[i], names[i], 0644);
  put(t->src, longest, "x", 0644);
  copy(t);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    is_content(t->dst, names[i], names[i]);
  is_content(t->dst, longest, "x");
}

static void test_excluded(void **state)
{
  static char const *const listed[] = {
      "target",
      ".DS_Store",
      "__pycache__",
      ".svn",
      ".env",
      ".env.local",
      ".ssh",
      ".gnupg",
      ".aws",
      ".azure",
      ".gcloud",
      ".docker",
      ".netrc",
      ".kube",
      ".helm",
      "x.swp",
      "x.swo",
      "x.pem",
      ".pem",
      "x.key",
      "x.p12",
      "x.crt",
      "x.pfx",
      "x.jks",
      "secret",
      "My-Secrets",
      "CREDENTIALS",
      "credential",
      "a_private_key",
      "Private_Key.txt",
      "my-kubeconfig.yaml",
  };
  static char const *const kept[] = {
      "targets", "atarget", "Target", ".envrc", ".environment", "env",     ".git2", ".gitignore",
      "key",     "x.keys",  "x.PEM",  "pem",    "sekret",       "private", "crt",   "node_module",
  };
  tree *t = *state;
  size_t const n = sizeof listed / sizeof *listed, m = sizeof kept / sizeof *kept;
  for (size_t i = 0; i < n; i++)
    put(t->src, listed[i], "x", 0644);
  for (size_t i = 0; i < m; i++)
    put(t->src, kept[i], "x", 0644);
  put_dir(t->src, ".git");
  put(t->src, ".git/config", "x", 0644);
  put_dir(t->src, "d");
  put_dir(t->src, "d/node_modules");
  put(t->src, "d/node_modules/m", "x", 0644);
  put_link(t->src, "d/x.key", "f");
  copy(t);
  for (size_t i = 0; i < n; i++)
    assert_false(is_there(t->dst, listed[i]));
  for (size_t i = 0; i < m; i++)
    assert_true(is_there(t->dst, kept[i]));
  assert_false(is_there(t->dst, ".git"));
  assert_false(is_there(t->dst, "d/node_modules"));
  assert_false(is_there(t->dst, "d/x.key"));
  assert_int_equal(t->counts.files, m);
  assert_int_equal(t->counts.excluded, n + 3);
  assert_non_null(strstr(t->counts.why, ".git (1), target (1), node_modules (1), "));
  assert_non_null(strstr(t->counts.why, "*.pem (2), *.key (2), "));
  assert_non_null(strstr(t->counts.why, "*credential*"));
}

static void test_include_exclude(void **state)
{
  static char const *const include[] = {".git", "*.pem", "both", NULL};
  static char const *const exclude[] = {"*.log", "both", "d?", NULL};
  tree *t = *state;
  t->options.include = include;
  t->options.exclude = exclude;
  put_dir(t->src, ".git");
  put(t->src, ".git/config", "c", 0644);
  put(t->src, ".git/x.key", "k", 0644);
  put(t->src, "secret.pem", "p", 0644);
  put(t->src, "a.log", "l", 0644);
  put(t->src, "b.log", "l", 0644);
  put(t->src, "both", "b", 0644);
  put_dir(t->src, "d1");
  put(t->src, "d1/f", "f", 0644);
  put(t->src, "d", "d", 0644);
  copy(t);
  is_content(t->dst, ".git/config", "c");
  is_content(t->dst, "secret.pem", "p");
  is_content(t->dst, "d", "d");
  assert_false(is_there(t->dst, ".git/x.key"));
  assert_false(is_there(t->dst, "a.log"));
  assert_false(is_there(t->dst, "both")); /* exclude is stronger */
  assert_false(is_there(t->dst, "d1"));
  assert_int_equal(t->counts.excluded, 5);
  assert_string_equal(t->counts.why, "*.key (1), *.log (2), both (1), d? (1)");
}

static void test_why_is_cut(void **state)
{
  tree *t = *state;
  char names[24][101];
  char const *exclude[25] = {NULL};
  for (int i = 0; i < 24; i++) {
    memset(names[i], 'a' + i, 100);
    names[i][100] = 0;
    exclude[i] = names[i];
    put(t->src, names[i], "x", 0644);
  }
  t->options.exclude = exclude;
  copy(t);
  assert_int_equal(t->counts.excluded, 24);
  size_t len = strlen(t->counts.why);
  assert_true(len > 900 && len < sizeof t->counts.why);
  assert_string_equal(t->counts.why + len - 9, " (1), ...");
}

/* Makes n folders d within each other. */
static void nest(int at, int n)
{
  int fd = openat(at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  while (n--) {
    put_dir(fd, "d");
    int next = open_dir(fd, "d");
    close(fd);
    fd = next;
  }
  put(fd, "f", "deep", 0644);
  close(fd);
}

static void test_deep(void **state)
{
  tree *t = *state;
  nest(t->src, 128);
  copy(t);
  assert_int_equal(t->counts.directories, 128);
  assert_int_equal(t->counts.files, 1);
}

static void test_too_deep(void **state)
{
  tree *t = *state;
  char path[129 * 2];
  for (int i = 0; i < 129; i++)
    memcpy(path + 2 * i, "d/", 2);
  path[sizeof path - 1] = 0;
  nest(t->src, 129);
  refused(t, "read", path, "it is deeper than 128 folders");
}

/* The longest path there can be: it fits, and so does its hard link's. */
static void test_long_path(void **state)
{
  tree *t = *state;
  char name[NAME_MAX + 1];
  int fd = openat(t->src, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), next;
  memset(name, 'n', NAME_MAX);
  name[NAME_MAX] = 0;
  for (int i = 0; i < 128; i++, fd = next) {
    put_dir(fd, name);
    next = open_dir(fd, name);
    close(fd);
  }
  put(fd, name, "x", 0644);
  assert_int_equal(linkat(fd, name, fd, "other", 0), 0);
  copy(t);
  assert_int_equal(t->counts.files, 2);
  put_dir(fd, "again");
  close(fd);
  assert_int_equal(mkdirat(t->dir, "dst2", 0755), 0);
  int to = open_dir(t->dir, "dst2");
  assert_int_equal(copy_from(t, t->src, to), -1);
  assert_int_equal(strlen(t->error.path), 128 * (NAME_MAX + 1) + 5);
  close(to);
}

/* Who may read everything gives that up for the copy. */
static void refused_unprivileged(tree *t, char const *path)
{
  uid_t uid = geteuid();
  if (!uid) {
    assert_int_equal(fchown(t->dst, 65534, (gid_t)-1), 0);
    assert_int_equal(seteuid(65534), 0);
  }
  int r = copy_from(t, t->src, t->dst);
  assert_int_equal(seteuid(uid), 0);
  assert_int_equal(r, -1);
  assert_string_equal(t->error.verb, "read");
  assert_string_equal(t->error.path, path);
  assert_string_equal(t->error.reason, strerror(EACCES));
}

static void test_unreadable_file(void **state)
{
  tree *t = *state;
  put_dir(t->src, "d");
  put(t->src, "d/f\n\033[2J", "x", 0);
  refused_unprivileged(t, "d/f??[2J");
}

static void test_unreadable_directory(void **state)
{
  tree *t = *state;
  put_dir(t->src, "d");
  assert_int_equal(fchmodat(t->src, "d", 0, 0), 0);
  refused_unprivileged(t, "d");
  assert_int_equal(fchmodat(t->src, "d", 0700, 0), 0);
}

static void test_not_a_directory(void **state)
{
  tree *t = *state;
  put(t->src, "f", "x", 0644);
  int from = openat(t->src, "f", O_RDONLY | O_CLOEXEC);
  assert_int_equal(copy_from(t, from, t->dst), -1);
  assert_string_equal(t->error.path, ".");
  assert_string_equal(t->error.reason, strerror(ENOTDIR));
  close(from);
}

static void test_special(void **state)
{
  tree *t = *state;
  struct sockaddr_un sa = {.sun_family = AF_UNIX};
  uint64_t n = 2;
  assert_int_equal(mkfifoat(t->src, "fifo", 0644), 0);
  snprintf(sa.sun_path, sizeof sa.sun_path, "/proc/self/fd/%d/socket", t->src);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  assert_int_equal(bind(fd, (struct sockaddr *)&sa, sizeof sa), 0);
  close(fd);
  if (!mknodat(t->src, "device", S_IFCHR | 0666, makedev(1, 3)))
    n++;
  put(t->src, "f", "x", 0644);
  copy(t);
  assert_int_equal(t->counts.special, n);
  assert_int_equal(t->counts.files, 1);
  assert_false(is_there(t->dst, "fifo"));
  assert_false(is_there(t->dst, "socket"));
  assert_false(is_there(t->dst, "device"));
}

static void test_hard_links(void **state)
{
  tree *t = *state;
  put_dir(t->src, "d");
  put(t->src, "d/a", "one", 0644);
  assert_int_equal(linkat(t->src, "d/a", t->src, "b", 0), 0);
  assert_int_equal(linkat(t->src, "d/a", t->src, "c", 0), 0);
  put(t->src, "single", "two", 0644);
  assert_int_equal(linkat(t->src, "single", t->dir, "elsewhere", 0), 0);
  copy(t);
  struct stat a = status(t->dst, "d/a");
  assert_int_equal(a.st_nlink, 3);
  assert_int_equal(status(t->dst, "b").st_ino, a.st_ino);
  assert_int_equal(status(t->dst, "c").st_ino, a.st_ino);
  assert_true(a.st_ino != status(t->src, "b").st_ino);
  assert_int_equal(status(t->dst, "single").st_nlink, 1);
  is_content(t->dst, "c", "one");
  assert_int_equal(t->counts.files, 4);
  assert_int_equal(t->counts.bytes, 6);
}

static void test_owner(void **state)
{
  static char const *const names[] = {"f", "d", "d/g", "l", "."};
  tree *t = *state;
  /* only root can give files away; others can give them to themselves */
  uid_t uid = geteuid() ? geteuid() : 1234;
  gid_t gid = geteuid() ? getegid() : 4321;
  put(t->src, "f", "x", 0640);
  put_dir(t->src, "d");
  put(t->src, "d/g", "x", 0400);
  put_link(t->src, "l", "f");
  date(t->src, "l", 12, 34);
  t->options.uid = uid;
  t->options.gid = gid;
  copy(t);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    struct stat st = status(t->dst, names[i]);
    assert_int_equal(st.st_uid, uid);
    assert_int_equal(st.st_gid, gid);
  }
  assert_int_equal(status(t->dst, "f").st_mode & 07777, 0640);
  is_dated(t->dst, "l", 12, 34);
}

/* What already is at the target is neither overwritten nor followed. */
static void test_planted_targets(void **state)
{
  tree *t = *state;
  put(t->dir, "canary", "alive", 0644);
  put_dir(t->dir, "canaries");
  put(t->src, "f", "x", 0644);
  put_link(t->dst, "f", "../canary");
  refused(t, "write", "f", strerror(EEXIST));
  is_content(t->dir, "canary", "alive");
  assert_int_equal(unlinkat(t->src, "f", 0), 0);
  put_dir(t->src, "d");
  put(t->src, "d/f", "x", 0644);
  put_link(t->dst, "d", "../canaries");
  refused(t, "write", "d", strerror(EEXIST));
  assert_false(is_there(t->dir, "canaries/f"));
}

static void test_inside_itself(void **state)
{
  tree *t = *state;
  assert_int_equal(copy_from(t, t->dir, t->dst), -1);
  assert_string_equal(t->error.path, "dst");
  assert_string_equal(t->error.reason, "the container is inside its own context");
}

/* Someone swaps a folder, and a file, with a symlink that leads out of the tree, and a file
   with a fifo. Copies may fail; what is outside may not come in, nor anything by halves. */
static void test_swapped(void **state)
{
  tree *t = *state;
  int escaped = 0, copied = 0;
  put_dir(t->dir, "outside");
  put(t->dir, "outside/canary", "x", 0644);
  put_dir(t->src, "d");
  put(t->src, "d/f", "in", 0644);
  put_link(t->src, "s", "../outside");
  put(t->src, "g", "in", 0644);
  put_link(t->src, "h", "../outside/canary");
  put(t->src, "i", "in", 0644);
  assert_int_equal(mkfifoat(t->src, "j", 0644), 0);
  pid_t pid = fork();
  if (!pid)
    for (;;) {
      renameat2(t->src, "d", t->src, "s", RENAME_EXCHANGE);
      renameat2(t->src, "g", t->src, "h", RENAME_EXCHANGE);
      renameat2(t->src, "i", t->src, "j", RENAME_EXCHANGE);
    }
  assert_true(pid > 0);
  for (int i = 0; i < 500; i++) {
    char name[16];
    snprintf(name, sizeof name, "%d", i);
    put_dir(t->dst, name);
    int to = open_dir(t->dst, name);
    copied += nc_context_copy(t->src, to, &t->options, &t->counts, &t->error) == 0;
    for (char const *const *s = (char const *const[]){"g", "h", "i", "j", NULL}; *s; s++)
      if (is_there(to, *s) && status(to, *s).st_size != 2)
        escaped = 1;
    escaped |= is_there(to, "d/canary") || is_there(to, "s/canary");
    close(to);
  }
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  assert_false(escaped);
  assert_true(copied > 0);
}

/* Files that vanish between being listed and being read are as if they had never been. */
static void test_vanishing(void **state)
{
  tree *t = *state;
  for (int i = 0; i < 20; i++) {
    char name[16];
    for (int j = 0; j < 200; j++) {
      snprintf(name, sizeof name, "f%d", j);
      put(t->src, name, "x", 0644);
    }
    pid_t pid = fork();
    if (!pid) {
      for (int j = 200; j--;) {
        snprintf(name, sizeof name, "f%d", j);
        unlinkat(t->src, name, 0);
      }
      _exit(0);
    }
    assert_true(pid > 0);
    snprintf(name, sizeof name, "%d", i);
    put_dir(t->dst, name);
    int to = open_dir(t->dst, name);
    int r = nc_context_copy(t->src, to, &t->options, &t->counts, &t->error);
    close(to);
    waitpid(pid, NULL, 0);
    if (r < 0)
      fail_msg("unable to %s %s: %s", t->error.verb, t->error.path, t->error.reason);
    assert_true(t->counts.files + t->counts.gone <= 200);
  }
}

static int napping; /* the target of the copy that is to take longer */

/* Once the copy is under way, and not before: however late a loaded machine lets it begin. */
static void nap(int sig)
{
  struct itimerval const never = {.it_value = {0}};
  (void)sig;
  if (faccessat(napping, "f", F_OK, 0) < 0)
    return;
  setitimer(ITIMER_REAL, &never, NULL);
  nanosleep(&(struct timespec const){.tv_sec = 1, .tv_nsec = 100000000}, NULL);
}

/* A copy that takes over a second, with fd as stderr. */
static void copy_slowly(tree *t, int fd)
{
  struct sigaction const sa = {.sa_handler = nap, .sa_flags = SA_RESTART};
  struct itimerval const soon = {.it_value = {.tv_usec = 1000}, .it_interval = {.tv_usec = 1000}};
  size_t const n = 64 * 1024 * 1024;
  char *s = calloc(1, n);
  int f = openat(t->src, "f", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  assert_int_equal(write(f, s, n), n);
  close(f);
  free(s);
  napping = t->dst;
  sigaction(SIGALRM, &sa, NULL);
  int saved = dup(2);
  dup2(fd, 2);
  setitimer(ITIMER_REAL, &soon, NULL);
  int r = nc_context_copy(t->src, t->dst, &t->options, &t->counts, &t->error);
  dup2(saved, 2);
  close(saved);
  signal(SIGALRM, SIG_DFL);
  assert_int_equal(r, 0);
}

/* What such a copy writes to a terminal. */
static size_t terminal_got(tree *t, char *buf, size_t max)
{
  size_t len = 0;
  ssize_t n;
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  assert_true(master >= 0);
  assert_int_equal(grantpt(master) | unlockpt(master), 0);
  int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  assert_true(slave >= 0);
  copy_slowly(t, slave);
  close(slave);
  while (len < max - 1 && (n = read(master, buf + len, max - 1 - len)) > 0)
    len += (size_t)n; /* until EIO: it has no slave any more */
  close(master);
  buf[len] = 0;
  return len;
}

static void test_progress(void **state)
{
  tree *t = *state;
  char buf[4096];
  t->options.progress = 1;
  size_t n = terminal_got(t, buf, sizeof buf);
  assert_true(n > 31);
  assert_memory_equal(buf, "\rcopying the context: 0 files, ", 31);
  assert_string_equal(buf + n - 4, "\r\033[K");
}

static void test_progress_unasked(void **state)
{
  char buf[4096];
  assert_int_equal(terminal_got(*state, buf, sizeof buf), 0);
}

static void test_progress_no_terminal(void **state)
{
  tree *t = *state;
  int fd = openat(t->dir, "stderr", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  t->options.progress = 1;
  copy_slowly(t, fd);
  close(fd);
  assert_int_equal(status(t->dir, "stderr").st_size, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
  struct CMUnitTest const tests[] = {
      TEST(test_empty),
      TEST(test_path_descriptors),
      TEST(test_contents),
      TEST(test_large),
      TEST(test_modes),
      TEST(test_times),
      TEST(test_symlinks),
      TEST(test_sparse),
      TEST(test_procfs),
      TEST(test_hostile_names),
      TEST(test_excluded),
      TEST(test_include_exclude),
      TEST(test_why_is_cut),
      TEST(test_deep),
      TEST(test_too_deep),
      TEST(test_long_path),
      TEST(test_unreadable_file),
      TEST(test_unreadable_directory),
      TEST(test_not_a_directory),
      TEST(test_special),
      TEST(test_hard_links),
      TEST(test_owner),
      TEST(test_planted_targets),
      TEST(test_inside_itself),
      TEST(test_swapped),
      TEST(test_vanishing),
      TEST(test_progress),
      TEST(test_progress_unasked),
      TEST(test_progress_no_terminal),
  };
  return cmocka_run_group_tests_name("context", tests, NULL, NULL);
}
