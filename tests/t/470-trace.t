. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-trace, and nucleus run --seccomp-mode trace: what is recorded, what still holds, and how it ends.
log=$T/log
traced() { # what follows the options of nucleus run
  nucleus run --seccomp-mode trace --seccomp-log "$log" "$@"
}
given() { # file: what follows has it as NC_TRACE
  NC_TRACE=6 "$@" 6>"$log"
}

# by hand
refused 100 '^nc-trace: usage: nc-trace' 'no program' -- nc-trace
refused 100 '^nc-trace: usage: nc-trace' 'no such option' -- nc-trace -x true
refused 100 '^nc-trace: fatal: NC_TRACE is not set: nowhere to write to$' 'no log' -- nc-trace true
refused 111 '^nc-trace: fatal: NC_TRACE is not a descriptor: x$' 'what is none' -- env NC_TRACE=x nc-trace true
refused 111 '^nc-trace: fatal: unable to write the log: not a regular file$' 'one that cannot be updated' -- \
  env NC_TRACE=0 nc-trace true
refused 111 '^nc-exec: fatal: a log of system calls was opened, but nothing writes it' 'a log that is forgotten' -- \
  given nc-exec true
leaves 7 'the code is the program'\''s' -- given nc-trace -- sh -c 'exit 7'
like "$log" '^\{"syscall":"exit_group","number":[0-9]+,"arch":"[a-z0-9_]+","count": *1\}$' 'each call is recorded'
refused 127 '^nc-trace: fatal: unable to exec nonesuch: No such file' 'no such program' -- given nc-trace nonesuch
refused 126 '^nc-trace: fatal: unable to exec /etc/passwd: Permission denied' 'a file that is none' -- given nc-trace /etc/passwd

# the flags
refused 125 'not a seccomp mode: learn' 'no such mode' -- nucleus run --seccomp-mode learn -- true
refused 125 '^nucleus: fatal: --seccomp-mode trace needs --seccomp-log' 'a trace without a log' -- \
  nucleus run --seccomp-mode trace -- true
refused 125 '^nucleus: fatal: --seccomp-log needs --seccomp-mode trace' 'a log without a trace' -- \
  nucleus run --seccomp-log "$log" -- true
refused 125 '^nucleus: fatal: --seccomp-mode trace denies nothing' 'nothing is denied, so nothing logged' -- \
  traced --seccomp-log-denied -- true
refused 125 '^nucleus: fatal: --seccomp-mode trace loads no filter' 'a profile would not be used' -- \
  traced --seccomp-profile config/default.seccomp.json -- true
refused 125 '^nucleus: fatal: --print has no words' 'a descriptor cannot be printed' -- traced --print -- true
refused 125 "^nucleus: fatal: unable to open $T/no/log" 'a log that cannot be opened' -- \
  nucleus run --seccomp-mode trace --seccomp-log "$T/no/log" -- true
works 'to enforce is the default' -- nucleus run --seccomp-mode=enforce -- true

# what is recorded
# shellcheck disable=SC2016
script='i=0
while [ $i -lt 300 ]; do (umask 022); i=$((i+1)); done'
works 'a payload that forks' -- traced -- sh -c "$script"
like "$T/err" '^nc-trace: warning: system calls are recorded, not filtered$' 'that nothing is filtered is said'
n=$(sed -n 's/.*"umask".*"count": *\([0-9]*\)}/\1/p' "$log")
ok 'no call of a child is lost' -- test "$((n % 300)):$((n > 0))" = 0:1
is "$(sort "$log" | sed 's/"count": *[0-9]*//' | uniq -d)" '' 'a call is there once'
cp "$HELPER/try-syscall" "$T/try-syscall"
works 'calls of which arguments matter' -- traced --volume "$T:/v:ro" -- /v/try-syscall socket:1:3:0
like "$log" '"syscall":"socket",.*"args":\{"0":1,"1":3,"2":0\}' 'have them'
traced --volume "$T:/v:ro" -- /v/try-syscall i386/20 >"$T/out" 2>&1
like "$log" '"syscall":"getpid","number":20,"arch":"x86",' 'a call of another architecture'

traced --volume "$T:/v:ro" -- /v/try-syscall 462 >"$T/out" 2>&1
like "$log" '"syscall":"mseal","number":462,' 'a call that is newer than libseccomp'

# the return from a handler is not recorded, and so no second signal can interrupt it
cp "$HELPER/try-signals" "$T/try-signals"
works 'a hail of signals' -- traced --volume "$T:/v:ro" -- /v/try-signals 5000

# what still holds
# shellcheck disable=SC2016
works 'the rest of the confinement' -- traced -- sh -c 'grep -E "^(CapBnd|NoNewPrivs)" /proc/self/status
  for f in /proc/self/fd/*; do echo "${f##*/}"; done; readlink /proc/$PPID/fd/2 || echo hidden'
like "$T/out" '^CapBnd:.0+$' 'is without capabilities'
like "$T/out" '^NoNewPrivs:.1$' 'has no_new_privs'
like "$T/out" '^hidden$' 'and cannot look into the supervisor'
unlike "$T/out" '^[4-9]$' 'or at the log'

# how it ends
# shellcheck disable=SC2016
leaves 137 'a payload that is killed' -- traced -- sh -c 'kill -9 $$'
# shellcheck disable=SC2016
leaves 137 'a payload that kills the supervisor' -- traced -- sh -c 'kill -9 $PPID; while :; do :; done'
like "$log" '"syscall":"kill"' 'and what it did before is in the log'
refused 127 'unable to exec nonesuch' 'a program that is not there' -- traced -- nonesuch
traced --name traced -- sh -c 'sleep 1000' >"$T/bg" 2>&1 &
await 60 grep -qs '"running"' "$NUCLEUS_STATE_DIR/names/traced/status.json"
refused 125 'unable to attach to traced: its system calls are traced: it has no filter' 'it cannot be attached to: there is no filter' -- nucleus attach traced true
works 'it can be killed' -- nucleus kill -s KILL traced
wait $!
is $? 137 'and does not hang'
finish
