/* SPDX-License-Identifier: ISC */

/*
 * probe [-s | -k | -a | -d] CANARY NAMESPACE...: the payload of the fault runs. Looks at its own
 * confinement and prints "confined", or "LEAK: what" for each thing that a container of nucleus
 * never has; then all that it sees, one fact a line, so that a run can be compared with one without
 * a fault. CANARY is a file of the host, NAMESPACE the host's, as readlink(1) of /proc/self/ns/X
 * shows it. -s: there is a supervisor between PID 1 and this; -k: it keeps the capabilities
 * kill and net_bind_service, PID 1 the former; -a: it is attached, no child of PID 1. Stays until
 * its standard input ends, -d: for ever: what should be killed is not to end by itself.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <linux/magic.h>

extern char **environ;

static int leaks;
static int supervised;
static int keeps;
static int attached;

__attribute__((format(printf, 1, 2))) static void leak(char const *format, ...)
{
  va_list args;
  va_start(args, format);
  fputs("LEAK: ", stdout);
  vprintf(format, args);
  putchar('\n');
  fflush(stdout); /* we may not live to the end */
  va_end(args);
  leaks++;
}

/* Lines of /proc/self/status, and what each must be; NULL: it is only a fact. */
static struct line_s {
  char const *key;
  char const *value;
} const lines[] = {
    {"Umask", "0022"},
    {"Uid", NULL},
    {"Gid", NULL},
    {"Groups", NULL},
    {"NSpid", "2"}, /* in one pid namespace only, right behind nc-init */
    {"NSsid", "2"},
    {"SigBlk", "0000000000000000"},
    {"SigIgn", "0000000000000000"},
    {"CapInh", "0000000000000000"},
    {"CapPrm", "0000000000000000"},
    {"CapEff", "0000000000000000"},
    {"CapBnd", "0000000000000000"},
    {"CapAmb", "0000000000000000"},
    {"NoNewPrivs", "1"},
    {"Seccomp", "2"},
    {"Seccomp_filters", NULL},
};
#define LINES (sizeof lines / sizeof *lines)

static FILE *open_proc(char const *path)
{
  FILE *f = fopen(path, "re");
  if (!f)
    leak("unable to look at %s: %s", path, strerror(errno));
  return f;
}

/* Is a line as it should be, or does it not matter? */
static int is_right(size_t i, char const *value)
{
  char const *want = lines[i].value;
  if (supervised && !strcmp(lines[i].key, "NSpid"))
    want = "3";
  if (keeps && (!strcmp(lines[i].key, "CapPrm") || !strcmp(lines[i].key, "CapEff") ||
                !strcmp(lines[i].key, "CapBnd")))
    want = "0000000000000420";
  return !want || !strcmp(want, value);
}

static void look_at_status(int facts)
{
  char line[4096];
  size_t found = 0;
  FILE *f = open_proc("/proc/self/status");
  while (f && fgets(line, sizeof line, f)) {
    char *value = strchr(line, ':');
    if (!value)
      continue;
    *value++ = 0;
    value += strspn(value, " \t");
    value[strcspn(value, "\n")] = 0;
    for (size_t i = 0; i < LINES; i++) {
      if (strcmp(lines[i].key, line))
        continue;
      found++;
      if (attached && !strncmp(line, "NS", 2)) /* what number is free */
        continue;
      if (facts)
        printf("status %s %s\n", line, value);
      else if (!is_right(i, value))
        leak("%s is %s", line, value);
    }
  }
  if (f)
    fclose(f);
  if (!facts && found != LINES)
    leak("/proc/self/status has not all lines");
}

static void expect_refusal(char const *what, long result, int e)
{
  if (result >= 0)
    leak("%s is allowed", what);
  else if (errno != e && !(supervised && errno == ENOSYS)) /* its death is ours, soon */
    leak("%s fails otherwise than it should: %s", what, strerror(errno));
}

