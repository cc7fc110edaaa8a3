/* SPDX-License-Identifier: ISC */

/*
 * inject [-t seconds] -c calls -o result [-f link:call:n:error] prog...
 *
 * Runs prog, a chain of nucleus, under ptrace(2). With -f, the nth CALL that LINK makes fails
 * with ERROR, without having been made; LINK+ is the child that LINK forks, up to its exec, or
 * to its end, and LINK++ that one's. Without -f, no call fails, and result gets a line for each
 * call of each link: "call link call n error detail". All other lines of result say how the run
 * went: hit DETAIL        the fault happened, to a call with these arguments started CGROUP    the
 * payload was executed, in this cgroup id ID             of the container code N            of
 * prog, or 128 + signal end N             the same of the process that the fault happened to cut
 * LINK          it was killed; the last one maybe on its way into the payload late              it
 * had not ended after so many seconds left NAME         a process was there after prog had ended,
 * and a while to follow it unknown CALL      a link made a call that the file of calls does not
 * have The standard input of prog ends when nothing has happened for a while: a payload that reads
 * it lives just until all have done what they do when it has started.
 */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/ptrace.h>

#ifndef __x86_64__
#error the registers of a system call are those of x86-64
#endif

#define USAGE "usage: inject [-t seconds] -c calls -o result [-f link:call:n:error] prog...\n"

#define CALLS_MAX 512   /* numbers of system calls */
#define TASKS_MAX 64    /* processes at a time */
#define LINK_MAX  20    /* of "nc-landlock+" */
#define QUIET_MS  40    /* without any event: everything waits for the payload's end */
#define FOLLOW_MS 10000 /* for a dying process to be gone */

static struct {
  char const *name;
  int nr;
} const names[] = {
#include "calls.h"
};
#define NAMES (sizeof names / sizeof *names)

/* What is injected into a call, and which argument tells one of its kind from another. */
static struct call_s {
  char name[32];   /* empty: not in the file */
  char error[32];  /* "-": never fails */
  char detail[32]; /* a letter and a number for each argument: p a path, n a number, r is-NULL */
} calls[CALLS_MAX];

typedef struct task_s task;
struct task_s {
  pid_t pid; /* 0: no task */
  char link[LINK_MAX];
  unsigned int count[CALLS_MAX];
  int injected; /* the error of the call that it is in, or 0 */
  int hit;      /* the fault was its */
};

static task tasks[TASKS_MAX];
static FILE *result;
static char fault_link[LINK_MAX];
static int fault_call = -1;
static unsigned int fault_n;
static int fault_error;
static int hit, payload_started;

static void die(char const *what)
{
  fprintf(stderr, "inject: fatal: unable to %s: %s\n", what, strerror(errno));
  exit(111);
}

static int number_of(char const *name)
{
  for (size_t i = 0; i < NAMES; i++)
    if (!strcmp(names[i].name, name))
      return names[i].nr;
  return -1;
}

static char const *name_of(int nr)
{
  for (size_t i = 0; i < NAMES; i++)
    if (names[i].nr == nr)
      return names[i].name;
  return "?";
}

static int error_of(char const *name)
{
  for (int e = 1; e < 134; e++)
    if (strerrorname_np(e) && !strcmp(strerrorname_np(e), name))
      return e;
  return 0;
}

/* Lines of "CALL ERROR [ARGUMENTS]", "CALL - reason", and comments. */
static void read_calls(char const *path)
{
  char line[256];
  FILE *f = fopen(path, "re");
  if (!f)
    die("open the file of calls");
  while (fgets(line, sizeof line, f)) {
    struct call_s c = {0};
    int nr;
    if (*line == '#' || sscanf(line, "%31s %31s %31s", c.name, c.error, c.detail) < 2)
      continue;
    nr = number_of(c.name);
    if (nr < 0 || nr >= CALLS_MAX || (*c.error != '-' && !error_of(c.error))) {
      fprintf(stderr, "inject: fatal: not a call and an error: %s", line);
      exit(100);
    }
    calls[nr] = c;
  }
  fclose(f);
}

static void scan_fault(char *s)
{
  char call[32], error[32];
  if (sscanf(s, "%19[^:]:%31[^:]:%u:%31s", fault_link, call, &fault_n, error) != 4 ||
      (fault_call = number_of(call)) < 0 || !(fault_error = error_of(error))) {
    fprintf(stderr, "inject: fatal: not a fault: %s\n", s);
    exit(100);
  }
}

static int64_t now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Interrupts waitpid, nothing else. */
static void on_tick(int sig)
{
  (void)sig;
}

static size_t read_proc(pid_t pid, char const *file, char *buf, size_t max)
{
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? 0 : read(fd, buf, max - 1);
  if (fd >= 0)
    close(fd);
  buf[n > 0 ? n : 0] = 0;
  return n > 0 ? (size_t)n : 0;
}

static void name_link(task *t, char const *suffix)
{
  char comm[32];
  read_proc(t->pid, "comm", comm, sizeof comm);
  comm[strcspn(comm, "\n")] = 0;
  snprintf(t->link, sizeof t->link, "%.16s%s", comm, suffix);
}

