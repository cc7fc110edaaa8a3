/* SPDX-License-Identifier: ISC */

/* Calls whose capability depends on whose process, or whose file, it is. */

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "capabilities.h"
#include "resolve.h"
#include "watch.h"

#define BIT(n) (1U << (n))

/* id is one of the four that bits name, or "as it is". */
static int has(uint32_t const *four, uint64_t id, unsigned int bits)
{
  for (unsigned int i = 0; i < 4; i++)
    if (bits & BIT(i) && four[i] == (uint32_t)id)
      return 1;
  return (uint32_t)id == UINT32_MAX;
}

static void become_user(traced *t, uint64_t id, unsigned int bits)
{
  traced_ids const *ids = traced_know(t);
  if (ids && !has(ids->uid, id, bits))
    capability(t, CAPABILITY(SETUID));
}

static void become_group(traced *t, uint64_t id, unsigned int bits)
{
  traced_ids const *ids = traced_know(t);
  if (ids && !has(ids->gid, id, bits))
    capability(t, CAPABILITY(SETGID));
}

void watch_setuid(traced *t)
{
  become_user(t, t->args[0], BIT(REAL) | BIT(SAVED));
}

void watch_setreuid(traced *t)
{
  become_user(t, t->args[0], BIT(REAL) | BIT(EFFECTIVE));
  become_user(t, t->args[1], BIT(REAL) | BIT(EFFECTIVE) | BIT(SAVED));
}

void watch_setresuid(traced *t)
{
  for (unsigned int i = 0; i < 3; i++)
    become_user(t, t->args[i], BIT(REAL) | BIT(EFFECTIVE) | BIT(SAVED));
}

void watch_setfsuid(traced *t)
{
  become_user(t, t->args[0], BIT(REAL) | BIT(EFFECTIVE) | BIT(SAVED) | BIT(FILES));
}

void watch_setgid(traced *t)
{
  become_group(t, t->args[0], BIT(REAL) | BIT(SAVED));
}

void watch_setregid(traced *t)
{
  become_group(t, t->args[0], BIT(REAL) | BIT(EFFECTIVE));
  become_group(t, t->args[1], BIT(REAL) | BIT(EFFECTIVE) | BIT(SAVED));
}

void watch_setresgid(traced *t)
{
  for (unsigned int i = 0; i < 3; i++)
    become_group(t, t->args[i], BIT(REAL) | BIT(EFFECTIVE) | BIT(SAVED));
}

void watch_setfsgid(traced *t)
{
  become_group(t, t->args[0], BIT(REAL) | BIT(EFFECTIVE) | BIT(SAVED) | BIT(FILES));
}

void watch_setgroups(traced *t)
{
  capability(t, CAPABILITY(SETGID));
}

/* To lose takes nothing; what is inheritable can only grow from what is permitted. */
void watch_capset(traced *t)
{
  traced_ids const *ids = traced_know(t);
  uint32_t version, sets[6];
  uint64_t inheritable;
  if (!ids || traced_read(t, t->args[0], &version, sizeof version) < 0)
    return;
  if (version == _LINUX_CAPABILITY_VERSION_1 || traced_read(t, t->args[1], sets, sizeof sets) < 0)
    return;
  inheritable = sets[2] | (uint64_t)sets[5] << 32;
  if (inheritable & ~(ids->inheritable | ids->permitted))
    capability(t, CAPABILITY(SETPCAP));
}

void watch_prctl(traced *t)
{
  if ((int)t->args[0] == PR_CAPBSET_DROP || (int)t->args[0] == PR_SET_SECUREBITS)
    capability(t, CAPABILITY(SETPCAP));
}