static void check_calls(void)
{
  /* root's own folder on a writable file system: only Landlock refuses this */
  expect_refusal("mkdir /dev/fault", mkdir("/dev/fault", 0700), EACCES);
  expect_refusal("open /dev/new", open("/dev/new", O_WRONLY | O_CREAT, 0600), EACCES);
  /* without a filter, this one works for anybody */
  expect_refusal("unshare(CLONE_NEWUSER)", unshare(CLONE_NEWUSER), EPERM);
  expect_refusal("keyctl", syscall(SYS_keyctl, 0, -3, 0), EPERM);
  expect_refusal("mount", syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL), EPERM);
  expect_refusal("mkdir /fault", mkdir("/fault", 0700), EROFS);
  rmdir("/dev/fault");
  rmdir("/fault");
  unlink("/dev/new");
  expect_refusal("write /proc", open("/proc/self/coredump_filter", O_WRONLY), EROFS);
  /* nc-init cannot be traced; where a fault has ended it there is nothing left to open, and the
     kernel is about to end us with it: who goes on living hangs the run, which is told */
  int mem = open("/proc/1/mem", O_RDONLY);
  if (mem < 0 && errno == ESRCH)
    pause();
  expect_refusal("open /proc/1/mem", mem, EACCES);
}

static void check_namespaces(char *const *hosts)
{
  for (; *hosts; hosts++) {
    char path[64] = "/proc/self/ns/", own[64];
    strncat(path, *hosts, strcspn(*hosts, ":"));
    ssize_t n = readlink(path, own, sizeof own - 1);
    if (n < 0) {
      leak("unable to look at %s: %s", path, strerror(errno));
      continue;
    }
    own[n] = 0;
    if (!strcmp(own, *hosts))
      leak("%s is the host's", own);
  }
}

static void check_root(char const *canary)
{
  static char const *const hidden[] = {"/home", "/var/lib", "/boot", "/sys", "/etc/shadow", "/run"};
  struct statfs fs;
  if (statfs("/", &fs) < 0 || fs.f_type != TMPFS_MAGIC || !(fs.f_flags & ST_RDONLY))
    leak("/ is not a read-only tmpfs");
  if (access(canary, F_OK) == 0)
    leak("the host's %s is there", canary);
  for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
    if (access(hidden[i], F_OK) == 0)
      leak("the host's %s is there", hidden[i]);
  if (statfs("/proc", &fs) < 0 || fs.f_type != PROC_SUPER_MAGIC || !(fs.f_flags & ST_RDONLY))
    leak("/proc is not a read-only proc");
}

/* What tells of the host or commands it: covered by /dev/null or an empty folder. */
static void check_masks(void)
{
  static char const *const masked[] = {
      "kallsyms",   "kcore",         "sched_debug", "timer_list",    "timer_stats",
      "keys",       "latency_stats", "config.gz",   "sysrq-trigger", "kpagecount",
      "kpageflags", "kpagecgroup",   "interrupts",  "acpi",          "scsi",
  };
  for (size_t i = 0; i < sizeof masked / sizeof *masked; i++) {
    char path[64];
    struct stat st;
    struct statfs fs;
    snprintf(path, sizeof path, "/proc/%s", masked[i]);
    if (stat(path, &st) < 0)
      continue;
    if (S_ISDIR(st.st_mode)) {
      if (statfs(path, &fs) < 0 || fs.f_type != TMPFS_MAGIC)
        leak("%s is not masked", path);
    } else if (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(1, 3))
      leak("%s is not masked", path);
  }
}

static void check_init(void)
{
  char const *permitted = keeps ? "CapPrm:\t0000000000000020\n" : "CapPrm:\t0000000000000000\n";
  char line[256] = "";
  FILE *f = open_proc("/proc/1/status");
  if (f && (!fgets(line, sizeof line, f) || strcmp(line, "Name:\tnc-init\n")))
    leak("PID 1 is not nc-init but %s", line);
  while (f && fgets(line, sizeof line, f))
    if (!strncmp(line, "CapPrm:", 7) && strcmp(line, permitted))
      leak("PID 1 has %s", line);
  if (f)
    fclose(f);
  if (getppid() != (attached ? 0 : 1 + supervised))
    leak("the parent is %d", getppid());
}

/* A name of the chain, or one that only the caller's environment has */
static void check_environment(void)
{
  for (char **e = environ; *e; e++)
    if (!strncmp(*e, "NC_", 3) || !strncmp(*e, "FAULT_", 6))
      leak("the environment has %s", *e);
}

static void check_descriptors(void)
{
  DIR *dir = opendir("/proc/self/fd");
  struct dirent *d;
  if (!dir)
    leak("unable to look at /proc/self/fd: %s", strerror(errno));
  while (dir && (d = readdir(dir))) {
    int fd = atoi(d->d_name);
    if (*d->d_name != '.' && fd > 2 && fd != dirfd(dir))
      leak("descriptor %d is open", fd);
  }
  if (dir)
    closedir(dir);
}

