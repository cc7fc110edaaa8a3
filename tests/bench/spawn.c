/* SPDX-License-Identifier: ISC */

/*
 * spawn [-n STARTS] [-s MS] [-r ROW] [-b BASE]... [-g "NAME RATIO BASE"]... FILE.json...
 * starts each command STARTS times, waits for it, and prints how long that took. A command is
 * a file {"argv":[...],"env":{...}}, its name is the file's. The commands take turns, in an
 * order drawn anew each round, so that a drift of the machine meets them all alike.
 *   -n   starts of each command (40)
 *   -s   milliseconds of rest before each start (0: back to back)
 *   -r   starts in a row before it is another's turn (1)
 *   -b   adds a column: the ratio to the median of BASE
 *   -g   prints whether NAME's median is at most RATIO x BASE's; never a failure
 * A command that leaves with another code than 0 is listed with what it said.
 */

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#define USAGE                                                                                      \
  "spawn [-n STARTS] [-s MS] [-r ROW] [-b BASE]... [-g \"NAME RATIO BASE\"]... FILE.json..."
#define BASES 8

typedef struct command_s command;
struct command_s {
  char const *name;
  char **argv;
  char **envp;
  double *wall; /* milliseconds, one a start */
  double *cpu;
  double *waits; /* times that it slept */
  char *excuse;  /* why it cannot run here; NULL if it can */
};

extern char **environ;

static _Noreturn void dieusage(void)
{
  fputs("usage: " USAGE "\n", stderr);
  exit(100);
}

static _Noreturn void die(char const *what, char const *object, char const *why)
{
  fprintf(stderr, "spawn: fatal: unable to %s %s: %s\n", what, object, why);
  exit(111);
}

static void *allocate(size_t n, size_t size)
{
  void *p = calloc(n, size);
  if (!p)
    die("allocate", "memory", strerror(errno));
  return p;
}

static char **read_argv(json_t const *list, char const *file)
{
  size_t n = json_array_size(list);
  char **argv = allocate(n + 1, sizeof *argv);
  if (!n)
    die("use", file, "it has no argv");
  for (size_t i = 0; i < n; i++) {
    argv[i] = (char *)json_string_value(json_array_get(list, i));
    if (!argv[i])
      die("use", file, "argv holds what is not a string");
  }
  return argv;
}

/* Our own environment, and the object's members over it. */
static char **read_envp(json_t *env, char const *file)
{
  size_t n = 0, own = 0;
  char const *key;
  json_t *value;
  while (environ[own])
    own++;
  char **envp = allocate(own + json_object_size(env) + 1, sizeof *envp);
  for (size_t i = 0; i < own; i++) {
    char name[256];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(environ[i], "="), environ[i]);
    if (!json_object_get(env, name))
      envp[n++] = environ[i];
  }
  json_object_foreach(env, key, value)
  {
    if (!json_is_string(value))
      die("use", file, "env holds what is not a string");
    if (asprintf(envp + n++, "%s=%s", key, json_string_value(value)) < 0)
      die("allocate", "memory", strerror(errno));
  }
  return envp;
}

static void read_command(command *c, char const *file, unsigned int starts)
{
  json_error_t error;
  json_t *object = json_load_file(file, 0, &error);
  if (!object)
    die("read", file, error.text);
  char const *slash = strrchr(file, '/');
  char *name = strdup(slash ? slash + 1 : file);
  if (!name)
    die("allocate", "memory", strerror(errno));
  name[strcspn(name, ".")] = 0;
  c->name = name;
  c->argv = read_argv(json_object_get(object, "argv"), file);
  c->envp = read_envp(json_object_get(object, "env"), file);
  c->wall = allocate(starts, sizeof *c->wall);
  c->cpu = allocate(starts, sizeof *c->cpu);
  c->waits = allocate(starts, sizeof *c->waits);
}

static double milliseconds(struct timespec const *from, struct timespec const *to)
{
  return (double)(to->tv_sec - from->tv_sec) * 1e3 + (double)(to->tv_nsec - from->tv_nsec) / 1e6;
}

static double cpu_milliseconds(struct rusage const *ru)
{
  return (double)(ru->ru_utime.tv_sec + ru->ru_stime.tv_sec) * 1e3 +
         (double)(ru->ru_utime.tv_usec + ru->ru_stime.tv_usec) / 1e3;
}

/* Starts c for the i-th time, with errfd as its stderr, and waits for it. Returns its exit
   code, or 128 + the signal that ended it; 127 if it could not be started. */
static int run(command *c, unsigned int i, int errfd)
{
  struct timespec before, after;
  struct rusage ru;
  posix_spawn_file_actions_t actions;
  pid_t pid;
  int wstat, e;

  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, errfd, 2);
  clock_gettime(CLOCK_MONOTONIC, &before);
  e = posix_spawnp(&pid, c->argv[0], &actions, NULL, c->argv, c->envp);
  posix_spawn_file_actions_destroy(&actions);
  if (e) {
    dprintf(errfd, "%s: %s\n", c->argv[0], strerror(e));
    return 127;
  }
  while (wait4(pid, &wstat, 0, &ru) < 0)
    if (errno != EINTR)
      die("wait for", c->name, strerror(errno));
  clock_gettime(CLOCK_MONOTONIC, &after);
  c->wall[i] = milliseconds(&before, &after);
  c->cpu[i] = cpu_milliseconds(&ru);
  c->waits[i] = (double)ru.ru_nvcsw;
  return WIFSIGNALED(wstat) ? 128 + WTERMSIG(wstat) : WEXITSTATUS(wstat);
}

