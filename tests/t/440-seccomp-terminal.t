. tests/tap.sh
# SPDX-License-Identifier: ISC

# The kernel reads 32 bits of an ioctl's request: a filter that compares 64 lets
# TIOCSTI|1<<32 through.

run setsid -w "$HELPER/try-terminal"
is "$code" 0 'the probe works outside'
if grep -q '^injected 2$' "$T/out"; then
  point ok 'outside, input can be injected both ways'
else
  skip_user 'this kernel, or a missing CAP_SYS_ADMIN, forbids it' 'outside, input can be injected both ways'
fi

run setsid -w nc-seccomp -- "$HELPER/try-terminal"
is "$code" 0 'the probe works inside'
for request in TIOCSTI TIOCLINUX TIOCSETD; do
  like "$T/out" "^$request 1\$" "$request is refused"
  like "$T/out" "^$request\\|1<<32 1\$" "$request is refused with bit 32 set"
done
like "$T/out" '^injected 0$' 'nothing was injected'

finish
