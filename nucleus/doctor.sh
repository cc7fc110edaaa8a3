# shellcheck shell=sh
# SPDX-License-Identifier: ISC
#
# nucleus doctor: tries what containers need, with the links themselves where there is one.

# shellcheck disable=SC2317 # functions are called by check

format=table
while [ $# -gt 0 ]; do
  case $1 in
  --format | --format=*)
    # shellcheck source=nucleus/format.sh
    . "$LIBEXEC/format.sh"
    ;;
  *) other_option "$1" ;;
  esac
  shift
done

code=0
separator='['
newline='
'

result() { # yes|no, needed|optional, name, what is lost without it, how to get it, what there is
  if [ "$1:$2" = no:needed ]; then code=1; fi
  if [ "$format" = json ]; then
    printf '%s{"name":"%s","there":%s,"needed":%s' "$separator" "$3" \
      "$([ "$1" = yes ] && echo true || echo false)" "$([ "$2" = needed ] && echo true || echo false)"
    [ -z "${6-}" ] || printf ',"found":"%s"' "$6"
    [ "$1" = yes ] || printf ',"lost":"%s","remedy":"%s"' "$4" "$5"
    printf '}'
    separator=,$newline
  elif [ "$1" = yes ]; then
    printf 'ok       %s%s\n' "$3" "${6:+ ($6)}"
  else
    [ "$2" = needed ] && word=MISSING || word=missing
    printf '%s  %s\n         without: %s\n         remedy: %s\n' "$word" "$3${6:+ ($6)}" "$4" "$5"
  fi
}

check() { # needed|optional, name, lost, remedy, command: is it there if that works?
  how=$1 name=$2 lost=$3 remedy=$4
  shift 4
  if "$@" >/dev/null 2>&1 </dev/null; then
    result yes "$how" "$name" '' ''
  else
    result no "$how" "$name" "$lost" "$remedy"
  fi
}

knob() { # file, value: is there such a file, and is that in it?
  [ "$(cat "$1" 2>/dev/null)" = "$2" ]
}

kernel_has() { # file system
  grep -q "[[:space:]]$1\$" /proc/filesystems || modprobe -qn "$1"
}

# A user namespace by itself is not enough: Ubuntu lets one be made that has no rights.
namespaces() { "$LIBEXEC/nc-unshare" -Upm -- nc-mount --system -- nc-exec -- true; }
can_mount() {
  if [ "$(id -u)" = 0 ]; then
    "$LIBEXEC/nc-unshare" -pm -- nc-mount --system -- nc-exec -- true
  else
    namespaces
  fi
}
# a cgroup is made where the containers' are, a process born in it, and it is removed again
limited() {
  if [ "$(id -u)" = 0 ]; then set -- "$@" -- nc-unshare -p; else set -- "$@" -- nc-unshare -Up; fi
  "$LIBEXEC/nc-cgroup" "$@" -- true
}

# Asked for more than any has, nc-landlock says what the kernel has.
landlock_abi() {
  found=$("$LIBEXEC/nc-landlock" -a 999 -- true 2>&1) || true # it always fails
  case $found in *'has ABI '*) abi=${found##* } ;; *) abi=0 ;; esac
  lost=''
  [ "$abi" -ge 7 ] || lost="no log of what Landlock denies"
  [ "$abi" -ge 6 ] || lost="$lost; no wall of its own around signals and abstract sockets"
  [ "$abi" -ge 5 ] || lost="$lost, device ioctls"
  [ "$abi" -ge 4 ] || lost="$lost, TCP ports"
  [ "$abi" -ge 3 ] || lost="$lost, truncate"
  [ "$abi" -ge 2 ] || lost="$lost; no link or rename between folders"
  if [ "$abi" -ge 7 ]; then there=yes; else there=no; fi
  result "$there" optional 'Landlock ABI 7' "$lost" 'Linux 6.15' "ABI $abi"
}

