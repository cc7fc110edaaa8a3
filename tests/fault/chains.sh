# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables of tests/fault/run
# SPDX-License-Identifier: ISC
#
# The chains that tests/fault/run injects into, and what they need.

# Policies that say what there is without them: the payload's view stays the same.
cat >"$D/paths" <<'EOF'
[[rules]]
path = "/"
access = ["read", "execute"]
[[rules]]
path = "/proc"
access = ["read", "write", "ioctl_dev"]
[[rules]]
path = "/dev"
access = ["read", "write", "ioctl_dev"]
[[rules]]
path = "/nowhere"
access = ["all"]
optional = true
EOF
echo 'bounding.keep = []' >"$D/caps"
policies="--caps-policy $D/caps --landlock-policy $D/paths --seccomp-profile config/default.seccomp.json"
echo 'bounding.keep = ["kill", "net_bind_service"]
effective.keep = ["kill", "net_bind_service"]' >"$D/kept"
opened="7<$D/caps 8<$D/paths 9<config/default.seccomp.json"

# where s6-log is looked for, once
loggers=$(dirname "$(command -v s6-log)")

# The chains, as words to eval. root: with all that can be asked for and had everywhere, and
# nothing that may be missing. kept: where the payload keeps capabilities. rootless: the record stays,
# and no cgroup can be had. logged: that with a log of denials, terminal: that with a terminal, for
# the link that each is about. attach: to a container that runs all the time. detached: run -d,
# created: create and start. traced: what run --seccomp-mode trace is, which has no --print.
make_chain() { # kind
  # shellcheck disable=SC2086 # $hosts is a list of words
  case $1 in
  root)
    # policies are read from the start each time; and there are groups to drop
    printf %s "sh -c 'exec \"\$@\" $opened' sh setpriv --groups=4,24 -- env "
    "$build/bin/nucleus" run --print --rm --name fault --hostname fault --pids 0 --require-limits \
      --volume "$bin/probe:/probe:ro" --tmpfs /scratch:1M --context "$D/context" -e LC_ALL=C \
      $policies -- /probe/probe "$D/canary" $hosts | sed 's/ 7<.*$//'
    ;;
  kept)
    printf %s "sh -c 'exec \"\$@\" 7<$D/kept' sh env "
    "$build/bin/nucleus" run --print --rm --name fault --caps-policy "$D/kept" \
      --volume "$bin/probe:/probe:ro" -- /probe/probe -k "$D/canary" $hosts | sed 's/ 7<.*$//'
    ;;
  rootless)
    printf 'setpriv --reuid=65534 --regid=65534 --clear-groups -- env '
    "$build/bin/nucleus" run --print --rootless --name fault --hostname fault \
      --volume "$bin/probe:/probe:ro" -- /probe/probe "$D/canary" $hosts \
      "$(readlink /proc/self/ns/user)"
    ;;
  logged)
    printf 'setpriv --reuid=65534 --regid=65534 --clear-groups -- env '
    "$build/bin/nucleus" run --print --rm --rootless --name fault --seccomp-log-denied \
      --volume "$bin/probe:/probe:ro" -- /probe/probe -s "$D/canary" $hosts \
      "$(readlink /proc/self/ns/user)"
    ;;
  terminal)
    printf 'setpriv --reuid=65534 --regid=65534 --clear-groups -- env PATH=/usr/local/bin:/usr/bin:/bin python3 tests/fault/terminal.py '
    TERM=vt100 "$build/bin/nucleus" run --print --rm --rootless --name fault --terminal \
      --volume "$bin/probe:/probe:ro" -- /probe/probe "$D/canary" $hosts \
      "$(readlink /proc/self/ns/user)"
    ;;
  detached)
    printf '%s ' tests/fault/detached.sh "$D/tools" env "PATH=$loggers"
    "$build/bin/nucleus" run -d --print --name fault \
      --volume "$bin/probe:/probe:ro" -- /probe/probe -d "$D/canary" $hosts
    ;;
  created)
    printf '%s ' tests/fault/detached.sh -c "$D/tools" env "PATH=$loggers"
    "$build/bin/nucleus" create --print --name fault \
      --volume "$bin/probe:/probe:ro" -- /probe/probe -d "$D/canary" $hosts
    ;;
  traced)
    # the log of system calls is opened anew each time
    printf %s "sh -c 'exec \"\$@\" 6>\"\$0\"' \"\$W/trace\" " \
      'setpriv --reuid=65534 --regid=65534 --clear-groups -- env NC_TRACE=6 '
    "$build/bin/nucleus" run --print --rm --rootless --name fault \
      --volume "$bin/traced:/traced:ro" -- /traced/traced | sed 's/ nc-seccomp -- / nc-trace -- /'
    ;;
  attach)
    printf 'env %s fault -- /probe/probe -a %s ' "$D/tools/nc-enter" "$D/canary"
    printf '%s ' $hosts
    ;;
  *) usage ;;
  esac
}

# What attach attaches to, in a cgroup that is known from outside.
start_container() {
  [ "$kind" = attach ] || return 0
  # shellcheck disable=SC2086 # words
  "$build/bin/nucleus" run -d --name fault --hostname fault $policies --volume "$bin/probe:/probe:ro" -- \
    sleep 100000 >"$W/id" 2>"$W/err" || { cat "$W/err" >&2 && exit 111; }
  attached_cgroup=$(readlink "$NUCLEUS_STATE_DIR/names/fault/cgroup" || :)
}

stop_container() {
  [ "$kind" != attach ] || "$build/bin/nucleus" rm -f fault >/dev/null
}
