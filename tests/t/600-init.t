. tests/tap.sh
# SPDX-License-Identifier: ISC

refused 100 'usage: nc-init prog' 'no program' -- nc-init
refused 100 'usage: nc-init prog' 'an option' -- nc-init -x true
refused 127 'unable to exec nosuch: No such file' 'a program that is not there' -- nc-init nosuch
refused 126 'unable to exec /etc/passwd: Permission denied' 'one that cannot be executed' -- nc-init /etc/passwd

leaves 7 "the child's code" -- nc-init sh -c 'exit 7'
leaves 137 '128 + the signal' -- nc-init sh -c 'kill -9 $$'
leaves 7 'options end at --' -- nc-init -- sh -c 'exit 7'
forwards() { # signal, code, description, what the payload does first
  rm -f "$T/out" # or what the last one said may be read
  nc-init sh -c "$4; echo ready; while :; do sleep 0.1; done" >"$T/out" &
  await 60 grep -q ready "$T/out"
  kill -s "$1" $!
  wait $!
  is $? "$2" "$3"
}
forwards TERM 143 'SIGTERM is forwarded' :
forwards USR1 3 'a handled one, too' 'trap "exit 3" USR1'

run nc-init grep '^SigBlk' /proc/self/status
like "$T/out" '^SigBlk:.0000000000000000$' 'the child has the signal mask that was'
run nc-init setpriv -d
like "$T/out" '^Parent death signal: KILL' 'the child dies with nc-init'
run "$HELPER/try-report" "$T/records" nc-init true
is "$(sed -n 's/.*"event":"\([a-z]*\)".*/\1/p' "$T/records" | tr '\n' ' ')" 'applied exec ' \
  'the record comes before exec'

# the parent, from the child
run nc-init sh -c 'i=0; while [ -n "$(ls /proc/$PPID/fd)" ] && [ $((i += 1)) -lt 600 ]; do sleep 0.1; done; ls /proc/$PPID/fd | wc -l'
is "$(cat "$T/out")" 0 'the waiting parent has no descriptor open'
nc-init sh -c 'echo $$ >"$1"; exec sleep 1000' sh "$T/pid" &
init=$!
await 60 test -s "$T/pid"
child=$(cat "$T/pid")
run ps -o stat= -p "$child"
like "$T/out" '^[^Z]' 'control: the child runs'
kill -KILL "$init"
wait "$init" || :
is_dead() { ! ps -o stat= -p "$child" | grep -q '^[^Z]'; }
ok 'kill -9 of nc-init takes the child along' -- await 60 is_dead

# an orphan of the child is reaped by nc-init, whether PID 1 or not
orphan='pid=$(sh -c "exit 0" >&2 & echo $!); i=0
  while [ -e "/proc/$pid" ] && [ $((i += 1)) -lt 600 ]; do sleep 0.1; done; cat "/proc/$pid/stat" 2>/dev/null; echo "was $pid"'
run nc-init sh -c "$orphan"
like "$T/out" '^was [0-9]' 'an orphan'
is "$(wc -l <"$T/out")" 1 'a subreaper leaves no zombie'
run nc-init sh -c '(sh -c "i=0; until [ \$(ps -o ppid= -p \$\$) = $PPID ] || [ \$((i += 1)) = 600 ]; do sleep 0.1; done
  ps -o ppid= -p \$\$ >$0.ppid" & ); while [ ! -s $0.ppid ]; do sleep 0.1; done; echo $PPID' "$T/orphan"
is "$(tr -d ' ' <"$T/orphan.ppid")" "$(cat "$T/out")" 'orphans become its children'

if ! unshare -Urpf --mount-proc true; then
  skip 'no user or pid namespaces' 'as PID 1'
  finish
fi
as_pid1='unshare -Urpf --mount-proc nc-init'
leaves 5 "PID 1 leaves with the child's code" -- $as_pid1 sh -c 'sleep 1000 & exit 5'
run $as_pid1 sh -c "$orphan"
is "$(wc -l <"$T/out")" 1 'PID 1 leaves no zombie'

# A payload with the same IDs and no capability: PID 1 must not be its to open or trace.
for file in mem environ maps root/ cwd/ map_files/ exe; do
  refused 1 'Permission denied' "PID 1's $file is closed" -- \
    $as_pid1 nc-caps sh -c 'case $1 in */) find "$1" ;; exe) head "$1" ;; *) cat "$1" ;; esac || exit 1' sh "/proc/1/$file"
done
run $as_pid1 nc-caps strace -p 1
like "$T/err" 'Operation not permitted' 'nor can it be traced'
run $as_pid1 nc-caps sh -c 'cat /proc/$$/environ >/dev/null && ls /proc/$$/fd >/dev/null'
is "$code" 0 'control: the payload itself is as open as any process'

finish
