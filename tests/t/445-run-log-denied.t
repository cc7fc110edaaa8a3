. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-seccomp -l with a log, and nucleus run --seccomp-log-denied: what is refused is written down, and
# refused all the same.
log=$T/log
given() { # what follows has it as NC_DENIED
  NC_DENIED=6 "$@" 6>"$log"
}
logged() { # what follows the options of nucleus run
  rm -f "$T/pid"
  nucleus run --name box --seccomp-log-denied "$@"
}
record() { # of the container box: its log, and then it goes
  cp "$NUCLEUS_STATE_DIR/names/box/denials.ndjson" "$log"
  nucleus rm -f box >/dev/null
}

# by hand
refused 111 '^nc-seccomp: fatal: NC_DENIED is not a descriptor: x$' 'what is no descriptor' -- \
  env NC_DENIED=x nc-seccomp -l true
refused 111 '^nc-seccomp: fatal: unable to write the log: not a regular file$' 'a log that cannot be updated' -- \
  env NC_DENIED=0 nc-seccomp -l true
refused 111 '^nc-seccomp: fatal: a log of denials was opened, but nothing writes it: nc-seccomp -l does$' \
  'a log that is forgotten' -- given nc-seccomp -- true
leaves 7 'the code is the program'\''s' -- given nc-seccomp -l -- sh -c 'exit 7'
refused 127 '^nc-seccomp: fatal: unable to exec nonesuch: No such file' 'no such program' -- given nc-seccomp -l -- nonesuch
refused 126 '^nc-seccomp: fatal: unable to exec /etc/passwd: Permission denied' 'a file that is none' -- \
  given nc-seccomp -l -- /etc/passwd
calls='reboot socket:17:3:0 socket:17:3:0 clone3 ioctl:0:0x5412 personality:1 getpid'
# shellcheck disable=SC2086
run nc-seccomp -l -- "$HELPER/try-syscall" $calls
cp "$T/out" "$T/want"
# shellcheck disable=SC2086
works 'calls that are refused' -- given nc-seccomp -l -- "$HELPER/try-syscall" $calls
is "$(cat "$T/out")" "$(cat "$T/want")" 'fail as without a log'
like "$T/out" '^clone3 ENOSYS$' 'each with its errno'
like "$log" '^\{"syscall":null,"number":169,"arch":"[a-z0-9_]+","count": *1,"errno":1\}$' 'and are written down'
like "$log" '"count": *2,"args":\{"0":17,"1":3,"2":0\},"errno":1\}$' 'once, with arguments that matter, and counted'
like "$log" '"args":\{"1":21522\},"errno":1\}$' 'also in part'
is "$(wc -l <"$log")" 5 'what is allowed is not'
# shellcheck disable=SC2046
works 'a thousand different ones' -- given nc-seccomp -l -- "$HELPER/try-syscall" \
  $(i=0 && while [ $i -lt 1030 ]; do echo "socket:17:$i:0" && i=$((i + 1)); done) reboot
is "$(wc -l <"$log")" 1025 'are not all written down'
like "$log" '^\{"others":true,"count": *7\}$' 'but counted'
printf '%s' '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[
  {"names":["uname"],"action":"SCMP_ACT_ERRNO","errnoRet":0},
  {"names":["reboot"],"action":"SCMP_ACT_KILL_PROCESS"},{"names":["swapon"],"action":"SCMP_ACT_TRAP"}]}' >"$T/p.json"
works 'a profile of one'\''s own' -- sh -c 'NC_DENIED=6 nc-profile -f 7 -- nc-seccomp -l -- \
  "$HELPER/try-syscall" uname swapon reboot 6>"$0" 7<"$1"' "$log" "$T/p.json"
is "$(tr '\n' ' ' <"$T/out")" 'uname ok swapon SIGSYS reboot SIGSYS ' 'its actions are done'
is "$(sed 's/.*"number":\([0-9]*\).*"errno":\([0-9]*\).*/\1 \2/' "$log")" '63 0' 'those of an errno are written down'
run "$HELPER/try-report" "$T/records" env NC_DENIED=6 nc-seccomp -l -- true 6>"$log"
like "$T/records" '"event":"applied","profile":"default","instructions":[1-9][0-9]*,"log":false,"recorded":true\}$' \
  'the report says so'
