/* SPDX-License-Identifier: ISC */

/* What comes next in a chain, and what of ours it gets. */

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <skalibs/strerr.h>

#include "forked.h"

#include "chain-fd.h"
#include "chain.h"

static char top[PATH_MAX / 2];

static void run(char const *command)
{
  assert_int_equal(system(command), 0);
}

static int setup(void **state)
{
  char const *tmp = getenv("TMPDIR");
  (void)state;
  PROG = "nc-test";
  snprintf(top, sizeof top, "%s/nc-chain.XXXXXX", tmp ? tmp : "/tmp");
  if (!mkdtemp(top) || chdir(top) < 0)
    return -1;
  run("mkdir tools evil noexec folders good && cp /bin/echo tools/nc-init && ln -s /bin/echo "
      "tools/nc-exec && "
      "mkdir folders/prog && "
      "printf '#!/bin/sh\\necho evil\\n' >evil/nc-init && cp evil/nc-init evil/nc-caps && "
      "cp evil/nc-init evil/nc-exec && chmod 755 evil/* && printf '#!/bin/sh\\necho good\\n' "
      ">good/prog && "
      "chmod 755 good/prog && cp good/prog noexec/prog && chmod 644 noexec/prog && "
      "printf 'echo no interpreter\\n' >good/text && chmod 755 good/text && cp good/prog prog");
  return 0;
}

static int teardown(void **state)
{
  char command[PATH_MAX];
  (void)state;
  snprintf(command, sizeof command, "cd / && rm -rf '%s'", top);
  return system(command);
}

static void is_link(void **state)
{
  static char const *const ours[] = {"nc-caps",  "nc-cgroup",   "nc-exec",
                                     "nc-init",  "nc-landlock", "nc-monitor",
                                     "nc-mount", "nc-seccomp",  "nc-unshare"};
  static char const *const others[] = {"",        "nc-",     "nc-cap",    "nc-capsx",
                                       "nc-zzz",  "nucleus", "./nc-caps", "/usr/bin/nc-caps",
                                       "NC-CAPS", "sh"};
  (void)state;
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
    if (!nc_chain_is_link(ours[i]))
      fail_msg("%s is one of ours", ours[i]);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (nc_chain_is_link(others[i]))
      fail_msg("%s is none of ours", others[i]);
}

typedef struct call_s call;
struct call_s {
  char const *argv[8];
  char const *path;  /* PATH, or NULL: unset */
  char const *tools; /* the folder of NC_TOOLS, or NULL */
  int keep;
};

