. tests/tap.sh
# SPDX-License-Identifier: ISC

# What reaches the payload of its caller: standard streams, its own words, what -e gives; and
# nothing else: no variable, no descriptor, no folder.
works 'the environment' -- env LD_PRELOAD=/nonexistent.so SECRET=canary NC_ENV_STRAY=canary nucleus run --rm -e 'A=b c' -e A=d -e E= -- env
is "$(sort "$T/out" | tr '\n' '|')" 'A=d|E=|HOME=/root|PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin|TERM=xterm|' 'is from empty'
is "$(grep -c nonexistent.so "$T/err")" 1 'LD_PRELOAD of the caller is looked at by the shell alone'
works 'values with everything' -- nucleus run --rm -e "X=it's \"\$x\" \\ 
y" -- sh -c 'printf %s "$X"'
is "$(cat "$T/out")" "it's \"\$x\" \\ 
y" 'come through'
works 'PATH and HOME' -- nucleus run --rm -e PATH=/usr/bin -e HOME=/tmp -- sh -c 'echo $PATH $HOME'
is "$(cat "$T/out")" '/usr/bin /tmp' 'can be given'

# the values stand on no command line
nucleus run --rm -e "TOKEN=canary-$$-on-no-command-line" -- sleep 1000 &
run=$!
is_running() { grep -qs running "$NUCLEUS_STATE_DIR"/containers/*/status.json; }
await 60 is_running
cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | grep -c "[c]anary-$$-on-no" >"$T/count"
is "$(cat "$T/count")" 0 'a value is on no command line'
grep -rl "canary-$$-on-no" "$NUCLEUS_STATE_DIR" >"$T/found"
is "$(cat "$T/found")" '' 'and not in the record'
kill "$run"
wait "$run"
is $? 143 'SIGTERM reaches a payload without a handler, by its PID 1'

# descriptors: bash, because sh has single digits only
works 'descriptors' -- bash -c 'for i in {3..99}; do eval "exec $i</"; done; exec nucleus run --rm -- sh -c "ls -l /proc/self/fd"'
is "$(sed -n 's/.* \([0-9]*\) -> .*/\1/p' "$T/out" | tr '\n' ' ')" '0 1 2 3 ' 'are 0, 1, 2 (and the 3 of ls)'
works 'the working directory' -- sh -c 'cd /usr/lib && exec nucleus run --rm -- sh -c "pwd; readlink /proc/self/cwd /proc/self/root"'
is "$(tr '\n' ' ' <"$T/out")" '/ / / ' 'is not the caller'\''s'

# the streams
is "$(printf 'a\nb\n' | nucleus run --rm -- cat)" 'a
b' 'stdin and stdout'
nucleus run --rm -- sh -c 'echo out; echo err >&2' >"$T/out" 2>"$T/err"
is "$(cat "$T/out")" out 'stdout is its own'
like "$T/err" '^err$' 'and stderr'
works 'closed streams' -- sh -c 'exec nucleus run --rm -- sh -c "exit 0" <&- >&-'

# a pipeline ends when the payload closes its end, though the container goes on
nucleus run --rm -- sh -c 'echo x; exec >/dev/null; sleep 1000' | { read -r line && ! read -r _ && echo "$line" >"$T/line"; } &
reader=$!
await 60 test -s "$T/line"
is "$(cat "$T/line")" x 'no process of ours keeps stdout open'
pkill -TERM -P $$ nc-monitor
wait "$reader"

# codes
for code in 0 1 42 100 111 125 126 127 128 255; do
  leaves $code "a payload's code $code" -- nucleus run --rm -- sh -c "exit $code"
done
leaves 139 'a payload that is killed' -- nucleus run --rm -- sh -c 'kill -SEGV $$'
leaves 137 'by SIGKILL' -- nucleus run --rm -- sh -c 'kill -KILL $$'
leaves 7 'a payload as PID 1' -- nucleus run --rm --no-init -- sh -c 'exit 7'

# signals
cat >"$T/catch" <<'E2'
for s in HUP INT QUIT USR1 USR2 TERM WINCH; do trap "echo $s; exit 5" $s; done
echo ready
while :; do sleep 0.05; done
E2
for signal in HUP INT QUIT USR1 USR2 TERM WINCH; do
  rm -f "$T/caught"
  nucleus run --rm --volume "$T:/t:ro" -- sh /t/catch >"$T/caught" 2>/dev/null &
  run=$!
  await 60 test -s "$T/caught"
  kill -$signal $run
  wait $run
  is "$? $(tail -n 1 "$T/caught")" "5 $signal" "SIG$signal reaches the payload"
done

works 'zombies are reaped' -- nucleus run --rm -- sh -c '
  for i in 1 2 3; do (sleep 0.01 & echo $! >>/tmp/orphans); done
  i=0
  while read -r pid; do
    while [ -e "/proc/$pid" ] && [ $((i += 1)) -lt 600 ]; do sleep 0.1; done
    [ ! -e "/proc/$pid" ] || echo "$pid"
  done </tmp/orphans'
is "$(cat "$T/out")" '' 'none is left'
works 'what the payload leaves behind ends with it' -- nucleus run --rm -- sh -c 'sleep 1000 & exit 0'

finish
