# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables of tests/fault/run
# SPDX-License-Identifier: ISC
#
# What came of a fault, for tests/fault/run.

# $W/result, as $hit $detail $started $id $code $end $cut $late $left $unknown
read_result() {
  hit='' started='' id='' code='' end='' cut='' late='' left='' unknown=''
  while read -r word value; do
    case $word in
    # the nth call need not be the same one twice
    hit) hit=1 detail=$value ;;
    started) started=$value ;;
    id) id=$value ;;
    code) code=$value ;;
    end) end=$value ;;
    cut) cut="$cut $value" ;;
    late) late=1 ;;
    left | waiting) left="$left $value" ;;
    unknown) unknown="$unknown, $value" ;;
    esac
  done <"$1"
}

# What a run left behind, as $rest
look_for_rest() {
  rest=''
  case $kind in
  attach) look_at_container ;;
  *) look_for_records ;;
  esac
  [ -z "$id" ] || ! [ -e "$cgroup_parent/$id" ] || rest="$rest cgroup"
  ! has_new_mounts || rest="$rest mounts"
}

# What was mounted before us goes when its owner removes the folder.
has_new_mounts() {
  now=$(cat /proc/self/mountinfo)
  [ "$now" != "$mounts" ] && printf '%s\n' "$now" | grep -qvxF "$mounts"
}

look_for_records() {
  for f in "$NUCLEUS_STATE_DIR"/names/* "$NUCLEUS_STATE_DIR"/containers/* \
    "$NUCLEUS_STATE_DIR"/containers/.[!.]*; do
    [ -e "$f" ] || [ -L "$f" ] || continue
    case $kind:$f in
    rootless:*/containers/"$id" | detached:*/containers/"$id") ! is_closed "$f" || continue ;;
    rootless:*/names/fault | detached:*/names/fault) ! is_closed "$f" || continue ;;
    esac
    rest="$rest ${f#"$NUCLEUS_STATE_DIR"/}"
  done
}

# It goes on, alone.
look_at_container() {
  "$build/bin/nucleus" audit fault >/dev/null 2>&1 || rest=' a broken log'
  [ "$("$build/bin/nucleus" ps -q)" = "$(cat "$W/id")" ] || rest="$rest an end of the container"
  [ -z "$attached_cgroup" ] || [ "$(wc -l <"$attached_cgroup/cgroup.procs")" = 2 ] || rest="$rest processes in it"
}

# Without --rm, the record of one that started stays, and so does its name. It says that it has
# stopped, unless nc-monitor has died.
is_closed() { # a record
  [ -e "$1/audit.ndjson" ] && ! [ -e "$1/lock" ] && grep -q '"event":"exec"' "$1/audit.ndjson" &&
    { [ "${link%%+*}" = nc-monitor ] || grep -q '"status":"stopped"' "$1/status.json"; }
}

# What the next command of nucleus does, and of half-born records a minute later.
sweep() {
  for f in "$NUCLEUS_STATE_DIR"/containers/.new-*; do
    [ ! -e "$f" ] || touch -d '2 minutes ago' "$f"
  done
  if is_limited; then
    "$D/tools/nc-monitor" -r -- nc-cgroup -- nc-unshare -p -- true
  else
    setpriv --reuid=65534 --regid=65534 --clear-groups -- "$D/tools/nc-monitor" -r -- true
  fi
}

is_allowed() { # outcome
  # $comment is the reason: for readers
  # shellcheck disable=SC2034
  while read -r outcome links names details comment; do
    # patterns
    # shellcheck disable=SC2254
    case $outcome:$link in
    "$1":$links) case $call in $names) case $detail in $details) return 0 ;; esac ;; esac ;;
    esac
  done <tests/fault/allowed
  return 1
}

# Killed between its record "exec" and its exec, the last link has become the payload for
# nc-monitor, and not for us.
is_last_cut() {
  case " $cut " in *' nc-seccomp '* | *' nc-seccomp+ '* | *' nc-trace+ '*) return 0 ;; *) return 1 ;; esac
}