static void exec_it(void *arg)
{
  call const *c = arg;
  if (c->tools)
    nc_chain_pass("NC_TOOLS", open(c->tools, O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (c->path)
    setenv("PATH", c->path, 1);
  else
    unsetenv("PATH");
  c->keep ? nc_chain_exec_keep(c->argv) : nc_chain_exec(c->argv);
}

static void ours_come_from_the_folder(void **state)
{
  call c = {.argv = {"nc-init", "from", "tools"}, .path = "evil", .tools = "tools"};
  (void)state;
  assert_int_equal(forked(exec_it, &c), 0);
  assert_string_equal(forked_output, "from tools\n");

  /* a symlink would be resolved in a root that may be hostile */
  c.argv[0] = "nc-exec";
  assert_int_equal(forked(exec_it, &c), 126);
  assert_output_has("nc-test: fatal: unable to exec nc-exec: Too many levels of symbolic links");

  /* what is not there is not looked for elsewhere */
  c.argv[0] = "nc-caps";
  assert_int_equal(forked(exec_it, &c), 127);
  assert_output_has("unable to exec nc-caps: No such file or directory");

  /* the folder of the running program, where NC_TOOLS is not set */
  c.tools = NULL;
  assert_int_equal(forked(exec_it, &c), 127);
  assert_output_lacks("evil");

  c.argv[0] = "evil/nc-init"; /* with a slash it is somebody's own program */
  assert_int_equal(forked(exec_it, &c), 0);
  assert_string_equal(forked_output, "evil\n");
}

static void path_rules(void **state)
{
  static struct {
    char const *name, *path;
    int code;
  } const cases[] = {
      {"prog", "good", 0},
      {"prog", "nowhere:good", 0},
      {"prog", "folders:good", 0}, /* a directory is no program */
      {"prog", "noexec:good", 0},  /* nor what may not be executed, if there is another */
      {"prog", "noexec", 126},
      {"prog", "folders", 127},
      {"prog", "nowhere", 127},
      {"prog", "", 127}, /* not the working directory, where there is one */
      {"prog", ":", 127},
      {"prog", ":good", 0},
      {"prog", "nowhere:", 127},
      {"./good/prog", "", 0},
      {"./noexec/prog", "good", 126},
      {"./good", "good", 126},
      {"./nowhere", "good", 127},
      {"text", "good", 126}, /* ENOEXEC: no shell is called in */
      {"", "good", 127},
      {"sh", NULL, 0}, /* the default path */
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    call c = {.argv = {cases[i].name, cases[i].path ? NULL : "-c", "exit 0"},
              .path = cases[i].path};
    int code = forked(exec_it, &c);
    if (code != cases[i].code)
      fail_msg("%s in PATH=%s: code %d, not %d: %s", cases[i].name, cases[i].path, code,
               cases[i].code, forked_output);
    if (code)
      assert_output_has("nc-test: fatal: unable to exec ");
  }
}

static void set_up_variables(void)
{
  int p[2];
  assert_int_equal(pipe2(p, O_CLOEXEC), 0);
  nc_chain_pass("NC_TOOLS", p[0]);
  setenv("NC_ENV_TOKEN", "hidden", 1);
  setenv("NC_ID", "x", 1);
  setenv("NC_", "x", 1);
  setenv("NCX", "stays", 1);
  setenv("X_NC_", "stays", 1);
}

static void leave(void *arg)
{
  static char const *const argv[] = {"/bin/sh", "-c", "env; ls /proc/self/fd", NULL};
  close_range(3, ~0U, 0); /* what the caller of the tests left open is not ours */
  set_up_variables();
  *(int *)arg ? nc_chain_exec_keep(argv) : nc_chain_exec(argv);
}

/* A chain that ends before anyone used what a link made for a later one. */
static void leave_unused(void *variable)
{
  static char const *const argv[] = {"/bin/true", NULL};
  nc_chain_pass(variable, 0);
  nc_chain_exec(argv);
}

static void nothing_is_forgotten(void **state)
{
  (void)state;
  assert_int_equal(forked(leave_unused, "NC_CGROUP"), 111);
  assert_int_equal(forked(leave_unused, "NC_DENIED"), 111);
  assert_int_equal(forked(leave_unused, "NC_FILTER"), 111);
  assert_int_equal(forked(leave_unused, "NC_NETNS"), 111);
  assert_int_equal(forked(leave_unused, "NC_TRACE"), 111);
}

static void leaving_cleans_up(void **state)
{
  int keep = 0;
  (void)state;
  assert_int_equal(forked(leave, &keep), 0);
  assert_output_lacks("NC_ID");
  assert_output_lacks("NC_TOOLS");
  assert_output_lacks("hidden");
  assert_output_lacks("\nNC_=");
  assert_output_has("NCX=stays\n");
  assert_output_has("X_NC_=stays\n");
  /* ls has one of its own */
  char const *fds = strstr(forked_output, "\n0\n1\n2\n");
  if (!fds)
    fail_msg("%s", forked_output);
  assert_string_equal(fds, "\n0\n1\n2\n3\n");

  keep = 1;
  assert_int_equal(forked(leave, &keep), 0);
  assert_output_has("NC_ID=x\n");
  assert_output_has("NC_ENV_TOKEN=hidden\n");
  assert_output_has("\n3\n4\n");
}

static void use_fd(void *arg)
{
  setenv("NC_REPORT", arg, 1);
  nc_chain_fd("NC_REPORT");
}

static void bad_descriptors(void **state)
{
  static char const *const bad[] = {"",   "x",          "-1",         "3x",
                                    " 3", "4294967296", "4294967295", "2147483648"};
  (void)state;
  unsetenv("NC_REPORT");
  assert_int_equal(nc_chain_fd("NC_REPORT"), -1);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    assert_int_equal(forked(use_fd, (void *)(uintptr_t)bad[i]), 111);
    assert_output_has("nc-test: fatal: NC_REPORT is not a descriptor: ");
  }
  assert_int_equal(forked(use_fd, (void *)(uintptr_t) "999"), 111);
  assert_output_has("unable to use the descriptor 999 of NC_REPORT: Bad file descriptor");
  assert_int_equal(forked(use_fd, (void *)(uintptr_t) "0"), 0);
}

static void pass_bad(void *arg)
{
  (void)arg;
  nc_chain_pass("NC_REPORT", 999);
}

static void passing(void **state)
{
  int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  (void)state;
  nc_chain_pass("NC_CGROUP", fd);
  assert_int_equal(nc_chain_fd("NC_CGROUP"), fd);
  assert_int_equal(fcntl(fd, F_GETFD), 0);
  close(fd);
  unsetenv("NC_CGROUP");
  assert_int_equal(forked(pass_bad, NULL), 111);
  assert_output_has("unable to pass on NC_REPORT: Bad file descriptor");
}

/* What nc-monitor hears, in the order it hears it. */
static void check_reports(char const *name, int code, char const *want)
{
  call c = {.argv = {name}, .path = "good:noexec"};
  char record[8192], all[8192] = "";
  int s[2];
  ssize_t n;
  assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s), 0);
  nc_chain_pass("NC_REPORT", s[1]);
  assert_int_equal(forked(exec_it, &c), code);
  unsetenv("NC_REPORT");
  close(s[1]);
  while ((n = recv(s[0], record, sizeof record - 1, 0)) > 0) {
    record[n] = 0;
    strcat(all, record);
  }
  assert_int_equal(n, 0); /* end-of-file: nobody kept a copy */
  close(s[0]);
  assert_string_equal(all, want);
}