# An older Landlock has nothing for the log.
landlock_log() {
  there=no found="ABI $abi" remedy='Linux 6.15'
  if [ "$abi" -ge 7 ]; then
    lack=$("$LIBEXEC/nc-state" denials -c) && there=yes
    found=${lack%%"$newline"*} remedy=${lack#*"$newline"}
  fi
  result "$there" optional 'Landlock log' 'nucleus denials shows no paths and ports' "$remedy" "$found"
}

if [ "$(id -u)" = 0 ]; then who=optional; else who=needed; fi
remedy='a kernel with CONFIG_USER_NS'
if knob /proc/sys/user/max_user_namespaces 0; then
  remedy='sysctl -w user.max_user_namespaces=10000'
elif knob /proc/sys/kernel/unprivileged_userns_clone 0; then
  remedy='sysctl -w kernel.unprivileged_userns_clone=1'
elif knob /proc/sys/kernel/apparmor_restrict_unprivileged_userns 1; then
  remedy='sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile with userns'
fi
check "$who" 'user namespaces' 'no container without root' "$remedy" namespaces
check needed 'new mount interface' 'no root file system: no container' 'Linux 5.12, and the right to mount' can_mount
remedy='Linux 5.13 with CONFIG_SECURITY_LANDLOCK'
if [ -r /sys/kernel/security/lsm ] && ! grep -q landlock /sys/kernel/security/lsm; then
  remedy="$remedy, and landlock in the boot parameter lsm="
fi
check needed Landlock 'no second wall around paths and ports; run needs --allow-degraded-security' "$remedy" \
  "$LIBEXEC/nc-seccomp" -- "$LIBEXEC/nc-landlock" -d -- true
landlock_abi
landlock_log
check needed seccomp 'no system call filter; run needs --allow-degraded-security' \
  'a kernel with CONFIG_SECCOMP_FILTER' "$LIBEXEC/nc-seccomp" -- true
remedy='mount cgroup2 on /sys/fs/cgroup (systemd.unified_cgroup_hierarchy=1)'
[ "$(id -u)" = 0 ] || remedy="$remedy, and a delegated group: systemd-run --user --scope -p Delegate=yes"
check needed 'cgroup v2' 'no limits, no stats, no kill at once' "$remedy" limited
for controller in memory cpu pids io; do
  case $controller in
  memory) try='-m 64M' lost='no --memory and --swap' need=needed ;;
  cpu) try='-c 1' lost='no --cpus and --cpu-weight' need=needed ;;
  pids) try='-p 64' lost='no --pids, also not the default of 512' need=needed ;;
  io) try='' lost='no --io-limit' need=optional ;;
  esac
  # of io there is no limit that every machine could set: is it handed down?
  if [ "$controller" = io ]; then
    check "$need" 'io controller' "$lost" 'as for cgroup v2; io in Delegate=' \
      grep -qw io "/sys/fs/cgroup/$(sed -n 's/^0:://p' /proc/self/cgroup)/cgroup.controllers"
  else
    # shellcheck disable=SC2086 # two words
    check "$need" "$controller controller" "$lost" "as for cgroup v2; $controller in Delegate=" limited $try
  fi
done
check optional 'time namespaces' 'no --time-namespace' 'Linux 5.6 with CONFIG_TIME_NS' test -e /proc/self/ns/time
check optional devpts 'no --terminal' 'a kernel with CONFIG_UNIX98_PTYS' kernel_has devpts
check optional overlay 'no writable layer over a rootfs' 'modprobe overlay' kernel_has overlay
check optional /dev/net/tun 'no user-space network (pasta, slirp4netns)' 'modprobe tun' test -r /dev/net/tun -a -w /dev/net/tun
check optional nft 'no addresses translated, no egress rules' 'package nftables' command -v nft
check optional s6-log 'no --detach, no create' 'package s6' command -v s6-log
check optional pasta 'no user-space network by it' 'package passt' command -v pasta
check optional slirp4netns 'no user-space network by it' 'package slirp4netns' command -v slirp4netns
check optional criu 'no checkpoint and restore' 'package criu' command -v criu
check optional runsc 'no gVisor' 'package runsc' command -v runsc
[ "$format" = table ] || printf ']\n'
exit $code
