. tests/tap.sh
. tests/cgroup.sh
# SPDX-License-Identifier: ISC

# nc-monitor is killed at any instant of a start: what is left is swept by the next command.
S=$NUCLEUS_STATE_DIR
own_cgroups
mark=1$$ # seconds that nobody else sleeps
none_is_alive() { ! pgrep -f "^sleep $mark\$"; }
# one that is killed in the middle of its way is told so by its code alone
i=0 started=0
while [ "$i" -lt 40 ]; do
  i=$((i + 1))
  rm_flag=
  [ $((i % 2)) = 0 ] || rm_flag=--rm
  # shellcheck disable=SC2086
  nucleus run $rm_flag --name "n$i" -- sleep "$mark" >/dev/null 2>&1 &
  pid=$!
  # at once, or after 1 to 25 ms, or, on a machine that is slower than that, once it has started
  [ "$i" -le 10 ] || sleep "0.0$((i / 10 - 1))$((i % 10))"
  [ "$i" -le 35 ] || await 60 test -e "$S/names/n$i/status.json"
  [ ! -e "$S/names/n$i/status.json" ] || started=$((started + 1))
  kill -KILL "$pid"
  wait "$pid" 2>/dev/null
done
isnt "$started" 0 "some were killed after their record was made ($started of 40)"
isnt "$started" 40 'and some before'
ok 'nothing of them runs' -- await 60 none_is_alive

# half-born records are left alone for a minute
find "$S/containers" -name '.new-*' -exec touch -d '2 minutes ago' {} +
run nucleus run --rm --name sweeper -- true
is "$code" 0 'the next command works'
is "$(grep -v nc-cgroup "$T/err")" '' 'and does not complain'
is "$(find "$S/containers" -mindepth 1 -maxdepth 1 -name '.*' | wc -l)" 0 'no half record is left'
is "$(find "$S/containers" -name lock | wc -l)" 0 'no lock'
is "$(find "$S/containers" -name rm | wc -l)" 0 'no record that was to go'
is "$(find "$S/names" -xtype l | wc -l)" 0 'no name without a record'
# between a cgroup's birth and its note in the record
for sweep in 'ps' 'run --rm -- true'; do
  if [ "$group" ] && strace -qqq -o /dev/null true 2>/dev/null; then
    leaves 137 'killed when it notes the cgroup' -- strace -qqq -o /dev/null -e trace=symlinkat \
      -e inject=symlinkat:signal=KILL:when=1 nucleus run -- sleep "$mark"
    is "$(find "$group" -mindepth 2 -type d | wc -l)" 1 'which is there'
    # shellcheck disable=SC2086 # words
    works "nucleus $sweep" -- nucleus $sweep
    is "$(find "$group" -mindepth 2 -type d | wc -l)" 0 'removes it'
  else
    skip 'no cgroup, or no strace' 'killed when it notes the cgroup'
  fi
done
if [ "$group" ]; then
  is "$(find "$group" -mindepth 2 -type d | wc -l)" 0 'no cgroup'
else
  skip 'no cgroup can be made' 'no cgroup'
fi
i=0 taken=0
while [ "$i" -lt 40 ]; do
  i=$((i + 1))
  [ -L "$S/names/n$i" ] || continue
  nucleus run --rm --name "n$i" -- true 2>/dev/null && taken=$((taken + 1))
done
is "$taken" 0 'a record that stayed keeps its name'

finish
