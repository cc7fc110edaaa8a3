. tests/tap.sh
# SPDX-License-Identifier: ISC

# Many at once: a name has one owner, and each container is listed, runs and goes.
S=$NUCLEUS_STATE_DIR

i=0
while [ "$i" -lt 50 ]; do
  i=$((i + 1))
  { nucleus run --name same -- sleep 1000 && :; echo $? >"$T/code$i"; } >/dev/null 2>"$T/err$i" &
done
lost() { [ "$(cat "$T"/code* 2>/dev/null | wc -l)" = 49 ]; }
ok 'of fifty with one name, 49 end' -- await 300 lost
is "$(sort -u "$T"/code*)" 125 'with 125 each'
is "$(grep -l 'the name same is taken by another container' "$T"/err* | wc -l)" 49 'as the name is taken'
one_runs() { [ "$(nucleus ps -q | wc -l)" = 1 ]; }
ok 'one runs' -- await 60 one_runs
is "$(nucleus ps -aq | wc -l)" 1 'nothing is left of the others'
works 'it has the name' -- nucleus rm -f same
wait
is "$(sort -u "$T"/code* | tr '\n' ' ')" '125 137 ' 'and ended when it was killed'

i=0
while [ "$i" -lt 200 ]; do
  i=$((i + 1))
  nucleus run --rm --name "many$i" -- sleep 1000 >/dev/null 2>>"$T/many" </dev/null &
done
listed() { [ "$(nucleus ps -q | wc -l)" = 200 ]; }
ok '200 started at once are all listed' -- await 300 listed
is "$(nucleus ps --format json | jq -r '.[] | select(.status == "running").name' | sort -u | wc -l)" 200 'as running, each once'
is "$(nucleus ps --format json | jq '.[].pid' | sort -u | wc -l)" 200 'each with a process of its own'
# shellcheck disable=SC2046
works 'all are killed at once' -- nucleus kill $(nucleus ps -q)
wait
is "$(find "$S/containers" "$S/names" -mindepth 1 -maxdepth 1 | wc -l)" 0 'and are gone, with their records'
is "$(grep -vc '^nc-cgroup: warning' "$T/many")" 0 'and nobody complained'
finish
