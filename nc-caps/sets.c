/* SPDX-License-Identifier: ISC */

#include <errno.h>
#include <sys/capability.h>
#include <sys/prctl.h>

#include <linux/securebits.h>

#include <skalibs/strerr.h>

#include "capability.h"
#include "sets.h"

/* uid 0 gains nothing by being uid 0, an exec of a set-user-ID file included */
#define BITS_NOTHING_KEPT                                                                          \
  (SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED | \
   SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED)

#define has(set, cap) ((set) >> (cap)&1)

/* Asks the kernel and not libcap which capabilities there are: it may know more. */
void sets_bound(nc_caps_sets const *sets)
{
  for (cap_value_t cap = 0; cap < NC_CAPABILITIES_MAX; cap++) {
    int bound = cap_get_bound(cap);
    if (bound < 0 && errno == EINVAL)
      return;
    if (bound < 0)
      strerr_diefusys(111, "read the bounding set");
    if (bound && !has(sets->bounding, cap) && cap_drop_bound(cap) < 0) {
      char *name = cap_to_name(cap);
      strerr_diefusys(111, "drop ", name ? name : "a capability", " from the bounding set");
    }
  }
}

int sets_noroot(nc_caps_sets const *sets, uid_t uid)
{
  if (sets->ambient == sets->effective)
    return 1;
  if (uid == 0 && sets->effective == (sets->bounding | sets->inheritable))
    return 0;
  strerr_diefu(111, "keep what the policy says over an exec: the effective set must be the ambient "
                    "one, or, for user 0 alone, all that is bounding");
}

void sets_securebits(nc_caps_sets const *sets, int noroot)
{
  unsigned int bits = SECBIT_KEEP_CAPS;
  if (!sets->bounding)
    bits = BITS_NOTHING_KEPT;
  else if (noroot)
    bits |= SECBIT_NOROOT | SECBIT_NOROOT_LOCKED;
  if (cap_get_secbits() != bits && cap_set_secbits(bits) < 0)
    strerr_diefusys(111, "set the securebits");
}

static void set_flag(cap_t caps, cap_flag_t flag, uint64_t set)
{
  for (cap_value_t cap = 0; cap < NC_CAPABILITIES_MAX; cap++)
    if (has(set, cap) && cap_set_flag(caps, flag, 1, &cap, CAP_SET) < 0)
      strerr_diefusys(111, "choose the capabilities");
}

void sets_apply(nc_caps_sets const *sets)
{
  cap_t caps = cap_init();

  if (!caps)
    strerr_diefusys(111, "allocate memory");
  set_flag(caps, CAP_PERMITTED, sets->effective);
  set_flag(caps, CAP_EFFECTIVE, sets->effective);
  set_flag(caps, CAP_INHERITABLE, sets->inheritable);
  if (cap_set_proc(caps) < 0)
    strerr_diefusys(111, "set the capabilities");
  cap_free(caps);
  /* not cap_reset_ambient: that takes a set it cannot read for an empty one */
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
    strerr_diefusys(111, "drop the ambient capabilities");
  for (cap_value_t cap = 0; cap < NC_CAPABILITIES_MAX; cap++)
    if (has(sets->ambient, cap) && cap_set_ambient(cap, CAP_SET) < 0)
      strerr_diefusys(111, "set the ambient capabilities");
}

void sets_report(nc_json *json, char const *key, uint64_t set)
{
  if (!nc_json_open(json, key, '['))
    return;
  for (cap_value_t cap = 0; cap < NC_CAPABILITIES_MAX; cap++)
    if (has(set, cap)) {
      char *name = cap_to_name(cap);
      nc_json_string(json, NULL, name ? name : "?");
      cap_free(name);
    }
  nc_json_close(json, '[');
}