is "$(sed -n '$s/.*"event":"\([a-z-]*\)".*/\1/p' "$T/records")" exec 'exec is the last word'

# nucleus run
cp "$HELPER/try-syscall" "$T/try-syscall"
for flags in plain --no-init '--user 65534:65534' --rootless; do
  # shellcheck disable=SC2086
  case $flags in
  plain) works 'nucleus run' -- logged --volume "$T:/v:ro" -- /v/try-syscall reboot ;;
  --user*) [ "$(id -u)" = 0 ] || continue && works "$flags" -- logged $flags --volume "$T:/v:ro" -- /v/try-syscall reboot ;;
  *) works "$flags" -- logged "$flags" --volume "$T:/v:ro" -- /v/try-syscall reboot ;;
  esac
  is "$(cat "$T/out")" 'reboot EPERM' "$flags: refused"
  record
  like "$log" '"number":169,.*"errno":1' "$flags: written down"
done
# shellcheck disable=SC2016
works 'what a payload sees of the supervisor' -- logged -- sh -c '
  for f in /proc/self/fd/*; do echo "${f##*/}"; done; readlink /proc/$PPID/fd/2 || echo hidden; env'
record
like "$T/out" '^hidden$' 'is nothing'
unlike "$T/out" '^[4-9]$|NC_' 'nor of the log'
# shellcheck disable=SC2016
leaves 143 'a payload that is killed' -- logged -- sh -c 'kill -TERM $$'
record
# shellcheck disable=SC2016
leaves 137 'one that kills the supervisor' -- logged --volume "$T:/v:ro" -- \
  sh -c '(trap "" HUP; while :; do :; done) & /v/try-syscall reboot; kill -9 $PPID; while :; do :; done'
record
like "$log" '"number":169,' 'and what it did before is in the log'
printf '%s' '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["uname"],"action":"SCMP_ACT_KILL_PROCESS"}]}' >"$T/p.json"
leaves 159 'one that the filter kills' -- logged --seccomp-profile "$T/p.json" -- uname
record

cat >"$T/p.toml" <<'X'
[[rules]]
path = "/usr"
access = ["read", "execute"]
[[rules]]
path = "/lib64"
access = ["read", "execute"]
optional = true
X
refused 1 'cannot set date: Operation not permitted' 'one of which Landlock keeps /dev/null' -- \
  logged --landlock-policy "$T/p.toml" -- /usr/bin/date -s 2020-01-01
record
like "$log" '"errno":1' 'is written down as well'

# one that runs on
run logged -d --volume "$T:/v:ro" -- sh -c 'trap "exit 3" TERM; /v/try-syscall reboot; while :; do sleep 0.1; done'
ok 'a detached one' -- await 60 grep -q '"number":169' "$NUCLEUS_STATE_DIR/names/box/denials.ndjson"
works 'attach' -- nucleus attach box -- id
if [ -L "$NUCLEUS_STATE_DIR/names/box/cgroup" ]; then
  works 'pause' -- nucleus pause box
  works 'unpause' -- nucleus unpause box
else
  skip_user 'no cgroup can be made' 'pause'
fi
works 'stop' -- nucleus stop -t 60 box
is "$(nucleus wait box)" 3 'a signal is passed on, and so is the code'
record
nucleus create --name box --seccomp-log-denied --volume "$T:/v:ro" -- /v/try-syscall reboot >/dev/null 2>&1
works 'one that was created' -- nucleus start box
nucleus wait box >"$T/out"
record
like "$log" '"number":169,' 'writes down, too'
if command -v python3 >/dev/null; then
  run python3 tests/terminal.py run nucleus run --name box -t --seccomp-log-denied --volume "$T:/v:ro" -- \
    sh -c 'tty; /v/try-syscall reboot; exit 5'
  is "$code" 5 'one with a terminal'
  like "$T/out" '^/dev/pts/0' 'which it has'
  record
  like "$log" '"number":169,' 'writes down, too'
else
  skip 'no python3' 'one with a terminal'
fi
run nucleus run --name box -- true
ok 'without the flag there is no log' -- test ! -e "$NUCLEUS_STATE_DIR/names/box/denials.ndjson"
finish