/* The signal goes to one process; what goes to a group reaches those it may. */
static void signal_to(traced *t, uint64_t pid)
{
  traced_ids const *ids = traced_know(t);
  traced_ids other;
  if ((int)pid <= 0 || !ids || !traced_ids_of(t, &other, (pid_t)pid))
    return;
  if (!has(other.uid, ids->uid[EFFECTIVE], BIT(REAL) | BIT(SAVED)) &&
      !has(other.uid, ids->uid[REAL], BIT(REAL) | BIT(SAVED)))
    capability(t, CAPABILITY(KILL));
}

void watch_kill(traced *t)
{
  signal_to(t, t->args[0]);
}

void watch_tgkill(traced *t)
{
  signal_to(t, t->args[1]);
}

static void own(traced *t, place *p, uint64_t uid, uint64_t gid)
{
  traced_ids const *ids = traced_know(t);
  if (ids && p->fd >= 0) {
    int owner = ids->uid[FILES] == p->st.st_uid;
    int same_uid = (uint32_t)uid == UINT32_MAX || (owner && (uid_t)uid == p->st.st_uid);
    int same_gid = (uint32_t)gid == UINT32_MAX ||
                   (owner && ((gid_t)gid == p->st.st_gid || access_has_gid(ids, (gid_t)gid)));
    if (!same_uid || !same_gid)
      capability(t, CAPABILITY(CHOWN));
  }
  resolve_end(p);
}

void watch_chown(traced *t)
{
  place p;
  if (resolve(&p, t, AT_FDCWD, t->args[0], 1) == 0)
    own(t, &p, t->args[1], t->args[2]);
}

void watch_lchown(traced *t)
{
  place p;
  if (resolve(&p, t, AT_FDCWD, t->args[0], 0) == 0)
    own(t, &p, t->args[1], t->args[2]);
}

void watch_fchown(traced *t)
{
  place p;
  if (resolve_fd(&p, t, (int)t->args[0]) == 0)
    own(t, &p, t->args[1], t->args[2]);
}

void watch_fchownat(traced *t)
{
  place p;
  if (resolve_at(&p, t, (int)t->args[0], t->args[1], (int)t->args[4]) == 0)
    own(t, &p, t->args[2], t->args[3]);
}

/* What only the owner may do. */
static void change(traced *t, place *p)
{
  traced_ids const *ids = traced_know(t);
  if (ids && p->fd >= 0 && ids->uid[FILES] != p->st.st_uid)
    capability(t, CAPABILITY(FOWNER));
  resolve_end(p);
}

void watch_chmod(traced *t)
{
  place p;
  if (resolve(&p, t, AT_FDCWD, t->args[0], 1) == 0)
    change(t, &p);
}

void watch_fchmod(traced *t)
{
  place p;
  if (resolve_fd(&p, t, (int)t->args[0]) == 0)
    change(t, &p);
}

void watch_fchmodat(traced *t)
{
  place p;
  if (resolve(&p, t, (int)t->args[0], t->args[1], 1) == 0)
    change(t, &p);
}

void watch_fchmodat2(traced *t)
{
  place p;
  if (resolve_at(&p, t, (int)t->args[0], t->args[1], (int)t->args[3]) == 0)
    change(t, &p);
}

/* To set the present time also takes no more than to write. */
void watch_utime(traced *t)
{
  if (t->args[1])
    watch_chmod(t);
}

static void set_times(traced *t)
{
  place p;
  if ((t->args[1] ? resolve(&p, t, (int)t->args[0], t->args[1], 1)
                  : resolve_fd(&p, t, (int)t->args[0])) == 0)
    change(t, &p);
}

void watch_futimesat(traced *t)
{
  if (t->args[2])
    set_times(t);
}

void watch_utimensat(traced *t)
{
  struct timespec times[2];
  if (!t->args[2] || traced_read(t, t->args[2], times, sizeof times) < 0)
    return;
  if (times[0].tv_nsec == UTIME_OMIT && times[1].tv_nsec == UTIME_OMIT)
    return;
  if (times[0].tv_nsec != UTIME_NOW || times[1].tv_nsec != UTIME_NOW)
    set_times(t);
}
