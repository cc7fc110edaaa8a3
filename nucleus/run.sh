# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus run: the options, then the chain from the payload outwards, each link put before the
# words so far. Lists whose words may be anything stand in numbered variables: sh has no arrays,
# and a string of them would have to be parsed as shell again.

context='' context_mode=copy rootfs='' workdir='' home=''
name='' hostname='' user='' group='' groups='' rootless=''
memory='' swap='' cpus='' cpu_weight='' pids=512 memlock=64K require_limits=''
network=none network_namespace='' allow_host_network='' time_namespace='' cgroup_namespace=c
seccomp_mode=enforce seccomp_log=''
log_denied='' degraded='' chroot_fallback='' init=1 proc=--proc
rm='' detach='' pid_file='' print='' variables=''
terminal='' console_socket=''
mounts=0 patterns=0 io_limits=0 policies=''
seccomp_profile='' seccomp_profile_sha256=''
landlock_policy='' landlock_policy_sha256=''
caps_policy='' caps_policy_sha256=''

usage() {
  fail 125 "$* (nucleus run --help lists the options)"
}

while [ $# -gt 0 ]; do
  case $1 in
  --) shift && break ;;
  --*=*) flag=${1%%=*} value=${1#*=} inline=1 ;;
  -*) flag=$1 value='' inline='' ;;
  *) break ;;
  esac
  case $flag in
  --context | --context-mode | --context-include | --context-exclude | --volume | --tmpfs | \
    --rootfs | --workdir | -e | --env | --name | --hostname | --user | --group | \
    --additional-group | --memory | --swap | --cpus | --cpu-weight | --pids | --io-limit | \
    --memlock | --network | --pid-file | --console-socket | \
    --seccomp-profile | --seccomp-profile-sha256 | --seccomp-mode | --seccomp-log | \
    --landlock-policy | --landlock-policy-sha256 | \
    --caps-policy | --caps-policy-sha256)
    if [ -z "$inline" ]; then
      [ $# -ge 2 ] || usage "$flag needs a value"
      value=$2
      shift
    fi
    [ -n "$value" ] || usage "the value of $flag is empty"
    ;;
  --print) [ -n "$inline" ] || value='sh' ;;
  *) [ -z "$inline" ] || usage "unknown flag, or one without a value: $1" ;;
  esac
  case $flag in
  --context) context=$value ;;
  --context-mode) context_mode=$value ;;
  --context-include | --context-exclude)
    patterns=$((patterns + 1))
    eval "pattern_flag_$patterns=\$flag pattern_$patterns=\$value"
    ;;
  --volume | --tmpfs)
    mounts=$((mounts + 1))
    eval "mount_flag_$mounts=\$flag mount_$mounts=\$value"
    ;;
  --rootfs) rootfs=$value ;;
  --workdir) workdir=$value ;;
  -e | --env)
    variable=${value%%=*}
    case $value in *=*) ;; *) usage "not NAME=VALUE: $value" ;; esac
    case $variable in '' | [0-9]* | *[!A-Za-z0-9_]*) usage "not a variable's name: $variable" ;; esac
    # the value stands on no command line: nc-exec -v takes it from here
    export "NC_ENV_$variable=${value#*=}"
    variables="$variables $variable"
    ;;
  --name) name=$value ;;
  --hostname) hostname=$value ;;
  --user) user=$value ;;
  --group) group=$value ;;
  --additional-group) groups="$groups $value" ;;
  --rootless) rootless=1 ;;
  --memory) memory=$value ;;
  --swap) swap=$value ;;
  --cpus) cpus=$value ;;
  --cpu-weight) cpu_weight=$value ;;
  --pids) pids=$value ;;
  --io-limit)
    io_limits=$((io_limits + 1))
    eval "io_limit_$io_limits=\$value"
    ;;
  --memlock) memlock=$value ;;
  --require-limits) require_limits=1 ;;
  --network) network=$value ;;
  --allow-host-network) allow_host_network=1 ;;
  --time-namespace) time_namespace=T ;;
  --disable-cgroup-namespace) cgroup_namespace='' ;;
  --seccomp-profile) seccomp_profile=$value ;;
  --seccomp-profile-sha256) seccomp_profile_sha256=$value ;;
  --seccomp-mode) seccomp_mode=$value ;;
  --seccomp-log) seccomp_log=$value ;;
  --caps-policy) caps_policy=$value ;;
  --caps-policy-sha256) caps_policy_sha256=$value ;;
  --seccomp-log-denied) log_denied=1 ;;
  --landlock-policy) landlock_policy=$value ;;
  --landlock-policy-sha256) landlock_policy_sha256=$value ;;
  --allow-degraded-security) degraded=1 ;;
  --allow-chroot-fallback) chroot_fallback=1 ;;
  --no-init) init='' ;;
  --proc-rw) proc=--proc-rw ;;
  --rm) rm=1 ;;
  -d | --detach) detach=d ;;
  --pid-file) pid_file=$value ;;
  -t | -it | -ti | --terminal) terminal=1 ;;
  -i) ;; # standard input is always given
  --console-socket) console_socket=$value ;;
  --print) print=$value ;;
  --help)
    show run.txt
    exit 0
    ;;
  *) usage "unknown flag: $flag" ;;
  esac
  shift
