. tests/tap.sh
. tests/cgroup.sh
# SPDX-License-Identifier: ISC

# Whichever process of a chain is killed, and whenever: nothing of the container goes on, and after
# the next command nothing of it is left.
S=$NUCLEUS_STATE_DIR
own_cgroups
mark=3$$ # seconds that nobody else sleeps
alive() { pgrep -f "^sleep $mark\$" >/dev/null; }
gone() { ! alive; }
is_running() { grep -q '"running"' "$S/names/$1/status.json" 2>/dev/null; }
nothing_left() { # description; after a command
  is "$(find "$S/containers" "$S/names" -mindepth 1 -maxdepth 1 ! -name '.new-*' | wc -l)" 0 "$1: no record"
  [ -z "$group" ] || is "$(find "$group" -mindepth 2 -type d | wc -l)" 0 "$1: no cgroup"
}
# The process of that name below $1, or the last one.
below() { # PID, name
  for child in $(pgrep -P "$1"); do
    if [ "$(cat "/proc/$child/comm" 2>/dev/null)" = "$2" ]; then echo "$child" && return; fi
    below "$child" "$2"
  done
}

for name in nc-monitor nc-unshare nc-init sleep logged-nc-monitor logged-nc-init logged-nc-seccomp logged-sleep; do
  logged=
  case $name in logged-*) logged=--seccomp-log-denied ;; esac
  # shellcheck disable=SC2086
  nucleus run --rm --name box $logged -- sleep "$mark" >/dev/null 2>&1 &
  pid=$!
  ok "$name: it runs" -- await 60 is_running box
  nucleus attach box -- sleep "$mark" >/dev/null 2>&1 &
  attached=$!
  ok "$name: with one attached" -- await 60 sh -c "[ \$(pgrep -fc '^sleep $mark\$') = 2 ]"
  victim=$pid
  [ "${name#logged-}" = nc-monitor ] || victim=$(below "$pid" "${name#logged-}")
  kill -KILL "$victim"
  code=0
  wait "$pid" 2>/dev/null || code=$?
  is "$code" 137 "$name is killed: so it ends"
  code=0
  wait "$attached" 2>/dev/null || code=$?
  is "$code" 137 "$name: and what was attached"
  ok "$name: nothing runs" -- await 60 gone
  run nucleus ps -a
  nothing_left "$name"
done

# at any instant of the start, at any depth
i=0
while [ "$i" -lt 36 ]; do
  logged=
  [ $((i / 4 % 2)) = 0 ] || logged=--seccomp-log-denied
  # shellcheck disable=SC2086
  nucleus run --rm --name "n$i" $logged -- sleep "$mark" >/dev/null 2>&1 &
  pid=$!
  sleep "0.0$((i % 12 / 4))$((i * 3 % 10))"
  victim=$pid depth=$((i % 4))
  while [ "$depth" -gt 0 ]; do
    child=$(pgrep -P "$victim" | head -n 1)
    victim=${child:-$victim} depth=$((depth - 1))
  done
  kill -KILL "$victim" 2>/dev/null
  wait "$pid" 2>/dev/null
  i=$((i + 1))
done
ok 'killed on their way, nothing of 36 runs' -- await 60 gone
find "$S/containers" -name '.new-*' -exec touch -d '2 minutes ago' {} +
run nucleus run --rm -- true
is "$code" 0 'the next command works'
is "$(grep -v nc-cgroup "$T/err")" '' 'and does not complain'
is "$(find "$S/containers" -name '.new-*' | wc -l)" 0 'no half record is left'
nothing_left 'killed on their way'
finish
