/* SPDX-License-Identifier: ISC */

/*
 * floor [-v] [-g CGROUP2-FOLDER] prog...: one program that asks the kernel for what the chain
 * asks it for, and nothing more. What the chain costs beyond it is the price of being made of
 * small programs. It measures; it does not protect: nothing here checks a path.
 *   -v   prints, when prog has ended, how long each phase took
 *   -g   starts prog in a new cgroup in that folder
 */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/seccomp.h>

#include "kernel.h"

#define NAMESPACES                                                                                 \
  (CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP)
#define NS (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)

#define READ_EXECUTE                                                                               \
  (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ALL  ((LANDLOCK_ACCESS_FS_IOCTL_DEV << 1) - 1)

static char const *const system_dirs[] = {"usr", "bin", "sbin", "lib", "lib64", "nix"};

/* what of the host's /etc is bound, too; a folder ends in a slash */
static char const *const system_etc[] = {
    "alternatives/", "ca-certificates/", "pki/", "ssl/certs/", "ld.so.cache",
    "localtime",     "ssl/openssl.cnf",
};

static struct {
  char const *name;
  unsigned int minor;
} const nodes[] = {{"null", 3}, {"zero", 5}, {"full", 7}, {"random", 8}, {"urandom", 9}};

static char const *const dev_links[][2] = {
    {"/proc/self/fd", "dev/fd"},       {"/proc/self/fd/0", "dev/stdin"},
    {"/proc/self/fd/1", "dev/stdout"}, {"/proc/self/fd/2", "dev/stderr"},
    {"pts/ptmx", "dev/ptmx"},
};

static char const *const masked[] = {
    "proc/kallsyms",    "proc/kcore",      "proc/sched_debug",   "proc/timer_list",
    "proc/keys",        "proc/config.gz",  "proc/kpagecount",    "proc/kpageflags",
    "proc/kpagecgroup", "proc/interrupts", "proc/sysrq-trigger",
};

static char const *const empty[] = {"proc/acpi", "proc/scsi"};
static char const *const read_only[] = {"proc/bus", "proc/fs", "proc/irq", "proc/sys"};

static struct {
  char const *path;
  uint64_t access;
} const rules[] = {
    {"/usr", READ_EXECUTE},
    {"/etc", READ},
    {"/proc", READ},
    {"/dev", READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_IOCTL_DEV},
    {"/tmp", ALL & ~LANDLOCK_ACCESS_FS_EXECUTE},
    {"/dev/shm", ALL & ~LANDLOCK_ACCESS_FS_EXECUTE},
    {"/root", ALL & ~LANDLOCK_ACCESS_FS_EXECUTE},
};

/* The marks stand in memory that all the processes share. */
static struct {
  unsigned int n;
  struct {
    char const *what;
    pid_t pid;
    struct timespec at, cpu;
  } mark[32];
} * marks;

static void mark(char const *what)
{
  marks->mark[marks->n].what = what;
  marks->mark[marks->n].pid = (pid_t)syscall(SYS_getpid);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &marks->mark[marks->n].cpu);
  clock_gettime(CLOCK_MONOTONIC, &marks->mark[marks->n++].at);
}

static double microseconds(struct timespec const *t)
{
  return (double)t->tv_sec * 1e6 + (double)t->tv_nsec / 1e3;
}

/* phase, microseconds, microseconds of processor: a new process's clock begins at 0 */
static void print_marks(void)
{
  for (unsigned int i = 1; i < marks->n; i++) {
    double cpu = microseconds(&marks->mark[i].cpu);
    if (marks->mark[i].pid == marks->mark[i - 1].pid)
      cpu -= microseconds(&marks->mark[i - 1].cpu);
    fprintf(stderr, "%s\t%.0f\t%.0f\n", marks->mark[i].what,
            microseconds(&marks->mark[i].at) - microseconds(&marks->mark[i - 1].at), cpu);
  }
}

static _Noreturn void die(char const *what)
{
  fprintf(stderr, "floor: fatal: unable to %s: %s\n", what, strerror(errno));
  _exit(111);
}