/* What mountinfo says of each: where, how, what, and the part of which file system. */
static void look_at_mounts(int facts)
{
  char line[4096], root[1024], point[1024], options[256], rest[2048], type[64];
  FILE *f = open_proc("/proc/self/mountinfo");
  while (f && fgets(line, sizeof line, f)) {
    char const *behind = strstr(line, " - ");
    if (!behind ||
        sscanf(line, "%*d %*d %*s %1023s %1023s %255s %2047[^\n]", root, point, options, rest) !=
            4 ||
        sscanf(behind + 3, "%63s", type) != 1) {
      leak("a line of mountinfo is not understood: %s", line);
    } else if (facts) {
      printf("mount %s %s %s %s\n", point, options, type, root);
    } else {
      if (strncmp(rest, "- ", 2))
        leak("the mount %s is not private: %s", point, rest);
      if (!strstr(options, "nosuid"))
        leak("the mount %s lets set-user-ID files be: %s", point, options);
    }
  }
  if (f)
    fclose(f);
}

static void print_environment(void)
{
  for (char **e = environ; *e; e++)
    printf("environment %s\n", *e);
}

static void print_limits(void)
{
  for (int i = 0; i < RLIM_NLIMITS; i++) {
    struct rlimit r = {0};
    if (getrlimit((__rlimit_resource_t)i, &r) < 0)
      leak("unable to look at limit %d: %s", i, strerror(errno));
    printf("limit %d %llu %llu\n", i, (unsigned long long)r.rlim_cur,
           (unsigned long long)r.rlim_max);
  }
}

static int by_name(struct dirent const **a, struct dirent const **b)
{
  return strcmp((*a)->d_name, (*b)->d_name);
}

static void print_folder(char const *path)
{
  struct dirent **entries;
  int n = scandir(path, &entries, NULL, &by_name);
  if (n < 0)
    printf("folder %s %s\n", path, strerror(errno));
  for (int i = 0; i < n; i++) {
    char name[PATH_MAX];
    struct stat st = {0};
    snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
    if (strcmp(entries[i]->d_name, "..") && lstat(name, &st) == 0)
      printf("entry %s %o %u:%u %x %lld\n", name, st.st_mode, st.st_uid, st.st_gid,
             (unsigned int)st.st_rdev, S_ISREG(st.st_mode) ? (long long)st.st_size : 0);
  }
}

static void print_system(void)
{
  char host[HOST_NAME_MAX + 1] = "", cwd[PATH_MAX] = "";
  struct ifreq lo = {.ifr_name = "lo"};
  int s = socket(AF_INET, SOCK_DGRAM, 0);
  gethostname(host, sizeof host);
  syscall(SYS_getcwd, cwd, sizeof cwd);
  printf("hostname %s\ndirectory %s\nsecurebits %x\n", host, cwd,
         (unsigned int)prctl(PR_GET_SECUREBITS));
  if (s < 0 || ioctl(s, SIOCGIFFLAGS, &lo) < 0)
    leak("unable to look at the loopback interface: %s", strerror(errno));
  printf("loopback %s\n", lo.ifr_flags & IFF_UP ? "up" : "down");
  close(s);
}

int main(int argc, char **argv)
{
  char c, option = argc > 1 && *argv[1] == '-' ? argv[1][1] : 0;
  supervised = option == 's';
  keeps = option == 'k';
  attached = option == 'a';
  argc -= !!option;
  argv += !!option;
  if (argc < 3)
    return 100;
  /* in one piece, to a terminal too: else nc-monitor is woken once a line, or not */
  static char piece[1 << 16];
  setvbuf(stdout, piece, _IOFBF, sizeof piece);
  look_at_status(0);
  check_calls();
  check_namespaces(argv + 2);
  check_root(argv[1]);
  check_masks();
  check_init();
  check_environment();
  check_descriptors();
  look_at_mounts(0);
  if (!leaks)
    puts("confined");
  look_at_status(1);
  look_at_mounts(1);
  print_environment();
  print_limits();
  print_system();
  print_folder("/");
  print_folder("/dev");
  print_folder("/etc");
  print_folder("/context");
  puts("end");
  if (fflush(stdout) || ferror(stdout))
    return 111;
  while (option == 'd' ? pause() : read(0, &c, 1) > 0)
    ;
  return 0;
}
