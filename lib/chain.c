/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <skalibs/allreadwrite.h>
#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "chain.h"
#include "kernel.h"
#include "report.h"

extern char **environ;

/* sorted: bsearch */
static char const *const links[] = {
    "nc-caps",  "nc-cgroup",  "nc-exec",    "nc-init",  "nc-landlock", "nc-monitor",
    "nc-mount", "nc-profile", "nc-seccomp", "nc-trace", "nc-unshare",
};

static int by_name(void const *key, void const *elem)
{
  return strcmp(key, *(char const *const *)elem);
}

int nc_chain_is_link(char const *name)
{
  return !!bsearch(name, links, sizeof links / sizeof *links, sizeof *links, &by_name);
}

static void report_exec_failed(char const *name, int e)
{
  static nc_report r;
  nc_report_begin(&r, "exec-failed");
  nc_json_string(&r.json, "program", name);
  nc_json_int(&r.json, "errno", e);
  nc_json_string(&r.json, "error", strerror(e));
  if (!nc_report_try(&r))
    strerr_warnwusys("report to nc-monitor");
}

static void die_exec(char const *name) gccattr_noreturn;
static void die_exec(char const *name)
{
  int e = errno;
  report_exec_failed(name, e);
  errno = e;
  strerr_diefusys(e == ENOENT ? 127 : 126, "exec ", name);
}

/* The folder of the running program. Before the pivot the host's /proc is there; where it
   is not (a chroot of the caller's own making), -1, and PATH decides. */
static int own_folder(void)
{
  char path[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  if (n < 0 && errno != ENOENT)
    strerr_diefusys(111, "find the folder of the running program");
  if (n <= 0)
    return -1;
  path[n] = 0;
  char *slash = strrchr(path, '/');
  if (!slash)
    return -1;
  slash[1] = 0;
  int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && errno != ENOENT)
    strerr_diefusys(111, "open ", path);
  return fd;
}

int nc_chain_folder(void)
{
  int tools = nc_chain_fd("NC_TOOLS");
  return tools >= 0 ? tools : own_folder();
}

/* As execvp does, but once, before the filter: afterwards only the exec itself remains. */
char const *nc_chain_search(char const *name)
{
  static char found[PATH_MAX];
  char const *dirs = getenv("PATH");
  int e = ENOENT;
  struct stat st;

  if (strchr(name, '/'))
    return name;
  if (!*name)
    return (errno = ENOENT, NULL);
  if (!dirs)
    dirs = NC_CHAIN_PATH;
  for (;;) {
    size_t len = strcspn(dirs, ":"), name_len = strlen(name);
    if (len && len + 1 + name_len < sizeof found) {
      memcpy(found, dirs, len);
      found[len] = '/';
      memcpy(found + len + 1, name, name_len + 1);
      if (stat(found, &st) == 0 && S_ISREG(st.st_mode)) {
        if (faccessat(AT_FDCWD, found, X_OK, AT_EACCESS) == 0)
          return found;
        e = EACCES;
      }
    }
    if (!dirs[len])
      return (errno = e, NULL);
    dirs += len + 1;
  }
}

/* Everything is set up: nucleus start sends a byte. */
static void wait_for_start(void)
{
  static nc_report r;
  char byte;
  int start = nc_chain_fd("NC_START");
  if (start < 0)
    return;
  nc_report_begin(&r, "held");
  nc_report_send(&r);
  if (fd_read(start, &byte, 1) != 1)
    strerr_dief(111, "nobody can start the container any more");
}

static void leave_chain(void)
{
  if (getenv("NC_CGROUP"))
    strerr_dief(111, "a cgroup was made, but nothing is born in it: nc-unshare sees to that");
  if (getenv("NC_FILTER"))
    strerr_dief(111, "a filter was made, but nothing has loaded it: nc-seccomp does");
  if (getenv("NC_TRACE"))
    strerr_dief(111, "a log of system calls was opened, but nothing writes it: nc-trace does");
  if (getenv("NC_DENIED"))
    strerr_dief(111, "a log of denials was opened, but nothing writes it: nc-seccomp -l does");
  if (getenv("NC_NETNS"))
    strerr_dief(111, "a network namespace was made, but nothing has joined it: nc-caps does");
  wait_for_start();
  int output = nc_chain_fd("NC_OUTPUT");
  if (output >= 0 && (dup2(output, 1) < 0 || dup2(output, 2) < 0))
    strerr_diefusys(111, "use the descriptor of NC_OUTPUT");
  nc_chain_withhold();
}

/* NC_REPORT must still name its descriptor for "exec" and "exec-failed": so the
   environment is only filtered for the exec itself. */
static char const *const *payload_environ(void)
{
  char const **kept;
  size_t n = 0, k = 0;
  while (environ[n])
    n++;
  kept = malloc((n + 1) * sizeof *kept);
  if (!kept)
    strerr_diefusys(111, "allocate memory");
  for (size_t i = 0; i < n; i++)
    if (strncmp(environ[i], "NC_", 3))
      kept[k++] = environ[i];
  kept[k] = NULL;
  return kept;
}

static void find(nc_chain_next *next, char const *const *argv)
{
  *next = (nc_chain_next){.argv = argv, .dirfd = AT_FDCWD, .path = argv[0]};
  if (nc_chain_is_link(argv[0])) {
    int folder = nc_chain_folder();
    if (folder >= 0) {
      next->dirfd = folder;
      return;
    }
  }
  next->path = nc_chain_search(argv[0]);
  if (!next->path)
    die_exec(argv[0]);
}

void nc_chain_find(nc_chain_next *next, char const *const *argv)
{
  find(next, argv);
  next->leaves = !nc_chain_is_link(argv[0]);
  if (next->leaves)
    leave_chain();
}

void nc_chain_announce(nc_chain_next const *next)
{
  static nc_report r;
  if (!next->leaves)
    return;
  nc_report_begin(&r, "exec");
  nc_json_string(&r.json, "program", next->path);
  nc_report_send(&r);
}

void nc_chain_go(nc_chain_next const *next)
{
  char const *const *envp = next->leaves ? payload_environ() : (char const *const *)environ;
  if (next->dirfd == AT_FDCWD)
    execve(next->path, (char *const *)next->argv, (char *const *)envp);
  else
    /* without AT_SYMLINK_NOFOLLOW a symlink would be resolved in the new, hostile root */
    nc_execveat(next->dirfd, next->path, next->argv, envp, AT_SYMLINK_NOFOLLOW);
  die_exec(next->argv[0]);
}

void nc_chain_exec(char const *const *argv)
{
  nc_chain_next next;
  nc_chain_find(&next, argv);
  nc_chain_announce(&next);
  nc_chain_go(&next);
}

void nc_chain_exec_keep(char const *const *argv)
{
  nc_chain_next next;
  find(&next, argv);
  nc_chain_go(&next);
}
