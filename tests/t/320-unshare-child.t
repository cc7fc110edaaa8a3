. tests/tap.sh
# SPDX-License-Identifier: ISC

# With -p a parent waits for the child; -U so that anyone may.

for c in 0 1 2 99 125 127 128 255; do
  leaves "$c" "exit code $c" -- nc-unshare -Up sh -c "exit $c"
done
leaves 127 '127 of the payload itself' -- nc-unshare -Up sh -c 'exit 127'
# PID 1 of a pid namespace cannot kill itself: its child is asked to be killed
leaves 137 'SIGKILL is 128 + 9' -- nc-unshare -Up nc-init sh -c 'kill -KILL $$'
leaves 143 'SIGTERM is 128 + 15' -- nc-unshare -Up nc-init sh -c 'kill -TERM $$'
leaves 139 'SIGSEGV is 128 + 11' -- nc-unshare -Up nc-init sh -c 'ulimit -c 0; kill -SEGV $$'

# signals are forwarded
for signal in TERM INT HUP USR1 USR2 QUIT WINCH ALRM; do
  rm -f "$T/ready" "$T/got"
  # a shell ignores INT and QUIT for what runs behind it, and for good
  env --default-signal=INT,QUIT nc-unshare -Up sh -c "trap 'echo $signal >\"$T/got\"; exit 42' $signal; echo x >\"$T/ready\"; while :; do sleep 0.05; done" &
  pid=$!
  await 60 test -s "$T/ready"
  kill -s "$signal" "$pid"
  code=0
  wait "$pid" || code=$?
  is "$code $(cat "$T/got" 2>&1)" "42 $signal" "SIG$signal is forwarded"
done

# a SIGKILL of the waiting parent takes the child along
mkfifo "$T/fifo"
for flags in -Up -Upmnuic; do
  # the writer's end of the fifo is the payload's: end-of-file says that it is gone
  nc-unshare "$flags" sh -c 'echo x >"$1"; exec sleep 1000' sh "$T/ready2" >"$T/fifo" 2>/dev/null &
  pid=$!
  exec 8<"$T/fifo"
  await 60 test -s "$T/ready2"
  kill -KILL "$pid"
  ok "$flags: it dies with its parent" -- timeout 60 cat <&8
  exec 8<&-
  wait "$pid" 2>/dev/null
  rm -f "$T/ready2"
done

# the mask and dispositions are the caller's
run nc-unshare -Up grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status
like "$T/out" '^SigBlk:[[:space:]]0{16}$' 'no signal stays blocked'
run nc-unshare -Up sh -c 'ls /proc/self/fd | wc -l'
inside=$(cat "$T/out")
run sh -c 'ls /proc/self/fd | wc -l'
is "$inside" "$(cat "$T/out")" 'no descriptor of ours stays open'

# what it leaves unreaped would be ours, as the next who reaps
if command -v python3 >/dev/null; then
  works 'it ends' -- python3 -c 'import ctypes, os, subprocess
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
subprocess.run(["nc-unshare", "-Up", "true"], check=True)
print(open("/proc/thread-self/children").read())'
  is "$(cat "$T/out")" '' 'and leaves no zombie'
else
  skip 'no python3' 'it leaves no zombie'
fi

# the parent holds none of the caller's: a pipe ends when the payload closes it
nc-unshare -Up sh -c 'exec >&-; exec sleep 1000' >"$T/fifo" &
pid=$!
ok 'standard output ends when the payload closes it, whatever the waiting parent has' -- timeout 60 cat "$T/fifo"
kill -KILL "$pid"

finish
