/* SPDX-License-Identifier: ISC */

/* Paths in a root full of traps. Nothing may ever appear in, or be opened from, "canary", the
   folder beside it. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "path.h"

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE 2
#endif

static char top[PATH_MAX / 2];
static int dir, root, canary;

static void run(char const *command)
{
  assert_int_equal(system(command), 0);
}

static int setup(void **state)
{
  char const *tmp = getenv("TMPDIR");
  (void)state;
  snprintf(top, sizeof top, "%s/nc-path.XXXXXX", tmp ? tmp : "/tmp");
  if (!mkdtemp(top) || chdir(top) < 0)
    return -1;
  run("mkdir -p root/a/b canary && echo secret >canary/secret && echo in >root/a/file");
  run("ln -s \"$PWD/canary\" root/absolute && ln -s ../canary root/up && ln -s ../../../../canary "
      "root/a/b/far && "
      "ln -s a root/relative && ln -s /a root/rooted && ln -s nowhere root/dangling && "
      "ln -s \"$PWD/canary/new\" root/dangling-out && ln -s loop root/loop && ln -s "
      "/proc/self/root root/magic && "
      "ln -s ../../.. root/a/top && mkfifo root/fifo && mkdir root/a/deep");
  dir = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  root = open("root", O_PATH | O_DIRECTORY | O_CLOEXEC);
  canary = open("canary", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return dir < 0 || root < 0 || canary < 0 ? -1 : 0;
}

static int teardown(void **state)
{
  char command[PATH_MAX];
  (void)state;
  close(dir);
  close(root);
  close(canary);
  snprintf(command, sizeof command, "cd / && rm -rf '%s'", top);
  return system(command);
}

static void check_canary(void)
{
  DIR *d = fdopendir(dup(canary));
  struct dirent *e;
  int n = 0;
  assert_non_null(d);
  rewinddir(d);
  while ((e = readdir(d)))
    if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..")) {
      assert_string_equal(e->d_name, "secret");
      n++;
    }
  closedir(d);
  assert_int_equal(n, 1);
}

static int is_same(int fd, char const *path)
{
  struct stat a, b;
  assert_int_equal(fstat(fd, &a), 0);
  assert_int_equal(stat(path, &b), 0);
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static void check_opens(char const *path, char const *what)
{
  int fd = nc_path_open(root, path, O_PATH);
  if (fd < 0)
    fail_msg("%s: %s", path, strerror(errno));
  if (!is_same(fd, what))
    fail_msg("%s is not %s", path, what);
  assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
  close(fd);
}

static void check_fails(int fd, char const *path, int e)
{
  if (fd >= 0)
    fail_msg("%s was done", path);
  if (errno != e)
    fail_msg("%s: %s, not %s", path, strerror(errno), strerror(e));
}

static void opens(void **state)
{
  (void)state;
  check_opens("/", "root");
  check_opens(".", "root");
  check_opens("..", "root");
  check_opens("/../../..", "root");
  check_opens("a/file", "root/a/file");
  check_opens("//a///file", "root/a/file");
  check_opens("relative/file", "root/a/file");
  check_opens("rooted/file", "root/a/file");
  check_opens("a/top", "root");
  check_opens("a/top/a/top/a/file", "root/a/file");
}

static void open_refusals(void **state)
{
  int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  char name[NAME_MAX + 2];
  (void)state;
  check_fails(nc_path_open(root, "absolute/secret", O_PATH), "absolute/secret", ENOENT);
  check_fails(nc_path_open(root, "up/secret", O_PATH), "up/secret", ENOENT);
  check_fails(nc_path_open(root, "a/b/far/secret", O_PATH), "a/b/far/secret", ENOENT);
  check_fails(nc_path_open(root, "../canary/secret", O_PATH), "../canary/secret", ENOENT);
  check_fails(nc_path_open(root, "magic", O_PATH), "magic", ENOENT);
  check_fails(nc_path_open(root, "loop", O_PATH), "loop", ELOOP);
  check_fails(nc_path_open(root, "a/file/x", O_PATH), "a/file/x", ENOTDIR);
  check_fails(nc_path_open(root, "", O_PATH), "the empty path", ENOENT);
  /* where there is a procfs in the root, its links lead nowhere */
  check_fails(nc_path_open(proc, "self/root", O_PATH), "self/root", ELOOP);
  check_fails(nc_path_open(proc, "self/cwd", O_PATH), "self/cwd", ELOOP);
  check_fails(nc_path_open(proc, "self/fd/0", O_PATH), "self/fd/0", ELOOP);
  close(proc);
  memset(name, 'x', sizeof name - 1);
  name[sizeof name - 1] = 0;
  check_fails(nc_path_open(root, name, O_PATH), "a long name", ENAMETOOLONG);
}

