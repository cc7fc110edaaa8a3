/* SPDX-License-Identifier: ISC */

/*
 * try-least: makes some system calls, and those alone: it has no C library, whose start makes calls
 * that may fail unseen. Leaves with 0 if each was made, else with which of them was not, from 1 on.
 */

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

extern void _start(void) __attribute__((noreturn));

static long call(long number, long a, long b, long c, long d, long e, long f)
{
#if defined(__x86_64__)
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
#else
#error how does a system call look here?
#endif
}

static void leave(int code) __attribute__((noreturn));
static void leave(int code)
{
  call(SYS_exit_group, code, 0, 0, 0, 0, 0);
  for (;;) /* it was not let through */
    __builtin_trap();
}

/* The result of a call that is to work. */
static long must(long number, long a, long b, long c, long d, long e)
{
  static int n;
  long result = call(number, a, b, c, d, e, 0);
  n++;
  if (result < 0 && result > -4096)
    leave(n);
  return result;
}

static void test_sockets(void)
{
  int on = 1;
  long u = must(SYS_socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, 0, 0);
  long i = must(SYS_socket, AF_INET, SOCK_DGRAM, 0, 0, 0);
  must(SYS_ioctl, i, FIONREAD, (long)&on, 0, 0);
  must(SYS_ioctl, i, FIONBIO, (long)&on, 0, 0);
  must(SYS_setsockopt, u, SOL_SOCKET, SO_PASSCRED, (long)&on, sizeof on);
  must(SYS_close, u, 0, 0, 0, 0);
}

static void test_pipe(void)
{
  int fds[2];
  char c = 'x';
  must(SYS_pipe2, (long)fds, O_CLOEXEC, 0, 0, 0);
  must(SYS_fcntl, fds[0], F_GETFD, 0, 0, 0);
  must(SYS_fcntl, fds[0], F_SETFD, 0, 0, 0);
  must(SYS_write, fds[1], (long)&c, 1, 0, 0);
  must(SYS_read, fds[0], (long)&c, 1, 0, 0);
}

static void test_memory(void)
{
  long page = must(SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, 0);
  must(SYS_mprotect, page, 4096, PROT_READ | PROT_WRITE, 0, 0);
  must(SYS_madvise, page, 4096, MADV_DONTNEED, 0, 0);
  must(SYS_munmap, page, 4096, 0, 0, 0);
}

static void test_child(void)
{
  int status = -1;
  long child = must(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (!child)
    leave(0);
  must(SYS_wait4, child, (long)&status, 0, 0, 0);
  if (status)
    leave(100);
}

#if defined(__x86_64__)
__attribute__((force_align_arg_pointer))
#endif
void _start(void)
{
  must(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
  must(SYS_prctl, PR_GET_DUMPABLE, 0, 0, 0, 0);
  test_sockets();
  test_pipe();
  test_memory();
  test_child();
  leave(0);
}
