. tests/tap.sh
# SPDX-License-Identifier: ISC

# Each system call of each link fails in turn; tests/fault/README.md says what must come of it.
root_only 'nobody else can trace the chain'
[ "$(uname -m)" = x86_64 ] || skip_all 'the injector knows the registers of x86-64 only'
for kinds in 'root kept' 'rootless logged terminal attach' 'detached created traced'; do
  # shellcheck disable=SC2086 # words
  works "no fault of the $kinds chain goes unnoticed" -- tests/fault/run $kinds
done
finish