static void mkdirs(void **state)
{
  char path[4 * (NC_PATH_DEPTH_MAX + 2)];
  struct stat st;
  mode_t mask = umask(0);
  (void)state;
  int fd = nc_path_mkdirs(root, "new/x/y", 0710);
  assert_true(fd >= 0);
  assert_true(is_same(fd, "root/new/x/y"));
  assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
  assert_int_equal(fstat(fd, &st), 0);
  assert_int_equal(st.st_mode & 07777, 0710);
  close(fd);
  umask(mask);
  fd = nc_path_mkdirs(root, "/new//x/./z/", 0700); /* "." stays */
  assert_true(fd >= 0 && is_same(fd, "root/new/x/z"));
  close(fd);
  fd = nc_path_mkdirs(root, "relative/made", 0755);
  assert_true(fd >= 0 && is_same(fd, "root/a/made"));
  close(fd);
  fd = nc_path_mkdirs(root, "rooted/made2", 0755);
  assert_true(fd >= 0 && is_same(fd, "root/a/made2"));
  close(fd);
  fd = nc_path_mkdirs(root, "new/../../../made3", 0755);
  assert_true(fd >= 0 && is_same(fd, "root/made3"));
  close(fd);
  fd = nc_path_mkdirs(root, "/", 0755);
  assert_true(fd >= 0 && is_same(fd, "root"));
  close(fd);
  for (size_t i = 0; i < NC_PATH_DEPTH_MAX; i++)
    memcpy(path + 2 * i, "d/", 3);
  fd = nc_path_mkdirs(root, path, 0755);
  assert_true(fd >= 0);
  close(fd);
  strcat(path, "d");
  check_fails(nc_path_mkdirs(root, path, 0755), "one folder too deep", ENAMETOOLONG);
}

static void mkdirs_refusals(void **state)
{
  static struct {
    char const *path;
    int e;
  } const bad[] = {
      {"absolute/x", ENOTDIR},     {"up/x", ENOTDIR},     {"a/b/far/x", ENOTDIR},
      {"dangling/x", ENOTDIR},     {"dangling", ENOTDIR}, {"dangling-out", ENOTDIR},
      {"dangling-out/x", ENOTDIR}, {"loop/x", ELOOP},     {"a/file", ENOTDIR},
      {"a/file/x", ENOTDIR},       {"fifo", ENOTDIR},     {"magic/tmp/x", ENOTDIR},
  };
  char name[NAME_MAX + 2];
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    check_fails(nc_path_mkdirs(root, bad[i].path, 0755), bad[i].path, bad[i].e);
  memset(name, 'x', sizeof name - 1);
  name[sizeof name - 1] = 0;
  check_fails(nc_path_mkdirs(root, name, 0755), "a long name", ENAMETOOLONG);
  check_canary();
}

static void parents(void **state)
{
  char name[NAME_MAX + 1];
  (void)state;
  int fd = nc_path_parent(root, "par/ent/name/", 0755, name);
  assert_true(fd >= 0 && is_same(fd, "root/par/ent"));
  assert_string_equal(name, "name");
  close(fd);
  fd = nc_path_parent(root, "name", 0755, name);
  assert_true(fd >= 0 && is_same(fd, "root"));
  close(fd);
  check_fails(nc_path_parent(root, "/", 0755, name), "/", EINVAL);
  check_fails(nc_path_parent(root, "", 0755, name), "the empty path", EINVAL);
  check_fails(nc_path_parent(root, "a/..", 0755, name), "a/..", EINVAL);
  check_fails(nc_path_parent(root, "a/.", 0755, name), "a/.", EINVAL);
  check_fails(nc_path_parent(root, "absolute/x", 0755, name), "absolute/x", ENOTDIR);
  check_canary();
}

