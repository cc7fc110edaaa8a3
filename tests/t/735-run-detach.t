. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus run -d: it returns when the payload runs, which goes on without us and has a log.
. tests/records.sh
payload() { sed 's/^@[0-9a-f]* //' "$S/names/$1/log/current"; } # with a newline more, if it has stopped
stopped() { # NAME: waits until it has stopped
  nucleus wait "$1" >/dev/null
}

works 'run -d' -- nucleus run -d --name box -- sh -c 'echo out; echo err >&2; printf half; exit 3'
is "$(cat "$T/out")" "$(basename "$(readlink "$S/names/box")")" 'prints the ID alone'
is "$(nucleus wait box)" 3 'and the container has the code'
is "$(payload box)" "$(printf 'out\nerr\nhalf')" 'whose stdout and stderr are in the log'
like "$S/names/box/log/current" '^@4[0-9a-f]{23} out$' 'with times'
is "$(jq -r .status "$S/names/box/status.json")" stopped 'the record says stopped'
unlike "$S/names/box/log/current" 'nc-' 'what links say is not in it'

# the surroundings of one that goes on
works 'one that goes on' -- nucleus run --detach --name box2 -e "SECRET=hidden-$$-" -- sh -c 'readlink /proc/self/fd/0; (: </dev/tty) 2>/dev/null || echo no tty; ls /proc/self/fd | wc -l; trap "" INT; sleep 1000'
ok 'is running when run -d returns' -- grep -q '"running"' "$S/names/box2/status.json"
init=$(jq .pid "$S/names/box2/status.json")
monitor=$(nucleus inspect box2 >/dev/null && ps -o ppid= -p "$(ps -o ppid= -p "$init" | tr -d ' ')" | tr -d ' ')
is "$(ps -o args= -p "$monitor" | grep -c nc-monitor)" 1 'its monitor'
is "$(ps -o sid= -p "$monitor" | tr -d ' ')" "$monitor" 'has a session of its own'
is "$(ps -o tty= -p "$monitor" | tr -d ' ')" '?' 'and no terminal'
is "$(sed -n 's/^SigIgn:\t//p' "/proc/$monitor/status")" "$(sed -n 's/^SigIgn:\t//p' /proc/self/status)" 'and ignores no signal that its caller did not'
is "$(readlink "/proc/$monitor/fd/0")" /dev/null 'and nothing to read'
has_written() { [ "$(payload box2 | wc -l)" = 3 ]; }
await 60 has_written
is "$(payload box2 | head -n 2)" "$(printf '/dev/null\nno tty')" 'nor has the payload'
is "$(payload box2 | tail -n 1)" 4 'it has 0, 1, 2, and what ls opened'
echo "hidden-$$-" >"$T/secret" # which is not to stand on grep's command line either
is "$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' | grep -cFf "$T/secret")" 0 'no command line has a value of the environment'
logger=$(pgrep -P "$monitor" s6-log)
is "$(tr '\0' '\n' <"/proc/$logger/environ" | wc -c)" 0 "s6-log has no environment"

# s6-log dies: it is started again, and the payload lives
kill -KILL "$logger"
has_another() { pgrep -P "$monitor" s6-log | grep -qvx "$logger"; } # the killed one is there till it is reaped
ok 's6-log that was killed is started again' -- await 60 has_another
ok 'and the payload lives' -- test -e "/proc/$init"
await 60 grep -q '"event":"log-restarted"' "$S/names/box2/audit.ndjson"
ok 'the audit log tells' -- grep -q '"event":"log-restarted"' "$S/names/box2/audit.ndjson"
works 'stop' -- nucleus stop box2
ok 'its monitor goes with it' -- await 60 test ! -e "/proc/$monitor"

# the shell that started it ends, and is hung up
works 'from a session that ends' -- setsid sh -c 'nucleus run -d --rm --name box3 -- sleep 1000 && trap "" HUP && kill -HUP 0'
ok 'it goes on' -- grep -q '"running"' "$S/names/box3/status.json"
works 'kill' -- nucleus kill box3
stopped box3 2>/dev/null
two_are_left() { [ "$(find "$S/containers" -mindepth 1 -maxdepth 1 | wc -l)" = 2 ]; } # the name goes first
ok '--rm: nothing is left, nor the log' -- await 60 two_are_left

# much output, and at once
works 'much output' -- nucleus run -d --name much -- sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); echo "line $i"; done'
stopped much
is "$(payload much | head -n -1 | sha256sum)" "$(seq -f 'line %g' 20000 | sha256sum)" 'all of it is there when it has stopped'

# nobody gets the ID
refused 125 'nc-monitor: fatal: unable to write to stdout the ID of the container, which is there: [0-9a-f]{32}: No space' \
  'a stdout that is full' -- sh -c 'exec nucleus run -d --name full -- sleep 1000 >/dev/full'
works 'the container is there, as that says' -- nucleus rm -f full

# what does not start
before=$(ls -A "$S/containers")
refused 127 'nc-seccomp: fatal: unable to exec /nosuch: No such file' 'a program that is not there' -- nucleus run -d -- /nosuch
is "$(cat "$T/out")" '' 'prints no ID'
refused 126 'nc-seccomp: fatal: unable to exec /etc/passwd: Permission denied' 'one that is none' -- nucleus run -d -- /etc/passwd
refused 125 'nc-exec: fatal: unable to enter /nosuch' 'a link that fails' -- nucleus run -d --workdir /nosuch -- true
refused 125 'the name box is taken' 'a name that is taken' -- nucleus run -d --name box -- true
mkdir "$T/none"
ln -s "$(command -v sh)" "$T/none/sh"
refused 125 'nc-monitor: fatal: unable to find s6-log, which writes the log of a detached container \(package s6\): No such file' \
  'without s6-log' -- env PATH="$T/none" "$(command -v nucleus)" run -d -- true
printf '#!/bin/sh\nexit 1\n' >"$T/none/s6-log"
chmod 755 "$T/none/s6-log"
refused 125 's6-log does not start, and without a log the container does not run' \
  'an s6-log that fails' -- env PATH="$T/none:$PATH" nucleus run -d -- sleep 1000
nucleus ps >/dev/null
is "$(ls -A "$S/containers")" "$before" 'nothing of them is left'

# who waits for the start is killed: the start ends
mkfifo "$T/gate"
chain=nc-unshare\ -p
[ "$(id -u)" = 0 ] || chain=nc-unshare\ -Up
# shellcheck disable=SC2086
nc-monitor -d -n gone -- $chain -- nc-exec -k sh -c 'exec nc-exec -- cat "$1"' sh "$T/gate" >/dev/null 2>&1 &
wait $!
await 60 grep -qs running "$S/names/gone/status.json"
echo end >"$T/gate"
stopped gone
is "$(payload gone)" end 'a chain by hand has its log, too'
# shellcheck disable=SC2086
nc-monitor -d -n waits -- $chain -- nc-exec -k sh -c 'exec sleep 1000' >/dev/null 2>&1 &
starter=$!
await 60 grep -qs created "$S/names/waits/status.json"
kill -KILL "$starter"
wait "$starter" 2>/dev/null
ok 'a start that nobody waits for any more is cancelled' -- await 60 test ! -e "$S/names/waits"

finish