/* The same: c gets an excuse if it fails. */
static void start(command *c, unsigned int i)
{
  char said[512];
  ssize_t n;
  int errfd = memfd_create("stderr", MFD_CLOEXEC);
  if (errfd < 0)
    die("create", "a memfd", strerror(errno));
  int code = run(c, i, errfd);
  if (code) {
    n = pread(errfd, said, sizeof said - 1, 0);
    said[n < 0 ? 0 : n] = 0;
    said[strcspn(said, "\n")] = 0;
    if (asprintf(&c->excuse, "left with %d: %s", code, said) < 0)
      die("allocate", "memory", strerror(errno));
  }
  close(errfd);
}

static void shuffle(unsigned int *order, unsigned int n)
{
  for (unsigned int i = n; i > 1; i--) {
    unsigned int j = (unsigned int)random() % i, k = order[j];
    order[j] = order[i - 1];
    order[i - 1] = k;
  }
}

static void measure(command *commands, unsigned int n, unsigned int starts, unsigned int row,
                    unsigned int rest)
{
  struct timespec const pause = {rest / 1000, (long)(rest % 1000) * 1000000};
  unsigned int *order = allocate(n, sizeof *order);

  for (unsigned int i = 0; i < n; i++) {
    order[i] = i;
    start(commands + i, 0); /* to warm up: the first of the counted ones writes over it */
  }
  for (unsigned int done = 0; done < starts; done += row) {
    shuffle(order, n);
    for (unsigned int i = 0; i < n; i++) {
      command *c = commands + order[i];
      for (unsigned int k = done; k < starts && k < done + row && !c->excuse; k++) {
        if (rest)
          nanosleep(&pause, NULL);
        start(c, k);
      }
    }
  }
  free(order);
}

static int by_size(void const *a, void const *b)
{
  double x = *(double const *)a, y = *(double const *)b;
  return (x > y) - (x < y);
}

static command const *find(command const *commands, unsigned int n, char const *name)
{
  for (unsigned int i = 0; i < n; i++)
    if (!strcmp(commands[i].name, name))
      return commands + i;
  return NULL;
}

static double median(command const *c, unsigned int starts)
{
  return c->wall[starts / 2];
}

static void print_table(command const *commands, unsigned int n, unsigned int starts,
                        char const *const *bases, unsigned int nb)
{
  printf("%-18s %8s %8s %8s %8s %8s", "", "median", "p10", "p90", "cpu", "waits");
  for (unsigned int b = 0; b < nb; b++)
    printf("  / %-7s", bases[b]);
  putchar('\n');
  for (unsigned int i = 0; i < n; i++) {
    command const *c = commands + i;
    if (c->excuse) {
      printf("%-18s cannot run here: %s\n", c->name, c->excuse);
      continue;
    }
    printf("%-18s %8.2f %8.2f %8.2f %8.2f %8.0f", c->name, median(c, starts), c->wall[starts / 10],
           c->wall[starts * 9 / 10], c->cpu[starts / 2], c->waits[starts / 2]);
    for (unsigned int b = 0; b < nb; b++) {
      command const *base = find(commands, n, bases[b]);
      if (base && !base->excuse)
        printf("  %9.2f", median(c, starts) / median(base, starts));
      else
        printf("  %9s", "-");
    }
    putchar('\n');
  }
}

static void print_goal(command const *commands, unsigned int n, unsigned int starts,
                       char const *goal)
{
  char name[64], base[64];
  double most;
  if (sscanf(goal, "%63s %lf %63s", name, &most, base) != 3)
    dieusage();
  command const *c = find(commands, n, name), *b = find(commands, n, base);
  printf("goal: %s at most %.1f x %s: ", name, most, base);
  if (!c || !b || c->excuse || b->excuse)
    puts("not measured");
  else {
    double ratio = median(c, starts) / median(b, starts);
    printf("%.2f, %s\n", ratio, ratio <= most ? "met" : "not met");
  }
}

static unsigned int scan(char const *s, unsigned int least)
{
  char *end;
  unsigned long u = strtoul(s, &end, 10);
  if (!*s || *end || u < least || u > 1000000)
    dieusage();
  return (unsigned int)u;
}

int main(int argc, char *const *argv)
{
  unsigned int starts = 40, rest = 0, row = 1, nb = 0, ng = 0;
  char const *bases[BASES], *goals[BASES];
  int opt;

  while ((opt = getopt(argc, argv, "+n:s:r:b:g:")) != -1)
    switch (opt) {
    case 'n': starts = scan(optarg, 1); break;
    case 's': rest = scan(optarg, 0); break;
    case 'r': row = scan(optarg, 1); break;
    case 'b':
      if (nb == BASES)
        dieusage();
      bases[nb++] = optarg;
      break;
    case 'g':
      if (ng == BASES)
        dieusage();
      goals[ng++] = optarg;
      break;
    default: dieusage();
    }
  if (optind >= argc)
    dieusage();

  unsigned int n = (unsigned int)(argc - optind);
  command *commands = allocate(n, sizeof *commands);
  for (unsigned int i = 0; i < n; i++)
    read_command(commands + i, argv[optind + (int)i], starts);
  measure(commands, n, starts, row, rest);
  for (unsigned int i = 0; i < n; i++) {
    qsort(commands[i].wall, starts, sizeof *commands[i].wall, &by_size);
    qsort(commands[i].cpu, starts, sizeof *commands[i].cpu, &by_size);
    qsort(commands[i].waits, starts, sizeof *commands[i].waits, &by_size);
  }
  print_table(commands, n, starts, bases, nb);
  for (unsigned int i = 0; i < ng; i++)
    print_goal(commands, n, starts, goals[i]);
  return 0;
}