done

[ $# -gt 0 ] || usage 'no program to run'
# shellcheck disable=SC2154 # $command is of nucleus
[ "$command" = run ] || detach=c
case $context_mode in copy | bind) ;; *) usage "not a context mode: $context_mode" ;; esac
case $print in '' | sh | execline | json) ;; *) usage "not a format for --print: $print" ;; esac
case $network in
none) network_namespace=n ;;
host) [ -n "$allow_host_network" ] || usage '--network host shares the host'\''s network: it needs --allow-host-network' ;;
*) usage "not a network: $network" ;;
esac
case $seccomp_mode in
enforce) [ -z "$seccomp_log" ] || usage '--seccomp-log needs --seccomp-mode trace' ;;
trace)
  [ -n "$seccomp_log" ] || usage '--seccomp-mode trace needs --seccomp-log'
  [ -z "$log_denied" ] || usage '--seccomp-mode trace denies nothing: no --seccomp-log-denied'
  [ -z "$seccomp_profile" ] || usage '--seccomp-mode trace loads no filter: no --seccomp-profile'
  [ -z "$print" ] || usage '--print has no words for the descriptor of --seccomp-log'
  ;;
*) usage "not a seccomp mode: $seccomp_mode" ;;
esac
case $name in [!A-Za-z0-9]* | *[!A-Za-z0-9_.-]*) usage "not a container name: $name" ;; esac
[ -n "$seccomp_profile" ] || [ -z "$seccomp_profile_sha256" ] || usage '--seccomp-profile-sha256 needs --seccomp-profile'
[ -n "$landlock_policy" ] || [ -z "$landlock_policy_sha256" ] || usage '--landlock-policy-sha256 needs --landlock-policy'
[ -n "$caps_policy" ] || [ -z "$caps_policy_sha256" ] || usage '--caps-policy-sha256 needs --caps-policy'
[ -n "$context" ] || [ "$patterns" = 0 ] || usage '--context-include and --context-exclude need --context'
[ "$context_mode" = copy ] || [ "$patterns" = 0 ] || usage 'a context that is bound is bound whole: no --context-include, no --context-exclude'

[ -z "$console_socket" ] || [ -n "$terminal" ] || usage '--console-socket needs --terminal'
[ -z "$detach" ] || [ -z "$terminal" ] || [ -n "$console_socket" ] || usage '--terminal with --detach needs --console-socket: nobody stays to show it'

# only root owns /; the shell knows its own uid no other way
[ -O / ] || rootless=1
# the network namespace takes longest: root's is made meanwhile, and joined by nc-caps
[ -z "$network_namespace" ] || [ -n "$rootless" ] || network_namespace=N

uid=0 gid=0
if [ -n "$user$group$groups" ]; then
  # shellcheck source=nucleus/user.sh
  . "$LIBEXEC/user.sh"
  identify