static void creates(void **state)
{
  int fd = open("root/a", O_PATH | O_DIRECTORY | O_CLOEXEC);
  char buf[16];
  (void)state;
  assert_int_equal(nc_path_create(fd, "made-file", "12345", 5, 0640), 0);
  int in = open("root/a/made-file", O_RDONLY | O_CLOEXEC);
  assert_int_equal(read(in, buf, sizeof buf), 5);
  assert_memory_equal(buf, "12345", 5);
  close(in);
  check_fails(nc_path_create(fd, "made-file", "x", 1, 0640), "made-file", EEXIST);
  check_fails(nc_path_create(root, "dangling-out", "x", 1, 0640), "dangling-out", EEXIST);
  check_fails(nc_path_create(root, "fifo", "x", 1, 0640), "fifo", EEXIST);
  close(fd);
  int full = open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
  check_fails(nc_path_create(full, "full", "x", 1, 0640), "full", EEXIST);
  close(full);
  check_canary();
}

static void targets(void **state)
{
  (void)state;
  int fd = nc_path_target(root, "t/dir", 1);
  assert_true(fd >= 0 && is_same(fd, "root/t/dir"));
  close(fd);
  fd = nc_path_target(root, "t/file", 0);
  assert_true(fd >= 0 && is_same(fd, "root/t/file"));
  close(fd);
  fd = nc_path_target(root, "t/file", 0); /* it is there now */
  assert_true(fd >= 0);
  close(fd);
  fd = nc_path_target(root, "relative/file", 0);
  assert_true(fd >= 0 && is_same(fd, "root/a/file"));
  close(fd);
  check_fails(nc_path_target(root, "t/dir", 0), "t/dir as a file", EISDIR);
  check_fails(nc_path_target(root, "t/file", 1), "t/file as a directory", ENOTDIR);
  check_fails(nc_path_target(root, "dangling", 0), "dangling", EEXIST);
  check_fails(nc_path_target(root, "dangling-out", 0), "dangling-out", EEXIST);
  check_fails(nc_path_target(root, "up", 0), "up", EEXIST);
  check_fails(nc_path_target(root, "absolute/x", 0), "absolute/x", ENOTDIR);
  check_fails(nc_path_target(root, "loop", 0), "loop", ELOOP);
  check_canary();
}

/* Somebody exchanges a folder on the way for a symlink to the host, again and again. */
static void races(void **state)
{
  char path[64], name[NAME_MAX + 1];
  int done = 0, refused = 0;
  (void)state;
  run("mkdir root/race && ln -s \"$PWD/canary\" root/trap");
  pid_t pid = fork();
  assert_true(pid >= 0);
  if (!pid)
    for (;;)
      syscall(SYS_renameat2, root, "race", root, "trap", RENAME_EXCHANGE);
  for (int i = 0; i < 3000; i++) {
    snprintf(path, sizeof path, "race/%d/x", i);
    int fd = i % 3 == 0   ? nc_path_mkdirs(root, path, 0755)
             : i % 3 == 1 ? nc_path_target(root, path, 0)
                          : nc_path_parent(root, path, 0755, name);
    if (fd >= 0)
      done++;
    else if (errno == ENOTDIR || errno == ENOENT || errno == EEXIST)
      refused++;
    else
      fail_msg("%s: %s", path, strerror(errno));
    close(fd);
  }
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  check_canary();
  assert_true(done > 0 && refused > 0); /* else it was no race */
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(opens),           cmocka_unit_test(open_refusals), cmocka_unit_test(mkdirs),
      cmocka_unit_test(mkdirs_refusals), cmocka_unit_test(parents),       cmocka_unit_test(creates),
      cmocka_unit_test(targets),         cmocka_unit_test(races),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
