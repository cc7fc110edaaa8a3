. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus create sets a container up and holds it, nucleus start lets it go.
. tests/records.sh
records() { find "$S/containers" -mindepth 1 -maxdepth 1 | wc -l; }
gone() { # NAME: waits until there is no such record
  await 60 test ! -L "$S/names/$1"
}

works 'create' -- nucleus create --name box --volume "$T:/t" -- sh -c 'echo ran >/t/ran; echo out; exit 4'
is "$(cat "$T/out")" "$(basename "$(readlink "$S/names/box")")" 'prints the ID'
is "$(jq -r .status "$S/names/box/status.json")" created 'it is created'
like "$S/names/box/audit.ndjson" '"tool":"nc-seccomp","event":"held"' 'and held by the last link'
nucleus ps -a >"$T/ps"
like "$T/ps" ' box .* Created ' 'ps shows it'
init=$(jq .pid "$S/names/box/status.json")
like "/proc/$init/cmdline" nc-init 'all is set up'
ok 'and the payload has not run' -- test ! -e "$T/ran"
works 'start' -- nucleus start box
is "$(cat "$T/out")" box 'prints what it was given'
is "$(nucleus wait box) $(cat "$T/ran") $(nucleus logs box)" '4 ran out' 'it runs, has its code and its log'
ok 'no socket is left' -- test ! -e "$S/names/box/start"
refused 1 'not to be started: box: it is stopped' 'start of a stopped one' -- nucleus start box
nucleus run -d --name running -- sleep 1000 >/dev/null 2>&1
refused 1 'not to be started: running: it is running' 'start of a running one' -- nucleus start running
refused 1 'no such container: nosuch' 'start of none' -- nucleus start nosuch
refused 100 'no container to start' 'start of nothing' -- nucleus start
refused 100 'unknown option: -z' 'an unknown option' -- nucleus start -z
refused 100 '-c needs a link to hold, and this is none: true' 'nothing that could be held' -- nc-monitor -c true
nucleus rm -f running >/dev/null

# who connects and says nothing is in nobody's way
works 'another create' -- nucleus create --rm --name silent -- sleep 1000
python3 - "$S/names/silent" >"$T/connected" <<'END' &
import os, socket, sys, time
os.chdir(sys.argv[1])  # a socket's path must be short
mute = socket.socket(socket.AF_UNIX)
mute.connect("start")
print("connected", flush=True)
time.sleep(1000)
END
await 60 grep -q connected "$T/connected"
works 'start beside one who says nothing' -- timeout 60 nucleus start silent
is "$(jq -r .status "$S/names/silent/status.json")" running 'it runs'
kill $!
nucleus rm -f silent >/dev/null

# several at once
for i in 1 2; do nucleus create --rm --name "many$i" -- sleep 1000 >/dev/null 2>&1; done
works 'start of two' -- nucleus start many1 many2
is "$(nucleus ps -q | wc -l)" 2 'both run'
for i in 1 2; do nucleus start "many$i" 2>>"$T/late"; done
is "$(grep -c 'it is running' "$T/late")" 2 'once'
nucleus stop -t 0 many1 many2 >/dev/null
before=$(records)

# what does not start
refused 127 'nc-seccomp: fatal: unable to exec nosuch' 'a program that is not in PATH is found out by create' -- nucleus create -- nosuch
refused 125 'nc-exec: fatal: unable to enter /nosuch' 'and so is a link that fails' -- nucleus create --workdir /nosuch -- true
printf '\177ELF\2\1\1' >"$T/broken"
chmod 755 "$T/broken"
works 'a program that is none' -- nucleus create --name broken --volume "$T:/t" -- /t/broken
refused 1 'nc-seccomp: fatal: unable to exec /t/broken: Exec format error' 'start says why it does not start' -- nucleus start broken
like "$T/err" 'nc-state: warning: not started: broken' 'and that it did not'
ok 'nothing of it is left' -- gone broken
is "$(records)" "$before" 'nor of the others'

# it ends before it starts
for how in 'stop' 'kill' 'rm -f'; do
  nucleus create --name end -- sleep 1000 >/dev/null 2>&1
  init=$(jq .pid "$S/names/end/status.json")
  # shellcheck disable=SC2086
  works "$how" -- nucleus $how end
  ok "$how: it is gone" -- gone end
  ok "$how: and its processes" -- test ! -e "/proc/$init"
done
nucleus create --name end -- sleep 1000 >/dev/null 2>&1
refused 1 'running: end: stop it first' 'rm' -- nucleus rm end
init=$(jq .pid "$S/names/end/status.json")
waiter=$(ps -o ppid= -p "$init" | tr -d ' ')
kill -KILL "$(ps -o ppid= -p "$waiter" | tr -d ' ')"
ok 'the monitor is killed: the payload never runs' -- await 60 test ! -e "/proc/$init"
nucleus ps >/dev/null
is "$(records)" "$before" 'and nothing is left'

finish