fi
[ -z "$groups" ] || [ -z "$rootless" ] || usage '--additional-group needs root: a user namespace of one user has no other groups'
gids=
for g in $groups; do
  case $g in
  *[!0-9]*) look_up /etc/group "$g" && gids="$gids,$id" ;;
  *) gids="$gids,$g" ;;
  esac
done
# As root, what is made for the payload is made its own: it could not take it over later.
# Without, one user is mapped, and everything is his.
owner= # two words, or none
[ "$uid:$gid" = 0:0 ] || [ -n "$rootless" ] || owner="--owner $uid:$gid"
if [ "$uid" = 0 ]; then home=/root; else home=/home/user; fi
[ -n "$workdir" ] || workdir=${context:+/context}

# From here on the words are the chain, and it grows to the front.
words=$#
set -- -- "$@"
if [ "$seccomp_mode" = trace ]; then
  set -- nc-trace "$@"
else
  [ -z "$degraded" ] || set -- -t "$@"
  [ -z "$log_denied" ] || set -- -l "$@"
  set -- nc-seccomp "$@"
fi

if [ -n "$terminal" ]; then set -- -t -- "$@"; else set -- -s -- "$@"; fi
set -- -d "${workdir:-/}" -l core=0 -l "memlock=$memlock" "$@"
for variable in $variables; do set -- -v "$variable" "$@"; done
[ -z "$terminal" ] || set -- -e "TERM=${TERM:-xterm}" "$@"
set -- nc-exec -e "HOME=$home" "$@"

[ -z "$init" ] || set -- nc-init -- "$@"

# VALUE of --volume or --tmpfs, as $source, $target, $size, $access
parse_mount() { # flag, value
  source='' size=64M access=rw
  target=$2
  case $target in
  *:ro | *:rw) access=${target##*:} target=${target%:*} ;;
  esac
  if [ "$1" = --volume ]; then
    source=${target%%:*}
    case $target in *:*) target=${target#*:} ;; *) usage "not SRC:DEST[:ro|rw]: $2" ;; esac
  else
    case $target in *:*) size=${target#*:} target=${target%%:*} ;; esac
  fi
  case $source$target in *:*) usage "more than one colon: $2" ;; esac
}

set -- -- "$@"
n=$mounts
[ -z "$landlock_policy" ] || n=0 # it alone decides
while [ "$n" -gt 0 ]; do
  eval "parse_mount \"\$mount_flag_$n\" \"\$mount_$n\""
  case $access in ro) set -- -x "$target" "$@" ;; *) set -- -W "$target" "$@" ;; esac
  n=$((n - 1))
done
[ -z "$degraded" ] || set -- -t "$@"
if [ -n "$landlock_policy" ]; then
  [ -z "$landlock_policy_sha256" ] || set -- -s "$landlock_policy_sha256" "$@"
  set -- -f 8 "$@"
else
  # a rootfs may keep its programs anywhere; all of it is read-only
  [ -z "$rootfs" ] || set -- -x / "$@"
  set -- -d "$@"
fi
[ -z "$log_denied" ] || set -- -l "$@"
set -- nc-landlock "$@"

set -- -- "$@"
if [ -n "$rootless" ]; then
  [ "$uid:$gid" = 0:0 ] || set -- -U "$uid:$gid" "$@"
else
  [ -z "$gids" ] || set -- -G "${gids#,}" "$@"
  [ "$uid:$gid" = 0:0 ] || set -- -u "$uid" -g "$gid" "$@"
fi
if [ -n "$caps_policy" ]; then
  [ -z "$caps_policy_sha256" ] || set -- -x "$caps_policy_sha256" "$@"
  set -- -f 7 "$@"
fi
set -- nc-caps "$@"

