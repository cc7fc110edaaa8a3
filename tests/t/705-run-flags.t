. tests/tap.sh
# SPDX-License-Identifier: ISC

# Every flag of "nucleus run --help" does something, and --flag=value is --flag value. What is
# refused stands in 700-run-refusals.t.
nucleus run --help >"$T/help"
is "$?" 0 '--help'
mkdir -p "$T/ctx" "$T/state" && echo text >"$T/ctx/file" && echo k >"$T/ctx/a.key"

for flag in --rm --no-init --rootless --help --require-limits --proc-rw --terminal; do
  refused 125 "unknown flag, or one without a value: $flag=x" "$flag takes no value" -- nucleus run "$flag=x" touch "$T/touched"
done
for flag in --context --name --memory --user; do
  refused 125 "nucleus: fatal: the value of $flag is empty" "$flag=" -- nucleus run "$flag=" touch "$T/touched"
done
ok 'nothing was run' -- test ! -e "$T/touched"

# flag [value] | program | what it prints. @ stands for a blank inside a word.
effects() {
  cat <<E2
--context $T/ctx|cat /context/file|text
--context $T/ctx --context-mode bind|ls /context|a.key file
--context $T/ctx --context-include a.key|cat a.key|k
--context $T/ctx --context-exclude file|ls|
--volume $T/ctx:/v|cat /v/file|text
--tmpfs /t:1M|stat -fc%T /t|tmpfs
--workdir /usr|pwd|/usr
-e A=b|printenv A|b
--env A=b=c|printenv A|b=c
--proc-rw|sh -c echo@x>/proc/self/comm&&echo@yes|yes
--name box|hostname|box
--name box --hostname other|hostname|other
--user 12:34|id -u|12
--user 12 --group 34|id -g|34
--group 34|id -g|34
--user nobody|id -u|65534
--user nobody --group mail|id -g|8
--rootless|wc -l /proc/self/uid_map|1 /proc/self/uid_map
--memlock 1M|sh -c ulimit@-l|1024
--network none|ls /sys/class/net|
--network host --allow-host-network|sh -c ls@-d@/etc/resolv.conf|/etc/resolv.conf
--time-namespace|true|
--disable-cgroup-namespace|true|
--seccomp-log-denied|true|
--caps-policy examples/policies/service.caps.toml|sh -c grep@-c@Cap.*0000000000000000@/proc/self/status|5
--caps-policy examples/policies/service.caps.toml --caps-policy-sha256 $(sha256sum <examples/policies/service.caps.toml | cut -d ' ' -f 1)|echo x|x
--allow-degraded-security|true|
--allow-chroot-fallback|true|
--no-init|sh -c echo@\$\$|1
--rm|echo x|x
--pid-file $T/pid|echo x|x
--print|true|
E2
}
effects >"$T/effects"
while IFS='|' read -r flags program want; do
  set --
  for word in $program; do
    set -- "$@" "$(printf %s "$word" | tr @ ' ')"
  done
  [ "$flags" != --print ] || continue
  [ "$flags" != '--network none' ] || set -- sh -c 'cut -d: -f1 /proc/net/dev | tail -n +3 | grep -v lo'
  rm -rf "$T/state"
  # shellcheck disable=SC2086
  run nucleus run $flags -- "$@"
  is "$(xargs <"$T/out")" "$want" "$flags: $program"
  # --flag=value is --flag value
  case $flags in
  --*' '*)
    equal=$(printf %s "$flags" | sed -E 's/(--[a-z-]+) ([^-])/\1=\2/g')
    rm -rf "$T/state"
    # shellcheck disable=SC2086
    run nucleus run $equal -- "$@"
    is "$(xargs <"$T/out")" "$want" "$equal"
    ;;
  esac
done <"$T/effects"

. tests/rootfs.sh
make_rootfs "$T/rootfs" && echo mine >"$T/rootfs/mark"
run nucleus run --rootfs "$T/rootfs" -- cat /mark
is "$code $(cat "$T/out")" '0 mine' '--rootfs: its files'
run nucleus run --rootfs "$T/rootfs" -- touch /mark
is "$code" 1 '--rootfs: read-only'