static void reports(void **state)
{
  (void)state;
  check_reports("prog", 0, "{\"tool\":\"nc-test\",\"event\":\"exec\",\"program\":\"good/prog\"}\n");
  check_reports(
      "nosuch", 127,
      "{\"tool\":\"nc-test\",\"event\":\"exec-failed\",\"program\":\"nosuch\",\"errno\":2,"
      "\"error\":\"No such file or directory\"}\n");
  check_reports(
      "noexec/prog", 126,
      "{\"tool\":\"nc-test\",\"event\":\"exec\",\"program\":\"noexec/prog\"}\n"
      "{\"tool\":\"nc-test\",\"event\":\"exec-failed\",\"program\":\"noexec/prog\",\"errno\":13,"
      "\"error\":\"Permission denied\"}\n");
  /* another link comes: the chain is not left */
  check_reports(
      "nc-caps", 127,
      "{\"tool\":\"nc-test\",\"event\":\"exec-failed\",\"program\":\"nc-caps\",\"errno\":2,"
      "\"error\":\"No such file or directory\"}\n");
}

int main(void)
{
  struct CMUnitTest const tests[] = {
      cmocka_unit_test(is_link),
      cmocka_unit_test(ours_come_from_the_folder),
      cmocka_unit_test(path_rules),
      cmocka_unit_test(leaving_cleans_up),
      cmocka_unit_test(nothing_is_forgotten),
      cmocka_unit_test(bad_descriptors),
      cmocka_unit_test(passing),
      cmocka_unit_test(reports),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