static task *find_task(pid_t pid)
{
  for (size_t i = 0; i < TASKS_MAX; i++)
    if (tasks[i].pid == pid)
      return tasks + i;
  return NULL;
}

static task *parent_of(pid_t pid)
{
  char stat[512], *s;
  int parent;
  read_proc(pid, "stat", stat, sizeof stat);
  s = strrchr(stat, ')');
  return s && sscanf(s, ") %*c %d", &parent) == 1 && parent > 0 ? find_task(parent) : NULL;
}

/* A process that we hear of for the first time was forked, and has executed nothing. */
static task *take_task(pid_t pid)
{
  task *t = find_task(pid), *parent;
  if (t)
    return t;
  t = find_task(0);
  if (!t) {
    errno = EAGAIN;
    die("remember so many processes");
  }
  *t = (task){.pid = pid};
  parent = parent_of(pid);
  if (parent)
    snprintf(t->link, sizeof t->link, "%.*s+", LINK_MAX - 2, parent->link);
  else
    name_link(t, "+");
  return t;
}

static int is_link(task const *t)
{
  return !strncmp(t->link, "nc-", 3);
}

/* What a link executes is the next link, or the payload; but nc-monitor -d has a helper. */
static int is_payload(task const *t, char const *before)
{
  return !strncmp(before, "nc-", 3) && !is_link(t) && strcmp(t->link, "s6-log");
}

static void note_id(pid_t pid)
{
  static int noted;
  char env[4096];
  if (noted)
    return;
  size_t n = read_proc(pid, "environ", env, sizeof env);
  for (char *s = env; s < env + n; s += strlen(s) + 1)
    if (!strncmp(s, "NC_ID=", 6)) {
      fprintf(result, "id %s\n", s + 6);
      noted = 1;
    }
}

static void note_start(pid_t pid)
{
  char buf[4096], *line;
  read_proc(pid, "cgroup", buf, sizeof buf);
  line = strstr(buf, "0::");
  fprintf(result, "started %.*s\n", line ? (int)strcspn(line + 3, "\n") : 1, line ? line + 3 : "?");
  payload_started = 1;
}

static void on_exec(task *t)
{
  char before[LINK_MAX];
  memcpy(before, t->link, sizeof before);
  name_link(t, "");
  memset(t->count, 0, sizeof t->count);
  t->injected = 0;
  if (is_link(t))
    note_id(t->pid);
  if (is_payload(t, before))
    note_start(t->pid);
}

static void print_string(pid_t pid, uint64_t address)
{
  char s[64] = "";
  struct iovec local = {.iov_base = s, .iov_len = sizeof s - 1};
  struct iovec remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = sizeof s - 1};
  /* the end of a page may be near */
  if (process_vm_readv(pid, &local, 1, &remote, 1, 0) < 0) {
    local.iov_len = remote.iov_len = 4096 - address % 4096 < 63 ? 4096 - address % 4096 : 63;
    process_vm_readv(pid, &local, 1, &remote, 1, 0);
  }
  for (char *c = s; *c; c++)
    if (*c <= ' ' || *c > '~')
      *c = '?';
  fputs(*s ? s : "''", result);
}

static void print_detail(pid_t pid, struct call_s const *c, uint64_t const *args)
{
  for (char const *d = c->detail; *d; d += 2) {
    uint64_t value = args[d[1] - '0'];
    if (d != c->detail)
      putc(',', result);
    if (*d == 'p')
      print_string(pid, value);
    else if (*d == 'r')
      fputs(value ? "set" : "null", result);
    else
      fprintf(result, "%" PRId64, (int64_t)value);
  }
  fputs(*c->detail ? "\n" : "-\n", result);
}

static void list(task const *t, int nr, uint64_t const *args)
{
  struct call_s const *c = calls + nr;
  if (!*c->name) {
    fprintf(result, "unknown %s by %s\n", name_of(nr), t->link);
    return;
  }
  if (*c->error == '-')
    return;
  fprintf(result, "call %s %s %u %s ", t->link, c->name, t->count[nr], c->error);
  print_detail(t->pid, c, args);
}

static void on_call(task *t)
{
  struct ptrace_syscall_info info;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, sizeof info, &info) < 0)
    return; /* killed meanwhile */
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
    uint64_t nr = info.entry.nr;
    t->injected = 0;
    if (nr >= CALLS_MAX || !is_link(t))
      return;
    t->count[nr]++;
    if (fault_call < 0) {
      list(t, (int)nr, (uint64_t const *)info.entry.args);
    } else if (!hit && (int)nr == fault_call && t->count[nr] == fault_n &&
               !strcmp(t->link, fault_link)) {
      /* number -1 is no call: the kernel does nothing, and we say what it did */
      if (ptrace(PTRACE_POKEUSER, t->pid, offsetof(struct user_regs_struct, orig_rax), -1L) < 0)
        return;
      t->injected = fault_error;
      t->hit = hit = 1;
      fputs("hit ", result);
      print_detail(t->pid, calls + nr, (uint64_t const *)info.entry.args);
    }
  } else if (info.op == PTRACE_SYSCALL_INFO_EXIT && t->injected) {
    ptrace(PTRACE_POKEUSER, t->pid, offsetof(struct user_regs_struct, rax), (long)-t->injected);
    t->injected = 0;
  }
}

