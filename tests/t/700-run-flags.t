. tests/tap.sh
# SPDX-License-Identifier: ISC

# Every flag of "nucleus run --help" does something, and what is not a flag is refused.
nucleus run --help >"$T/help"
is "$?" 0 '--help'
mkdir -p "$T/ctx" "$T/state" && echo text >"$T/ctx/file" && echo k >"$T/ctx/a.key"

refused 125 'nucleus: fatal: no program to run' 'no program' -- nucleus run
refused 125 'nucleus: fatal: no program to run' 'no program behind --' -- nucleus run --rm --
for flag in --nosuch --nosuch=x -x --contextx --Context -; do
  refused 125 "nucleus: fatal: unknown flag.*: $flag" "unknown: $flag" -- nucleus run "$flag" touch "$T/touched"
done
for flag in --rm --no-init --rootless --help --require-limits --proc-rw; do
  refused 125 "unknown flag, or one without a value: $flag=x" "$flag takes no value" -- nucleus run "$flag=x" touch "$T/touched"
done
valued=$(grep -oE '^ +(-e, )?--[a-z-]+ [A-Z]' "$T/help" | grep -oE -- '--[a-z-]+'; echo '--context-mode --network --io-limit -e')
for flag in $valued; do
  refused 125 "nucleus: fatal: $flag needs a value" "$flag needs a value" -- nucleus run "$flag"
  refused 125 "nucleus: fatal: the value of $flag is empty" "$flag ''" -- nucleus run "$flag" '' touch "$T/touched"
  case $flag in --*) refused 125 "nucleus: fatal: the value of $flag is empty" "$flag=" -- nucleus run "$flag=" touch "$T/touched" ;; esac
done
while IFS='|' read -r words why; do
  # shellcheck disable=SC2086  # a list of words
  refused 125 "$why" "refused: $words" -- nucleus run $words touch "$T/touched"
done <<'E2'
--context-mode move|not a context mode: move
--print=xml|not a format for --print: xml
--network bridge|not a network: bridge
--network host|--network host shares the host's network: it needs --allow-host-network
--context-include x|--context-include and --context-exclude need --context
--context-exclude x|--context-include and --context-exclude need --context
--user 5|the number --user 5 needs --group
--user nosuch|not in /etc/passwd: nosuch
--group nosuch|not in /etc/group: nosuch
--rootless --additional-group 5|--additional-group needs root
-e X|not NAME=VALUE: X
-e =x|not a variable's name:
-e 1X=x|not a variable's name: 1X
-e A-B=x|not a variable's name: A-B
-e NC_X=x|NC_ variables are for the chain: NC_X
--name a/b|fatal: not a container name: a/b
--hostname a_b|nc-unshare: fatal: not a host name: a_b
--memory 1X|nc-cgroup: 
--cpus x|nc-cgroup: 
--cpu-weight 0|nc-cgroup: 
--pids x|nc-cgroup: 
--memlock x|nc-exec: usage
--volume x|not SRC:DEST
--workdir /nonexistent|nc-exec: fatal: unable to enter /nonexistent
--workdir /proc/self/fd/7|nc-exec: fatal: unable to enter /proc/self/fd/7
--workdir /proc/self/cwd|nc-exec: fatal: unable to enter /proc/self/cwd: Too many levels of symbolic links
E2
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
printed '--time-namespace' 'nc-unshare -pmuicT[nN] '
printed '--disable-cgroup-namespace' 'nc-unshare -pmui[nN] '
printed '--rootless' 'nc-unshare -pmuicU[nN] '
printed '--seccomp-log-denied' 'nc-seccomp -l -- true'
printed '--allow-degraded-security' 'nc-landlock -d -t .*nc-seccomp -t -- true'
printed '--allow-chroot-fallback' 'nc-mount --chroot-fallback '
printed '--rm' 'nc-monitor -r '
printed "--pid-file $T/pid" "nc-monitor -p $T/pid "
printed '--additional-group 5 --additional-group mail' 'nc-caps -G 5,8 '
printed '--proc-rw' '--proc-rw /proc'
run nucleus run --print --require-limits --io-limit '8:0 rbps=1048576' -- true
like "$T/out" "nc-cgroup -p 512 -i '8:0 rbps=1048576' -- " '--require-limits, --io-limit: in the chain'
run nucleus run --print -- true
like "$T/out" 'nc-cgroup -p 512 -t -- ' 'without --require-limits: try'
like "$T/out" '-l memlock=64K' 'memlock by default'
grep -q pids /sys/fs/cgroup/cgroup.controllers 2>/dev/null || refused 125 'the pids controller is not available|unable to make a cgroup' \
  '--require-limits fails where there is no limit' -- nucleus run --require-limits -- touch "$T/touched"

# the table names every flag
for flag in $(grep -oE -- '--[a-z][a-z-]+' "$T/help" | sort -u); do
  case $flag in --flag | --help) continue ;; esac
  ok "$flag has an effect that is tested" -- grep -qE -- "(^|[^a-z-])$flag([^a-z-]|$)" "$T/effects" tests/t/700-run-flags.t
done
# a payload's own flags are its own
run nucleus run -- echo --rm --nosuch
is "$(cat "$T/out")" '--rm --nosuch' 'flags end at --'
run nucleus run echo --rm -x
is "$(cat "$T/out")" '--rm -x' 'or at the program'
refused 127 'unable to exec --rm' 'a program named like a flag' -- nucleus run -- --rm

leaves 100 'no command' -- nucleus
refused 100 'unknown command: nosuch' 'an unknown command' -- nucleus nosuch
works 'nucleus --help' -- nucleus --help
works 'nucleus --version' -- nucleus --version
like "$T/out" '^nucleus [0-9]' 'a version'

finish