# In a cgroup of nc-cgroup's
is_limited() {
  case $kind in root | detached | created) return 0 ;; *) return 1 ;; esac
}

# The container outlives who started it, so that nc-monitor leaves with a code for nobody.
is_left_alone() {
  case $kind in detached | created) return 0 ;; *) return 1 ;; esac
}

has_message() {
  case $kind in
  # links say on the terminal what they have to say, once there is one
  terminal) grep -q 'fatal: ' "$W/err" "$W/out" ;;
  # nc-state goes on to the next container
  created) grep -q 'fatal: \|nc-state: warning: ' "$W/err" ;;
  *) grep -q 'fatal: ' "$W/err" ;;
  esac
}

# It has all calls, and a line for what one touches and nc-trace could not see: of which no policy is
# made (nc-learn(1)).
says_it_is_incomplete() {
  grep -q '^{"path":null' "$W/trace" &&
    [ "$(grep '^{"syscall"' "$W/trace")" = "$(grep '^{"syscall"' "$D/trace")" ]
}

judge_trace() {
  if cmp -s "$W/trace" "$D/trace" || says_it_is_incomplete || is_allowed tolerated; then
    is=tolerated
  else
    why="the trace differs: $(diff "$D/trace" "$W/trace" | grep '^[<>]' | head -n 3 | tr '\n' ' ')"
  fi
}

# The run without a fault
is_as_expected() {
  case $kind in
  traced) ! grep -q '"path":null' "$W/trace" ;;
  *) [ "$(head -n 1 "$W/out")" = confined ] ;;
  esac
}

# The fault has happened: the outcome as $is, and $why where it is a failure.
judge() {
  is=FAILED why=''
  if [ -n "$late" ]; then
    why="hangs:$left"
  elif grep -q '^LEAK' "$W/out"; then
    is=LEAK why=$(grep '^LEAK' "$W/out" | tr '\n' ' ')
  elif [ -n "$left" ]; then
    why="left running:$left"
  elif [ -n "$rest" ] && ! is_allowed left; then
    why="left behind:$rest"
  elif [ -n "$started" ] && is_limited && [ "$started" != "$cgroup_path/$id" ]; then
    is=LEAK why="the payload is in the cgroup $started"
  elif [ -n "$started" ] && [ "$kind" = attach ] && [ -n "$attached_cgroup" ] &&
    [ "$attached_cgroup" = "${attached_cgroup%"$started"}" ]; then
    is=LEAK why="it is in the cgroup $started"
  elif [ -n "$started" ] && [ "$code" = 0 ]; then
    if ! cmp -s "$W/out" "$D/$kind.out"; then
      is=LEAK why="differs: $(diff "$D/$kind.out" "$W/out" | grep '^[<>]' | head -n 3 | tr '\n' ' ')"
    elif [ "$kind" = traced ]; then
      judge_trace
    elif [ "$link:$end" = nc-monitor+:125 ] && is_left_alone; then
      is=stopped
    elif is_allowed tolerated || { [ "$kind" = terminal ] && is_allowed relayed; }; then
      is=tolerated
    else
      why='the payload runs: not among the allowed'
    fi
  else
    [ -z "$started" ] && is=refused || is=stopped
    case $call:$code in
    *:125 | execve*:126) ;;
    *:111) [ "$is" = stopped ] || is_last_cut || is_allowed code || why="code $code" ;;
    *:96) is_allowed runs || why='the container goes on all the same' ;;
    *:129) [ "$kind" = terminal ] && is_allowed hung-up || why="code $code" ;;
    *:99) [ "$kind" = terminal ] && is_allowed modes || why="code $code" ;;
    *) why="code $code" ;;
    esac
    has_message || is_allowed silent || [ "$code" = 129 ] || [ "$code" = 99 ] || why="$why no message"
    [ -z "$why" ] || is=FAILED
  fi
}
