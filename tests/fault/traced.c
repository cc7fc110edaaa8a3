/* SPDX-License-Identifier: ISC */

/*
 * traced: the payload of the runs under nc-trace. Makes a call of each kind that is looked into,
 * each on something else, so that what a fault takes from the trace is missed; and prints how it
 * went, and whether it is traced. Executes its own script, and that an ordinary program, at last.
 */

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <linux/openat2.h>

#define TRY(call)                                                                                  \
  do {                                                                                             \
    long r_ = (long)(call);                                                                        \
    printf("%s: %s\n", #call, r_ < 0 ? strerror(errno) : "done");                                  \
  } while (0)

static void look_at_status(void)
{
  char line[256];
  FILE *f = fopen("/proc/self/status", "re");
  while (f && fgets(line, sizeof line, f))
    if (!strncmp(line, "NoNewPrivs", 10) || !strncmp(line, "Seccomp", 7) ||
        !strncmp(line, "Cap", 3) || !strncmp(line, "SigBlk", 6))
      fputs(line, stdout);
  if (f)
    fclose(f);
}

static void touch_files(void)
{
  struct open_how const how = {.flags = O_RDONLY, .resolve = RESOLVE_IN_ROOT};
  int etc = open("/etc", O_RDONLY | O_DIRECTORY), made;
  TRY(open("/etc/hosts", O_RDONLY));
  TRY(openat(etc, "group", O_RDONLY));
  TRY(syscall(SYS_openat2, etc, "/passwd", &how, sizeof how));
  TRY(open("/proc/self/exe", O_RDONLY));
  TRY(open("/proc/self/fd", O_RDONLY | O_DIRECTORY));
  TRY(open("/nowhere/file", O_RDONLY));
  TRY(made = open("/var/tmp/made", O_RDWR | O_CREAT, 0600));
  TRY(ftruncate(made, 1));
  TRY(open("/tmp/made", O_WRONLY | O_TRUNC));
  TRY(mkdir("/tmp/folder", 0700));
  TRY(rename("/tmp/made", "/tmp/folder/renamed"));
  TRY(link("/tmp/folder/renamed", "/tmp/linked"));
  TRY(symlink("linked", "/tmp/symbolic"));
  TRY(truncate("/tmp/symbolic", 0));
  TRY(mkfifo("/dev/shm/fifo", 0600));
  TRY(unlink("/dev/shm/fifo"));
  TRY(rmdir("/tmp/nothing"));
  TRY(chmod("/etc/group", 0600));
  TRY(chown("/etc/passwd", 1, 1));
  TRY(ioctl(open("/dev/zero", O_RDONLY), TIOCGWINSZ, NULL));
}

static void touch_sockets(void)
{
  struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(80)};
  struct sockaddr_un un = {.sun_family = AF_UNIX, .sun_path = "/tmp/folder/socket"};
  int tcp = socket(AF_INET, SOCK_STREAM, 0);
  TRY(bind(tcp, (struct sockaddr *)&in, sizeof in));
  in.sin_port = htons(81);
  TRY(connect(tcp, (struct sockaddr *)&in, sizeof in));
  TRY(bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&un, sizeof un));
}

static void touch_capabilities(void)
{
  struct rlimit const more = {RLIM_INFINITY, RLIM_INFINITY};
  struct iovec v = {0};
  TRY(setuid(1));
  TRY(setgid(1));
  TRY(kill(1, 0));
  TRY(setpriority(PRIO_PROCESS, 0, -1));
  TRY(syscall(SYS_prlimit64, 0, RLIMIT_CORE, &more, NULL));
  TRY(mlock(&v, sizeof v));
  TRY(process_vm_readv(1, &v, 1, &v, 1, 0));
  TRY(unshare(CLONE_NEWUTS));
}

int main(int argc, char **argv)
{
  (void)argv;
  look_at_status();
  if (argc > 1) { /* by the script */
    fflush(stdout);
    execl("/bin/true", "true", (char *)NULL);
    return 111;
  }
  touch_files();
  touch_sockets();
  touch_capabilities();
  fflush(stdout);
  execl("/traced/script", "script", (char *)NULL);
  return 111;
}
