. tests/tap.sh
# SPDX-License-Identifier: ISC

# Each system call of each link fails in turn; tests/fault/README.md says what must come of it.
root_only 'nobody else can trace the chain'
[ "$(uname -m)" = x86_64 ] || skip_all 'the injector knows the registers of x86-64 only'
for kind in root rootless; do
  run tests/fault/run "$kind"
  is "$code" 0 "no fault of the $kind chain goes unnoticed"
  sed 's/^/# /' "$T/out" "$T/err"
done
finish