#define TRY(expression)                                                                            \
  do {                                                                                             \
    if ((expression) < 0)                                                                          \
      die(#expression);                                                                            \
  } while (0)

static void attach(int mountfd, int rootfd, char const *where)
{
  if (nc_move_mount(mountfd, "", rootfd, where, MOVE_MOUNT_F_EMPTY_PATH) < 0)
    die(where);
  close(mountfd);
}

static int new_mount(char const *type, char const *const *options, unsigned int attributes)
{
  int mountfd, fsfd = nc_fsopen(type, FSOPEN_CLOEXEC);
  if (fsfd < 0)
    die(type);
  for (; *options; options += 2)
    TRY(nc_fsconfig(fsfd, FSCONFIG_SET_STRING, options[0], options[1], 0));
  TRY(nc_fsconfig(fsfd, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
  mountfd = nc_fsmount(fsfd, FSMOUNT_CLOEXEC, attributes);
  if (mountfd < 0)
    die(type);
  close(fsfd);
  return mountfd;
}

static void bind_mount(int fromfd, char const *from, int rootfd, char const *where,
                       uint64_t attributes)
{
  struct mount_attr attr = {.attr_set = attributes};
  int mountfd = nc_open_tree(fromfd, from, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
  if (mountfd < 0)
    die(from);
  TRY(nc_mount_setattr(mountfd, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr));
  attach(mountfd, rootfd, where);
}

static void loopback_up(void)
{
  struct ifreq ifr = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  TRY(fd);
  TRY(ioctl(fd, SIOCSIFFLAGS, &ifr));
  close(fd);
}

static int make_root(void)
{
  static char const *const options[] = {"mode", "0755", "size", "1073741824", NULL};
  struct stat st;
  int hostfd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  /* attached first: before 6.15 the kernel refuses mounts on a detached tree */
  int rootfd = new_mount("tmpfs", options, NS);
  if (nc_move_mount(rootfd, "", AT_FDCWD, "/tmp", MOVE_MOUNT_F_EMPTY_PATH) < 0)
    die("attach the root");
  mark("root tmpfs");

  for (size_t i = 0; i < sizeof system_dirs / sizeof *system_dirs; i++) {
    if (fstatat(hostfd, system_dirs[i], &st, AT_SYMLINK_NOFOLLOW) < 0)
      continue;
    if (S_ISLNK(st.st_mode)) {
      char target[64] = "";
      TRY(readlinkat(hostfd, system_dirs[i], target, sizeof target - 1));
      TRY(symlinkat(target, rootfd, system_dirs[i]));
    } else {
      TRY(mkdirat(rootfd, system_dirs[i], 0755));
      bind_mount(hostfd, system_dirs[i], rootfd, system_dirs[i], MOUNT_ATTR_RDONLY | NS);
    }
  }
  close(hostfd);
  mark("system binds");
  return rootfd;
}

static void make_proc(int rootfd)
{
  static char const *const none[] = {NULL};
  TRY(mkdirat(rootfd, "proc", 0555));
  attach(new_mount("proc", none, NS | MOUNT_ATTR_NOEXEC), rootfd, "proc");
  mark("/proc");
}

static void make_dev(int rootfd)
{
  static char const *const dev_options[] = {"mode", "0755", "size", "65536", NULL};
  static char const *const pts_options[] = {"mode", "0620", "ptmxmode", "0666", NULL};
  static char const *const tmp_options[] = {"mode", "1777", "size", "67108864", NULL};
  char path[32];

  TRY(mkdirat(rootfd, "dev", 0755));
  attach(new_mount("tmpfs", dev_options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC), rootfd, "dev");
  for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
    snprintf(path, sizeof path, "dev/%s", nodes[i].name);
    TRY(mknodat(rootfd, path, S_IFCHR | 0666, makedev(1, nodes[i].minor)));
  }
  TRY(mknodat(rootfd, "dev/tty", S_IFCHR | 0666, makedev(5, 0)));
  for (size_t i = 0; i < sizeof dev_links / sizeof *dev_links; i++)
    TRY(symlinkat(dev_links[i][0], rootfd, dev_links[i][1]));
  mark("/dev with nodes");
  TRY(mkdirat(rootfd, "dev/pts", 0755));
  attach(new_mount("devpts", pts_options, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC), rootfd,
         "dev/pts");
  mark("/dev/pts");
  TRY(mkdirat(rootfd, "dev/shm", 01777));
  TRY(mkdirat(rootfd, "tmp", 01777));
  attach(new_mount("tmpfs", tmp_options, NS), rootfd, "tmp");
  TRY(mkdirat(rootfd, "root", 0700));
  attach(new_mount("tmpfs", tmp_options, NS), rootfd, "root");
  mark("/tmp /root");
}

static void write_file(int rootfd, char const *path, char const *content)
{
  int fd = openat(rootfd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  TRY(fd);
  TRY(write(fd, content, strlen(content)));
  close(fd);
}

static void make_etc(int rootfd)
{
  char path[64];
  int hostfd = open("/etc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  TRY(hostfd);
  TRY(mkdirat(rootfd, "etc", 0755));
  TRY(mkdirat(rootfd, "etc/ssl", 0755));
  write_file(rootfd, "etc/passwd", "root:x:0:0:root:/:/bin/sh\n");
  write_file(rootfd, "etc/group", "root:x:0:\n");
  write_file(rootfd, "etc/hosts", "127.0.0.1 localhost\n::1 localhost\n");
  write_file(rootfd, "etc/hostname", "floor\n");
  write_file(rootfd, "etc/nsswitch.conf", "hosts: files dns\n");
  mark("/etc, written");
  for (size_t i = 0; i < sizeof system_etc / sizeof *system_etc; i++) {
    char const *name = system_etc[i];
    snprintf(path, sizeof path, "etc/%s", name);
    if (faccessat(hostfd, name, F_OK, 0) < 0)
      continue;
    if (name[strlen(name) - 1] == '/')
      TRY(mkdirat(rootfd, path, 0755));
    else
      write_file(rootfd, path, "");
    bind_mount(hostfd, name, rootfd, path, MOUNT_ATTR_RDONLY | NS);
  }
  close(hostfd);
  mark("/etc, bound");
}

static void mask(int rootfd)
{
  static char const *const options[] = {"size", "0", "mode", "0555", NULL};
  for (size_t i = 0; i < sizeof masked / sizeof *masked; i++)
    if (faccessat(rootfd, masked[i], F_OK, 0) == 0)
      bind_mount(rootfd, "dev/null", rootfd, masked[i], MOUNT_ATTR_RDONLY);
  for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
    if (faccessat(rootfd, empty[i], F_OK, 0) == 0)
      attach(new_mount("tmpfs", options, NS | MOUNT_ATTR_RDONLY), rootfd, empty[i]);
  for (size_t i = 0; i < sizeof read_only / sizeof *read_only; i++)
    if (faccessat(rootfd, read_only[i], F_OK, 0) == 0)
      bind_mount(rootfd, read_only[i], rootfd, read_only[i],
                 MOUNT_ATTR_RDONLY | NS | MOUNT_ATTR_NOEXEC);
  mark("masks");
}

static void seal(int rootfd)
{
  struct mount_attr const attr = {.attr_set = MOUNT_ATTR_RDONLY};
  TRY(nc_mount_setattr(rootfd, "", AT_EMPTY_PATH, &attr, sizeof attr));
}

static void enter_root(int rootfd)
{
  TRY(fchdir(rootfd));
  TRY(nc_pivot_root(".", "."));
  mark("pivot_root");
  TRY(umount2(".", MNT_DETACH));
  TRY(chdir("/"));
  close(rootfd);
  mark("umount of the old root");
}

static void drop_capabilities(void)
{
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}};
  TRY(setgroups(0, NULL));
  TRY(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
  for (unsigned long cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
    TRY(prctl(PR_CAPBSET_DROP, cap, 0, 0, 0));
  TRY(syscall(SYS_capset, &header, none));
  TRY(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  mark("capabilities");
}

static void restrict_paths(void)
{
  struct nc_landlock_ruleset_attr attr = {.handled_access_fs = ALL};
  int ruleset = nc_landlock_create_ruleset(&attr, sizeof attr, 0);
  TRY(ruleset);
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    struct landlock_path_beneath_attr rule = {.allowed_access = rules[i].access};
    rule.parent_fd = open(rules[i].path, O_PATH | O_CLOEXEC);
    TRY(rule.parent_fd);
    TRY(nc_landlock_add_rule(ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule));
    close(rule.parent_fd);
  }
  mark("landlock rules");
  TRY(nc_landlock_restrict_self(ruleset, 0));
  close(ruleset);
  mark("landlock_restrict_self");
}

/* As many comparisons as a tree over some 300 calls makes, in a line: the floor is about
   loading a filter, not about the default profile. */
static void load_filter(void)
{
  static struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 5, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_keyctl, 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mount, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setns, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
  };
  static struct sock_fprog const prog = {sizeof filter / sizeof *filter, filter};
  TRY(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &prog));
  mark("seccomp filter");
}

static int wait_for(pid_t pid)
{
  int wstat;
  while (waitpid(pid, &wstat, 0) < 0)
    if (errno != EINTR)
      die("wait");
  return WIFSIGNALED(wstat) ? 128 + WTERMSIG(wstat) : WEXITSTATUS(wstat);
}

static void inside(char *const *argv)
{
  int rootfd;
  pid_t pid;

  mark("clone3 with namespaces");
  TRY(prctl(PR_SET_PDEATHSIG, SIGKILL));
  TRY(sethostname("floor", 5));
  loopback_up();
  mark("loopback up");
  TRY(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
  mark("private propagation");
  umask(0);
  rootfd = make_root();
  make_proc(rootfd);
  make_dev(rootfd);
  make_etc(rootfd);
  mask(rootfd);
  seal(rootfd);
  umask(022);
  enter_root(rootfd);
  drop_capabilities();
  restrict_paths();

  pid = fork();
  TRY(pid);
  if (pid) {
    int code = wait_for(pid);
    mark("prog, from its exec on");
    _exit(code);
  }
  mark("fork for PID 1");
  TRY(nc_close_range(3, ~0U, 0));
  TRY(setsid());
  load_filter();
  execvp(argv[0], argv);
  die(argv[0]);
}

int main(int argc, char *const *argv)
{
  struct clone_args args = {.flags = NAMESPACES, .exit_signal = SIGCHLD};
  char cgroup[PATH_MAX];
  char const *parent = NULL;
  int opt, verbose = 0, code;
  pid_t pid;

  while ((opt = getopt(argc, argv, "+vg:")) != -1)
    switch (opt) {
    case 'v': verbose = 1; break;
    case 'g': parent = optarg; break;
    default: optind = argc; break;
    }
  if (optind >= argc) {
    fputs("usage: floor [-v] [-g CGROUP2-FOLDER] prog...\n", stderr);
    return 100;
  }
  marks = mmap(NULL, sizeof *marks, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (marks == MAP_FAILED)
    die("map memory");
  mark("");
  if (parent) {
    int fd;
    snprintf(cgroup, sizeof cgroup, "%s/floor-%d", parent, (int)getpid());
    TRY(mkdir(cgroup, 0755));
    fd = open(cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    TRY(fd);
    args.cgroup = (uint64_t)fd;
    args.flags |= CLONE_INTO_CGROUP;
    mark("cgroup");
  }
  pid = nc_clone3(&args);
  TRY(pid);
  if (!pid)
    inside(argv + optind);
  code = wait_for(pid);
  mark("end of PID 1, reaped");
  if (parent) {
    TRY(rmdir(cgroup));
    mark("cgroup removed");
  }
  if (verbose)
    print_marks();
  return code;
}
