# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# Records for the tests of nc-state:
#   up NAME                     waits until the container runs
#   start NAME CMD…             runs it in the background and waits until it does; its monitor is $!
#   ready NAME CMD…             the same, and waits until CMD has said "ready", which is later
#   record ID NAME STATUS       fabricates one that is stopped, running or created; nobody holds
#                               its lock
S=$NUCLEUS_STATE_DIR

up() {
  await 60 grep -qs '"running"' "$S/names/$1/status.json"
}

start() {
  started=$1
  shift
  nucleus run --name "$started" -- "$@" >"$T/said" 2>/dev/null </dev/null &
  up "$started"
}

ready() {
  start "$@"
  await 60 grep -q ready "$T/said"
}

record() {
  folder=$S/containers/$1
  mkdir -p "$folder" "$S/names"
  chmod 700 "$S" "$S/containers" "$S/names" "$folder"
  ln -s "../containers/$1" "$S/names/$2"
  ln -s "$2" "$folder/name"
  who="\"id\":\"$1\",\"name\":\"$2\"" then='"created_at":"2026-01-02T03:04:05.678Z"'
  case $3 in
  stopped) then="$then,\"started_at\":\"2026-01-02T03:04:05.700Z\",\"finished_at\":\"2026-01-02T03:05:00.000Z\",\"exit_code\":7,\"oom_killed\":false" ;;
  running) then="$then,\"started_at\":\"2026-01-02T03:04:05.700Z\"" ;;
  esac
  pid=
  [ "$3" = created ] || pid='"pid":4194000,'
  printf '{%s,"status":"%s",%s%s}\n' "$who" "$3" "$pid" "$then" >"$folder/status.json"
  printf '{%s,"created_at":"2026-01-02T03:04:05.678Z","command":["true"]}\n' "$who" >"$folder/config.json"
  : >"$folder/audit.ndjson"
}

nth() { printf '%032x' "$1"; }