# what cannot be seen from inside can be seen in the chain
printed() { # flags, regex
  # shellcheck disable=SC2086
  run nucleus run --print $1 -- true
  like "$T/out" "$2" "$1: in the chain"
}
printed '--memory 512M' 'nc-cgroup .*-m 512M '
printed '--swap 1G' 'nc-cgroup .*-s 1G '
printed '--cpus 0.5' 'nc-cgroup .*-c 0.5 '
printed '--cpu-weight 50' 'nc-cgroup .*-w 50 '
printed '--pids 99' 'nc-cgroup -p 99 '
printed '--time-namespace' 'nc-unshare -pmuicTU?[nN] '
printed '--disable-cgroup-namespace' 'nc-unshare -pmuiU?[nN] '
printed '--rootless' 'nc-unshare -pmuicU[nN] '
printed '--seccomp-profile /p.json' 'nc-profile -s -f 9 -- nc-cgroup .* 9</p.json$'
printed "--seccomp-profile /p.json --seccomp-profile-sha256 AB" 'nc-profile -s -f 9 -x AB -- '
printed '--seccomp-profile /p.json --caps-policy /c.toml' 'nc-profile -s -f 9 -c 7 -- .* 7</c.toml 9</p.json$'
printed '--landlock-policy /p.toml --volume /tmp:/v' 'nc-landlock -f 8 -- nc-init .* 8</p.toml$'
printed "--landlock-policy /p.toml --landlock-policy-sha256 AB" 'nc-landlock -f 8 -s AB -- '
printed '--caps-policy examples/policies/service.caps.toml' 'nc-caps -f 7 .* 7<examples/policies/service.caps.toml$'
run nucleus run --rm --seccomp-mode trace --seccomp-log "$T/log" -- true
ok '--seccomp-mode trace --seccomp-log: it is written' -- grep -q '"syscall":"execve"' "$T/log"
run nucleus run --rm --seccomp-mode enforce -- true
is "$code" 0 '--seccomp-mode enforce'
printed '--seccomp-log-denied' 'nc-monitor -l .*nc-landlock -l .*nc-seccomp -l -- true'
printed '--allow-degraded-security' 'nc-landlock -d -t .*nc-seccomp -t -- true'
printed '--allow-chroot-fallback' 'nc-mount --chroot-fallback '
printed '--rm' 'nc-monitor -r '
printed '--terminal' 'nc-monitor -t .* --dev /dev --terminal /dev .*nc-exec .*-e TERM=.* -t -- nc-seccomp'
printed "--terminal --console-socket $T/socket" "nc-monitor -s $T/socket "
printed '--detach' 'nc-monitor -d '
printed "--pid-file $T/pid" "nc-monitor -p $T/pid "
[ "$(id -u)" != 0 ] || printed '--additional-group 5 --additional-group mail' 'nc-caps -G 5,8 '
printed '--proc-rw' '--proc-rw /proc'
run nucleus run --print --require-limits --io-limit '8:0 rbps=1048576' -- true
like "$T/out" "nc-cgroup -p 512 -i '8:0 rbps=1048576' -- " '--require-limits, --io-limit: in the chain'
run nucleus run --print -- true
like "$T/out" 'nc-cgroup -p 512 -t -- ' 'without --require-limits: try'
like "$T/out" '-l memlock=64K' 'memlock by default'
grep -q pids /sys/fs/cgroup/cgroup.controllers 2>/dev/null || refused 125 'the pids controller is not available|unable to make a cgroup' \
  '--require-limits fails where there is no limit' -- nucleus run --require-limits -- touch "$T/touched"

# variables of a chain that the caller happens to have are not this chain's
for network in none 'host --allow-host-network'; do
  # shellcheck disable=SC2086
  works "a caller's own NC_ variables, --network $network" -- env NC_TOOLS=0 NC_REPORT=0 NC_CGROUP=0 NC_NETNS=0 NC_ID=x NC_NAME=x \
    nucleus run --rm --network $network -- true
done

# the table names every flag
for flag in $(grep -oE -- '--[a-z][a-z0-9-]+' "$T/help" | sort -u); do
  case $flag in --flag | --help) continue ;; esac
  ok "$flag has an effect that is tested" -- grep -qE -- "(^|[^a-z-])$flag([^a-z-]|$)" "$T/effects" tests/t/705-run-flags.t
done
# a payload's own flags are its own
run nucleus run -- echo --rm --nosuch
is "$(cat "$T/out")" '--rm --nosuch' 'flags end at --'
run nucleus run echo --rm -x
is "$(cat "$T/out")" '--rm -x' 'or at the program'
refused 127 'unable to exec --rm' 'a program named like a flag' -- nucleus run -- --rm

works 'nucleus --help' -- nucleus --help
works 'nucleus --version' -- nucleus --version
like "$T/out" '^nucleus [0-9]' 'a version'

finish
