/* SPDX-License-Identifier: ISC */

/*
 * Builds a root file system in a new mount namespace and pivots into it. Every source is opened
 * before anything is mounted; every target is resolved inside the new root; the host's tree is
 * gone afterwards. The folder of nucleus's programs goes along as a detached mount (NC_TOOLS).
 */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <linux/mount.h>

#include <skalibs/strerr.h>

#include "chain-fd.h"
#include "chain.h"
#include "kernel.h"
#include "mnt.h"
#include "operation.h"
#include "report.h"
#include "tools.h"

#define USAGE      "nc-mount [ --operation argument... ]... [ -- ] prog... (operations: nc-mount(1))"
#define dieusage() strerr_dieusage(100, USAGE)

static void enter_root(nc_tree const *t, int chroot_fallback, nc_report *r)
{
  if (fchdir(t->root) < 0)
    strerr_diefusys(111, "enter the new root");
  /* over itself: no folder for the old root is needed in the new one */
  if (nc_pivot_root(".", ".") == 0) {
    if (nc_umount_detach(".") < 0)
      strerr_diefusys(111, "unmount the old root");
  } else if (chroot_fallback && errno == EINVAL) {
    /* the host's root is an initramfs: it cannot be pivoted away from */
    strerr_warnwusys("pivot, the host's mounts stay below");
    nc_json_bool(&r->json, "degraded", 1);
    if (chroot(".") < 0)
      strerr_diefusys(111, "chroot");
  } else {
    strerr_diefusys(111, "pivot into the new root");
  }
  if (chdir("/") < 0)
    strerr_diefusys(111, "enter the new root");
}

static void report_context(nc_report *r, nc_context_counts const *c)
{
  if (!nc_json_open(&r->json, "context", '{'))
    return;
  nc_json_int(&r->json, "files", (int64_t)c->files);
  nc_json_int(&r->json, "directories", (int64_t)c->directories);
  nc_json_int(&r->json, "bytes", (int64_t)c->bytes);
  nc_json_int(&r->json, "left_out", (int64_t)(c->excluded + c->outside + c->special));
  nc_json_string(&r->json, "why", c->why);
  nc_json_close(&r->json, '{');
}

static nc_tree attach_root(void)
{
  static mnt_parameter const parameters[] = {{"mode", "0755"}, {NULL, NULL}};
  struct mount_attr const private = {.propagation = MS_PRIVATE};
  nc_tree t = {0};
  if (nc_mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &private, sizeof private) < 0)
    strerr_diefusys(111, "make the host's mounts private");
  int host = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (host < 0)
    strerr_diefusys(111, "open /");
  t.root = mnt_new("tmpfs", parameters, MNT_SAFE, "/");
  /* kernels before 6.15 mount nothing on a detached tree: it covers the host's root, which
     paths from "/" still begin at */
  mnt_attach(&t, t.root, host, "/");
  close(host);
  return t;
}

static void take_tools_along(void)
{
  int tools = nc_tools_clone();
  if (tools < 0)
    strerr_diefusys(111, "bind the tools");
  nc_chain_pass("NC_TOOLS", tools);
}

/* Before this, what goes wrong is said where the caller hears it; afterwards, nc-monitor relays
   it. Nobody keeps the master here: who has it can type. */
static void use_terminal(plan const *p)
{
  for (int fd = 0; fd <= 2; fd++)
    if (dup2(p->slave, fd) < 0)
      strerr_diefusys(111, "use the terminal");
  close(p->slave);
  close(p->master);
}

int main(int argc, char const *const *argv)
{
  static plan p;
  static nc_report r;
  PROG = "nc-mount";

  argc--;
  argv++;
  while (argc && !strncmp(*argv, "--", 2)) {
    int n = strcmp(*argv, "--") ? operation_take(&p, argc, argv) : 1;
    int last = !strcmp(*argv, "--");
    argc -= n;
    argv += n;
    if (last)
      break;
  }
  if (!argc)
    dieusage();

  if (p.terminal && nc_chain_fd("NC_REPORT") < 0)
    strerr_dief(111, "--terminal needs nc-monitor, which relays what is typed and shown");
  nc_report_begin(&r, "applied");
  for (size_t i = 0; i < p.n; i++)
    operation_open(p.operations + i);
  nc_tree t = attach_root();
  take_tools_along();
  for (size_t i = 0; i < p.n; i++)
    operation_perform(&t, &p, p.operations + i);
  enter_root(&t, p.chroot_fallback, &r);
  nc_json_int(&r.json, "mounts", t.mounts);
  if (p.copied)
    report_context(&r, &p.counts);
  if (p.terminal) {
    nc_json_bool(&r.json, "terminal", 1);
    nc_report_send_fds(&r, &p.master, 1);
    use_terminal(&p);
  } else {
    nc_report_send(&r);
  }
  nc_chain_exec(argv);
}
