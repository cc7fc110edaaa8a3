# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Whatever ends a container, its processes and its cgroup go: at once, or with the next command.
. tests/tap.sh
. tests/vm/container.sh

left() { # what is in the place of the cgroups, but for what another test's kills left there
  find "${cgroup%/*}" -mindepth 1 -maxdepth 1 -type d | sort | comm -23 - "$T/before"
}

touch "$T/before"
works 'a start' -- nucleus run --require-limits -- true
newest
left >"$T/left" && grep -Fvx "$cgroup" "$T/left" >"$T/before"
is "$(left)" '' 'nothing is left after an exit'

# nc-monitor is $run, and the rest its descendants
victim() {
  pgrep -x "$1" | while read -r pid; do
    p=$pid
    while [ "$p" -gt 1 ]; do
      [ "$p" != "$run" ] || { echo "$pid" && break; }
      p=$(ps -o ppid= "$p" | tr -d ' ')
    done
  done | tail -n 1
}

for name in nc-monitor nc-unshare nc-init sleep; do
  start --memory 64M -- sleep 600
  pid=$(victim $name)
  like "/proc/${pid:-none}/comm" "^$name\$" "$name is there"
  kill -KILL "${pid:-$run}"
  wait "$run"
  ok "kill -9 $name: no process is left" -- await 60 cgroup_is_empty
  if ! await 3 cgroup_is_gone; then
    echo "# kill -9 $name: the cgroup waits for the next command"
    run nucleus run -- true
  fi
  is "$(left)" '' "kill -9 $name: no cgroup is left"
done

failed=0
for i in $(seq 200); do
  nucleus run --rm --require-limits --memory 64M -- true || failed=$((failed + 1))
  [ $((i % 50)) != 0 ] || echo "# $i starts"
done
is "$failed" 0 '200 starts in a row'
is "$(left)" '' 'nothing is left of them'
is "$(pgrep -c -x 'nc-.*' -u "$(id -u)")" 0 'and no process of ours'
finish
