# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# shellcheck disable=SC2034 # the tests use what is set here
#
# For tests that look at a container from outside while it runs; sourced after tests/tap.sh.
#   start OPTION… -- PROG…   runs a container in the background; returns when PROG runs, with
#                            $run the process, $record its record, $cgroup its cgroup
#   stop                     ends it and waits; $code as left by nucleus
#   newest                   $record and $cgroup of the container started last
#   status KEY               of $record
#   cgroup_is_empty, cgroup_is_gone   of processes; altogether

cgroup_is_empty() {
  ! grep -q . "$cgroup/cgroup.procs"
}

cgroup_is_gone() {
  [ ! -e "$cgroup" ]
}

newest() {
  record=$(find "$NUCLEUS_STATE_DIR/containers" -mindepth 1 -maxdepth 1 -type d -name '[0-9a-f]*' \
    -printf '%C@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2)
  cgroup=$(jq -r 'select(.record.tool == "nc-cgroup").record.path' "$record/audit.ndjson")
}

status() {
  jq -r ".$1" "$record/status.json"
}

is_running() {
  grep -l '"status":"running"' "$NUCLEUS_STATE_DIR"/containers/*/status.json
}

start() {
  rm -rf "$NUCLEUS_STATE_DIR"
  nucleus run --require-limits "$@" >"$T/out" 2>"$T/err" </dev/null &
  run=$!
  await 60 is_running || {
    told "$T/err" stderr
    point 'not ok' 'a container that runs'
    finish
  }
  newest
}

stop() {
  code=0
  kill -TERM "$run"
  wait "$run" || code=$?
}