set -- --remount-ro / -- "$@"
# shellcheck disable=SC2086 # $owner
{
  n=$mounts
  while [ "$n" -gt 0 ]; do
    eval "parse_mount \"\$mount_flag_$n\" \"\$mount_$n\""
    case $source:$access in
    :rw) set -- --perms 700 $owner --size "$size" --tmpfs-volume "$target" "$@" ;;
    :ro) set -- --size "$size" --tmpfs-volume "$target" --remount-ro "$target" "$@" ;;
    *:rw) set -- --volume "$source" "$target" "$@" ;;
    *:ro) set -- --ro-volume "$source" "$target" "$@" ;;
    esac
    n=$((n - 1))
  done
  case $context:$context_mode in
  :*) ;;
  *:bind) set -- --context-bind "$context" "$@" ;;
  *)
    set -- $owner --context "$context" "$@"
    while [ "$patterns" -gt 0 ]; do
      eval "set -- \"\$pattern_flag_$patterns\" \"\$pattern_$patterns\" \"\$@\""
      patterns=$((patterns - 1))
    done
    ;;
  esac
  set -- --perms 1777 --tmpfs /tmp --perms 700 $owner --tmpfs "$home" "$@"
  [ -z "$terminal" ] || set -- $owner --terminal /dev "$@"
  set -- "$proc" /proc --dev /dev "$@"
}
if [ -n "$rootfs" ]; then
  set -- --rootfs "$rootfs" "$@"
else
  [ "$network" = none ] || set -- --ro-bind-try /etc/resolv.conf /etc/resolv.conf "$@"
  set -- --system --etc "$uid:$gid" --symlink ../tmp /var/tmp "$@"
fi
[ -z "$chroot_fallback" ] || set -- --chroot-fallback "$@"
set -- nc-mount "$@"

set -- -- "$@"
[ -z "$hostname" ] || set -- -h "$hostname" "$@"
set -- nc-unshare "-pmui$cgroup_namespace$time_namespace${rootless:+U}$network_namespace" "$@"

set -- -- "$@"
[ -n "$require_limits" ] || set -- -t "$@"
while [ "$io_limits" -gt 0 ]; do
  eval "set -- -i \"\$io_limit_$io_limits\" \"\$@\""
  io_limits=$((io_limits - 1))
done
[ -z "$memory" ] || set -- -m "$memory" "$@"
[ -z "$swap" ] || set -- -s "$swap" "$@"
[ -z "$cpus" ] || set -- -c "$cpus" "$@"
[ -z "$cpu_weight" ] || set -- -w "$cpu_weight" "$@"
set -- nc-cgroup -p "$pids" "$@"

# A policy file becomes a descriptor of one digit, opened by us: before the container is anything.
add_policy() { # digit, file
  policies="$policies $1"
  eval "policy_$1=\$2"
}
open_policy() { # digit, file
  { [ ! -d "$2" ] && eval "command exec $1<\"\$2\""; } 2>/dev/null ||
    fail 125 "unable to open the policy $2"
}
[ -z "$caps_policy" ] || add_policy 7 "$caps_policy"
[ -z "$landlock_policy" ] || add_policy 8 "$landlock_policy"
if [ -n "$seccomp_profile" ]; then
  add_policy 9 "$seccomp_profile"
  set -- -- "$@"
  [ -z "$seccomp_profile_sha256" ] || set -- -x "$seccomp_profile_sha256" "$@"
  # the profile may ask for what the policy keeps
  [ -z "$caps_policy" ] || set -- -c 7 "$@"
  set -- nc-profile -s -f 9 "$@"
fi

set -- -w "$words" -- "$@"
[ -z "$name" ] || set -- -n "$name" "$@"
[ -z "$rm" ] || set -- -r "$@"
[ -z "$log_denied" ] || set -- -l "$@"
[ -z "$detach" ] || set -- "-$detach" "$@"
[ -z "$pid_file" ] || set -- -p "$pid_file" "$@"
case $terminal:$console_socket in
1:) set -- -t "$@" ;;
1:*) set -- -s "$console_socket" "$@" ;;
esac
set -- "$LIBEXEC/nc-monitor" "$@"

if [ -n "$print" ]; then
  # shellcheck source=nucleus/print.sh
  . "$LIBEXEC/print.sh"
else
  for digit in $policies; do eval "open_policy $digit \"\$policy_$digit\""; done
  if [ -n "$seccomp_log" ]; then
    # a redirection of exec itself that fails ends the shell without a word of ours
    { command exec 6>"$seccomp_log"; } 2>/dev/null || fail 125 "unable to open $seccomp_log"
    export NC_TRACE=6
  fi
  exec "$@"
fi