/* Calls are looked at only where they matter: every stop costs two context switches. */
static void go_on(task const *t, int sig)
{
  int looks = fault_call < 0 ? is_link(t) : !hit && !strcmp(t->link, fault_link);
  if (t->injected)
    looks = 1;
  ptrace(looks ? PTRACE_SYSCALL : PTRACE_CONT, t->pid, 0, (long)sig);
}

static void on_stop(task *t, int status)
{
  int sig = WSTOPSIG(status), event = status >> 16;
  if (event == PTRACE_EVENT_EXEC)
    on_exec(t);
  if (event == PTRACE_EVENT_STOP && (sig == SIGSTOP || sig == SIGTSTP)) {
    ptrace(PTRACE_LISTEN, t->pid, 0, 0);
    return;
  }
  if (sig == (SIGTRAP | 0x80))
    on_call(t);
  go_on(t, event || sig == (SIGTRAP | 0x80) ? 0 : sig);
}

static pid_t start(char **argv, int *input)
{
  int in[2], ready[2];
  char c;
  if (pipe2(in, O_CLOEXEC) < 0 || pipe2(ready, O_CLOEXEC) < 0)
    die("create a pipe");
  pid_t pid = fork();
  if (pid < 0)
    die("fork");
  if (!pid) {
    close(ready[1]);
    if (read(ready[0], &c, 1) != 1 || dup2(in[0], 0) < 0)
      _exit(111);
    execvp(*argv, argv);
    _exit(127);
  }
  if (ptrace(PTRACE_SEIZE, pid, 0,
             PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                 PTRACE_O_TRACEEXEC | PTRACE_O_TRACESYSGOOD) < 0)
    die("trace the chain");
  take_task(pid);
  if (write(ready[1], "", 1) != 1)
    die("start the chain");
  close(in[0]);
  close(ready[0]);
  close(ready[1]);
  *input = in[1];
  return pid;
}

static void kill_rest(char const *word)
{
  char comm[32];
  for (size_t i = 0; i < TASKS_MAX; i++) {
    if (!tasks[i].pid)
      continue;
    read_proc(tasks[i].pid, "comm", comm, sizeof comm);
    comm[strcspn(comm, "\n")] = 0;
    fprintf(result, "%s %s\n", word, comm);
    kill(tasks[i].pid, SIGKILL);
  }
}

static int code_of(int status)
{
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void follow(pid_t first, int input, int seconds)
{
  int64_t begun = now(), ended = 0, last = begun;
  int status, killed = 0;
  for (;;) {
    pid_t pid = waitpid(-1, &status, __WALL);
    if (pid < 0 && errno == ECHILD)
      return;
    if (pid < 0 && errno != EINTR)
      die("wait");
    if (pid > 0) {
      task *t = take_task(pid);
      last = now();
      if (WIFSTOPPED(status)) {
        on_stop(t, status);
        continue;
      }
      if (WIFSIGNALED(status) && is_link(t))
        fprintf(result, "cut %s\n", t->link);
      t->pid = 0;
      if (t->hit)
        fprintf(result, "end %d\n", code_of(status));
      if (pid == first) {
        ended = last;
        fprintf(result, "code %d\n", code_of(status));
      }
      continue;
    }
    if (!ended && input >= 0 && payload_started && now() - last > QUIET_MS) {
      close(input);
      input = -1;
    }
    if (!killed && (ended ? now() - ended > FOLLOW_MS : now() - begun > 1000 * seconds)) {
      if (!ended)
        fputs("late\n", result);
      kill_rest(ended ? "left" : "waiting");
      killed = 1;
    }
  }
}

int main(int argc, char **argv)
{
  struct sigaction tick = {.sa_handler = &on_tick};
  struct itimerval interval = {.it_interval.tv_usec = 10000, .it_value.tv_usec = 10000};
  int seconds = 20, opt, input, has_calls = 0;
  while ((opt = getopt(argc, argv, "+t:c:o:f:")) != -1) {
    switch (opt) {
    case 't': seconds = atoi(optarg); break;
    case 'c':
      read_calls(optarg);
      has_calls = 1;
      break;
    case 'o': result = fopen(optarg, "we"); break;
    case 'f': scan_fault(optarg); break;
    default: fputs(USAGE, stderr); return 100;
    }
  }
  if (!result || !has_calls || optind == argc) {
    fputs(USAGE, stderr);
    return 100;
  }
  pid_t first = start(argv + optind, &input);
  if (sigaction(SIGALRM, &tick, NULL) < 0 || setitimer(ITIMER_REAL, &interval, NULL) < 0)
    die("set a timer");
  follow(first, input, seconds);
  if (fclose(result) < 0)
    die("write the result");
  return 0;
}
