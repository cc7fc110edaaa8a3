. tests/tap.sh
# SPDX-License-Identifier: ISC

# Where the host's root is an initramfs, it cannot be pivoted away from. Here the kernel is made
# to say so.
root_only 'nobody else can make such a root'
inject='strace -f -qqq -o /dev/null -e trace=pivot_root -e inject=pivot_root:error='
strace -qqq -o /dev/null true 2>/dev/null || skip_all 'no strace, or no ptrace'

refused 111 'nc-mount: fatal: unable to pivot into the new root: Invalid argument' 'it is an error' -- \
  ${inject}EINVAL nc-unshare -pm -- nc-mount --system -- touch "$T/touched"
refused 111 'unable to pivot into the new root: Operation not permitted' '--chroot-fallback excuses nothing else' -- \
  ${inject}EPERM nc-unshare -pm -- nc-mount --chroot-fallback --system -- touch "$T/touched"
ok 'nothing was run' -- test ! -e "$T/touched"
run ${inject}EINVAL "$HELPER/try-report" "$T/records" nc-unshare -pm -- nc-mount --chroot-fallback --system -- \
  sh -c "ls /; test ! -e '$T' && echo not there; test ! -e '../../..$T' && echo nor above"
is "$code" 0 'unless --chroot-fallback was given'
like "$T/out" '^not there$' "the host's files are not below the root"
like "$T/out" '^nor above$' 'nor above it'
like "$T/err" "^nc-mount: warning: unable to pivot, the host's mounts stay below: Invalid argument$" 'it warns'
like "$T/records" '"tool":"nc-mount","event":"applied","degraded":true' 'and reports it'
run "$HELPER/try-report" "$T/records" nc-unshare -pm -- nc-mount --chroot-fallback --system -- true
is "$code $(cat "$T/err")" '0 ' 'where it is not needed nothing is said'
unlike "$T/records" degraded 'nor reported'
run ${inject}EINVAL nucleus run --allow-chroot-fallback -- true
is "$code" 0 'nucleus run --allow-chroot-fallback'
run ${inject}EINVAL nucleus run -- true
is "$code" 125 'and without'

finish
