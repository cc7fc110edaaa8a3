# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# TAP for the behaviour tests: a test sources this file from the top of the tree.
#   $T        a folder of the test's own, removed when it ends
#   $HELPER   the folder of the probes (tests/helper), static programs
#   run CMD…            runs it; $code, and what it printed in $T/out and $T/err
#   works DESC -- CMD…      its code must be 0
#   leaves CODE DESC -- CMD…    its code must be CODE
#   refused CODE REGEX DESC -- CMD…   its code must be CODE and its stderr match REGEX
#   is GOT WANT DESC, isnt GOT WANT DESC, like FILE REGEX DESC, unlike FILE REGEX DESC
#   ok DESC -- CMD…     a condition, e.g. ok "there" -- test -e F
#   await SECONDS CMD…  waits until CMD succeeds; fails when the time is over
#   root_only REASON    the rest is for root, and done for anybody else: nothing is lacking
#   skip_all REASON     the file cannot run here (a failure where NC_MUST_WORK=1)
#   skip REASON DESC    one point cannot
#   skip_user REASON DESC   one point cannot, and is none for anybody but root: for them nothing is lacking
#   finish              the last line of every test

set -u
umask 022 # a user's own may be 002, and a state folder that a group may write to is refused
T=$(mktemp -d "${TMPDIR:-/tmp}/nc-test.XXXXXX") || exit 99
chmod 755 "$T"
trap 'rm -rf "$T"' EXIT
trap 'exit 99' HUP INT TERM

NC_BUILD=${NC_BUILD:-$PWD/build/dev}
export HELPER="$NC_BUILD/helper"
PATH=${NC_BIN:-$NC_BUILD/bin}:$PATH
export NUCLEUS_STATE_DIR="$T/state"
# tests start outside any chain
unset NC_TOOLS NC_REPORT NC_OUTPUT NC_START NC_CGROUP NC_DENIED NC_FILTER NC_NETNS NC_TRACE NC_ID NC_NAME
points=0
failures=0

point() { # ok|not ok, description
  points=$((points + 1))
  printf '%s %d - %s\n' "$1" "$points" "$2"
  [ "$1" = ok ] || { failures=$((failures + 1)) && say "$0: not ok $points - $2"; }
}

# Why a point is not ok goes to stderr, as TAP has it: prove(1) shows that, and keeps the rest.
# tests/run says all of it once more at its end.
why() {
  sed 's/^/# /' | tee -a "${NC_FAILED:-/dev/null}" >&2
}
say() { # line…
  printf '%s\n' "$@" | why
}
told() { # file, what it is
  sed "s/^/$2: /" "$1" | head -n 20 | why
}

run() {
  code=0
  "$@" >"$T/out" 2>"$T/err" </dev/null || code=$?
}

await() {
  seconds=$1
  until=$(($(date +%s) + seconds))
  shift
  while ! "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$until" ] || {
      say "$seconds seconds in vain for: $*"
      return 1
    }
    sleep 0.05
  done
}

ok() {
  desc=$1
  shift 2
  if "$@"; then point ok "$desc"; else point 'not ok' "$desc"; fi
}

is() {
  if [ "$1" = "$2" ]; then point ok "$3"; else
    point 'not ok' "$3"
    say "got $1" "want $2"
  fi
}

isnt() {
  if [ "$1" != "$2" ]; then point ok "$3"; else
    point 'not ok' "$3"
    say "got $1"
  fi
}

like() {
  if grep -Eq -- "$2" "$1"; then point ok "$3"; else
    point 'not ok' "$3"
    say "want $2"
    told "$1" got
  fi
}

unlike() {
  if grep -Eq -- "$2" "$1"; then
    point 'not ok' "$3"
    say "do not want $2"
    told "$1" got
  else point ok "$3"; fi
}

leaves() {
  want=$1 desc=$2
  shift 3
  run "$@"
  if [ "$code" = "$want" ]; then point ok "$desc"; else
    point 'not ok' "$desc"
    say "code $code, want $want"
    told "$T/out" stdout
    told "$T/err" stderr
  fi
}

works() {
  leaves 0 "$@"
}

refused() {
  want=$1 regex=$2 desc=$3
  shift 4
  run "$@"
  if [ "$code" = "$want" ] && grep -Eq -- "$regex" "$T/err"; then point ok "$desc"; else
    point 'not ok' "$desc"
    say "code $code, want $want, and stderr like $regex"
    told "$T/out" stdout
    told "$T/err" stderr
  fi
}

skip() {
  if [ "${NC_MUST_WORK:-0}" = 1 ]; then point 'not ok' "$2 (must work, but: $1)"; else
    points=$((points + 1))
    printf 'ok %d - %s # SKIP %s\n' "$points" "$2" "$1"
  fi
}

skip_user() {
  [ "$(id -u)" != 0 ] || { skip "$@" && return; }
  printf '# for root: %s: %s\n' "$2" "$1"
}

root_only() {
  [ "$(id -u)" != 0 ] || return 0
  [ "$points" = 0 ] || finish
  printf '1..0 # SKIP for root: %s\n' "$1"
  exit 0
}

skip_all() {
  if [ "${NC_MUST_WORK:-0}" = 1 ]; then
    printf '1..1\nnot ok 1 - must work, but: %s\n' "$1"
    exit 1
  fi
  printf '1..0 # SKIP %s\n' "$1"
  exit 0
}

finish() {
  printf '1..%d\n' "$points"
  [ "$failures" = 0 ] || exit 1
  exit 0
}
