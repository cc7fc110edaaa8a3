/* SPDX-License-Identifier: ISC */

#include <stddef.h>
#include <sys/socket.h>

#include <asm/ioctls.h>
#include <linux/personality.h>
#include <linux/sched.h>

#include "risks.h"

/* The argument has exactly this value, or this flag. */
#define IS(index, value)                                                                           \
  {                                                                                                \
    .n = 1, .args = { {index, SCMP_CMP_MASKED_EQ, UINT32_MAX, value} }                             \
  }
#define HAS(index, flag)                                                                           \
  {                                                                                                \
    .n = 1, .args = { {index, SCMP_CMP_MASKED_EQ, flag, flag} }                                    \
  }
/* personality(2) takes all bits for a question. */
#define SETS(index, flag)                                                                          \
  {                                                                                                \
    .n = 2, .args = {                                                                              \
      {index, SCMP_CMP_MASKED_EQ, flag, flag},                                                     \
      {index, SCMP_CMP_LT, UINT32_MAX, 0}                                                          \
    }                                                                                              \
  }
#define ALWAYS                                                                                     \
  {                                                                                                \
    .n = 0                                                                                         \
  }

#define USERNS                                                                                     \
  "in a user namespace of its own a program has every capability, and reaches kernel code that "   \
  "attacks need"
#define MOUNTS                                                                                     \
  "changes what is mounted: together with a user namespace a way around paths that are hidden or " \
  "read-only"
#define MODULES "changes the kernel's own code"
#define KEYS    "the kernel's keyrings are not of a namespace, and have had many bugs"
#define RING    "what is asked for by its rings is done without a system call, so no filter sees it"
#define MEMORY  "reads and changes the memory of other processes"
#define CLOCK   "sets the clock of the whole machine"
#define PORTS   "talks to the machine's hardware directly"
#define MUX                                                                                        \
  "one number for many calls, whose arguments are in memory: no filter can tell them apart"

nc_risk const nc_risks[] = {
    {"acct", "writes accounts of all processes of the machine", ALWAYS},
    {"add_key", KEYS, ALWAYS},
    {"adjtimex", CLOCK, ALWAYS},
    {"bpf", "loads programs into the kernel", ALWAYS},
    {"chroot", "together with a descriptor of a folder outside a way out of a root folder", ALWAYS},
    {"clock_adjtime", CLOCK, ALWAYS},
    {"clock_settime", CLOCK, ALWAYS},
    {"clone", USERNS, HAS(0, CLONE_NEWUSER)},
    {"clone3", "its flags are in memory, where no filter sees them: new user namespaces, too",
     ALWAYS},
    {"delete_module", MODULES, ALWAYS},
    {"fanotify_init", "watches, and can hold up, what others do with files", ALWAYS},
    {"finit_module", MODULES, ALWAYS},
    {"fsconfig", MOUNTS, ALWAYS},
    {"fsmount", MOUNTS, ALWAYS},
    {"fsopen", MOUNTS, ALWAYS},
    {"init_module", MODULES, ALWAYS},
    {"io_uring_enter", RING, ALWAYS},
    {"io_uring_register", RING, ALWAYS},
    {"io_uring_setup", RING, ALWAYS},
    {"ioctl", "types on the terminal, as if its user had", IS(1, TIOCSTI)},
    {"ioctl", "pastes into the console", IS(1, TIOCLINUX)},
    {"ioctl", "loads line disciplines, kernel code that few look after", IS(1, TIOCSETD)},
    {"ioperm", PORTS, ALWAYS},
    {"iopl", PORTS, ALWAYS},
    {"ipc", MUX, ALWAYS},
    {"kcmp", "compares what other processes have in the kernel, and tells where it is", ALWAYS},
    {"kexec_file_load", MODULES, ALWAYS},
    {"kexec_load", MODULES, ALWAYS},
    {"keyctl", KEYS, ALWAYS},
    {"modify_ldt", "16-bit code, with kernel code for it that few look after", ALWAYS},
    {"mount", MOUNTS, ALWAYS},
    {"mount_setattr", MOUNTS, ALWAYS},
    {"move_mount", MOUNTS, ALWAYS},
    {"open_by_handle_at", "opens files by number, past all folders: a way out of containers",
     ALWAYS},
    {"open_tree", MOUNTS, ALWAYS},
    {"open_tree_attr", MOUNTS, ALWAYS},
    {"perf_event_open", "measures the kernel and other processes, and has had many bugs", ALWAYS},
    {"personality", "turns off that addresses are random", SETS(0, ADDR_NO_RANDOMIZE)},
    {"personality", "makes all memory that can be read executable", SETS(0, READ_IMPLIES_EXEC)},
    {"pidfd_getfd", "takes descriptors out of other processes", ALWAYS},
    {"pivot_root", MOUNTS, ALWAYS},
    {"process_madvise", "changes how the memory of other processes is kept", ALWAYS},
    {"process_vm_readv", MEMORY, ALWAYS},
    {"process_vm_writev", MEMORY, ALWAYS},
    {"ptrace", "looks into other processes, and has them do anything", ALWAYS},
    {"quotactl", "changes what users may store", ALWAYS},
    {"quotactl_fd", "changes what users may store", ALWAYS},
    {"reboot", "stops the machine", ALWAYS},
    {"request_key", KEYS, ALWAYS},
    {"setns", "enters namespaces of others", ALWAYS},
    {"settimeofday", CLOCK, ALWAYS},
    {"socket", "all that passes on the network, past every firewall", IS(0, AF_PACKET)},
    {"socket", "the virtual machine's host, past every firewall", IS(0, AF_VSOCK)},
    {"socket", "the kernel's ciphers, which have had many bugs", IS(0, AF_ALG)},
    {"socket", "the kernel's network configuration, and much code with bugs", IS(0, AF_NETLINK)},
    {"socket",
     "packets with any sender",
     {.n = 1, .args = {{1, SCMP_CMP_MASKED_EQ, 0xf, SOCK_RAW}}}},
    {"socketcall", MUX, ALWAYS},
    {"swapoff", "changes where the machine swaps to", ALWAYS},
    {"swapon", "changes where the machine swaps to", ALWAYS},
    {"syslog", "reads what the kernel logs, with its addresses", ALWAYS},
    {"umount", MOUNTS, ALWAYS},
    {"umount2", MOUNTS, ALWAYS},
    {"unshare", USERNS, HAS(0, CLONE_NEWUSER)},
    {"userfaultfd", "holds the kernel up in the middle of a copy, which attacks need", ALWAYS},
    {NULL, NULL, ALWAYS},
};
