. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus run -t: a terminal of the container's own, relayed.
command -v python3 >/dev/null || skip_all 'no python3'
# a program that is in the container, too
python=/usr/bin/python3
terminal() { python3 tests/terminal.py "$@"; }
run_t() { terminal run nucleus run -t --rm "$@"; }

refused 125 '^nc-monitor: fatal: standard input is not a terminal: ' '-t without a terminal' -- \
  nucleus run -t -- touch "$T/touched"
refused 125 '^nucleus: fatal: --console-socket needs --terminal' '--console-socket alone' -- \
  nucleus run --console-socket "$T/none" -- true
refused 125 "^nc-monitor: fatal: unable to connect to $T/none: No such file" 'no such socket' -- \
  nucleus run -t --console-socket "$T/none" -- true
refused 100 '^nc-monitor: fatal: -t and -s exclude each other' 'two masters' -- nc-monitor -t -s x true
refused 100 '^nc-mount: fatal: more than one --terminal' 'two terminals' -- \
  nc-mount --terminal /dev --terminal /dev true
refused 111 '^nc-mount: fatal: --terminal needs nc-monitor' 'nobody to relay' -- \
  nc-unshare -Upm -- nc-mount --system --dev /dev --terminal /dev -- true
refused 111 '^nc-exec: fatal: unable to take standard input as controlling terminal: ' \
  'nc-exec -t without a terminal' -- setsid -w nc-init -- nc-exec -t -- true
refused 125 '^nc-monitor: fatal: a link made a terminal that nobody asked for' 'no -t' -- \
  nc-monitor -r -- nc-unshare -Upm -- nc-mount --system --dev /dev --terminal /dev -- sleep 100
refused 125 '^nc-mount: fatal: unable to open /dev/pts/ptmx' 'no pts' -- \
  nc-monitor -r -- nc-unshare -Upm -- nc-mount --system --terminal /dev -- true
run terminal run nc-monitor -t -r -- nc-unshare -Upm -- nc-mount --system --dev /dev -- sleep 100
is "$code" 125 'nobody makes a terminal'
like "$T/out" 'nc-monitor: fatal: no link made a terminal' 'and it is said'
ok 'nothing was run' -- test ! -e "$T/touched"

for flags in -t -it -ti '-i -t' --terminal; do
  # shellcheck disable=SC2086 # words
  run terminal run nucleus run --rm $flags -- sh -c 'tty && tty <&1 && tty <&2 && stty size && exit 7'
  is "$code" 7 "$flags: the code, and the modes are given back"
  is "$(grep -v warning "$T/out" | tr -d '\r' | tail -n 4 | tr '\n' ' ')" '/dev/pts/0 /dev/pts/0 /dev/pts/0 33 99 ' \
    "$flags: 0, 1 and 2 are the terminal, of the caller's size"
done
run nucleus run -i --rm -- sh -c 'tty'
is "$(cat "$T/out")" 'not a tty' '-i alone makes none'

run_t -- sh -c 'echo a >/dev/tty && echo b >/dev/console && echo c >/dev/pts/0 && stty -F /dev/tty size &&
  stty -F /dev/console size && ls /dev/pts && cat /proc/self/stat | cut -d" " -f 5,6,8' >"$T/out" 2>&1 </dev/null
tr -d '\r' <"$T/out" | grep -v warning | tr '\n' ' ' >"$T/words"
like "$T/words" '^a b c 33 99 33 99 0 +ptmx ([0-9]+) [0-9]+ \1 $' 'its names open, also under Landlock, and it controls the session'

run_t -e TERM=dumb -- sh -c 'echo "<$TERM>"' >"$T/out" </dev/null
like "$T/out" '<dumb>' 'TERM can be set'
TERM=linux run_t -- sh -c 'echo "<$TERM>"' >"$T/out" </dev/null
like "$T/out" '<linux>' "or is the caller's"

run run_t -- nosuch
is "$code" 127 'a program that is not there'
like "$T/out" 'unable to exec nosuch' 'and the message is relayed'
run run_t --workdir /nosuch -- true
is "$code" 125 'a late link that fails'
like "$T/out" 'nc-exec: fatal: unable to enter /nosuch' 'and its message is relayed'

# all that was written comes out, and neither direction waits for the other
run_t -- seq 1 30000 >"$T/out"
is "$(tr -d '\r' <"$T/out" | grep -c '^[0-9]*$')" 30000 'all of the output'
terminal run -s nucleus run -t --rm -- seq 1 30000 >"$T/out"
is "$(tr -d '\r' <"$T/out" | grep '^[0-9]*$' | cksum)" "$(seq 1 30000 | cksum)" 'all of it for a slow reader'
terminal run -i 300000 nucleus run -t --rm -- sh -c 'stty raw -echo; seq 1 30000; head -c 100000 | wc -c' >"$T/out"
# not the last line: what is typed on is echoed as soon as the terminal has its modes back
is "$(tr -d '\r ' <"$T/out" | grep -cx 100000)" 1 'much input before any output is read'
nothing_hangs=$(terminal run sh -c 'nucleus run -t --rm -- yes | head -n 3' | tr -d '\r' | grep -c '^y')
is "$nothing_hangs" 3 'a pipe whose reader goes ends it'
run_t -- sh -c 'exec </dev/null >/dev/null 2>&1; sleep 0.3; echo again >/dev/tty' >"$T/out"
like "$T/out" 'again' 'what closes the terminal can open it again'

# a failure of nc-monitor itself while the terminal is raw
mkdir "$T/gone"
cat >"$T/gone.sh" <<E2
set -m
NUCLEUS_STATE_DIR=$T/gone nucleus run -t -- sh -c 'echo up; sleep 100' &
sh -c 'until grep -q "\"started\"" $T/gone/containers/*/audit.ndjson; do sleep 0.1; done
  pid=\$(sed "s/.*\"pid\":\([0-9]*\).*/\1/" $T/gone/containers/*/status.json)
  rm -rf $T/gone && kill -9 \$pid' 2>/dev/null &
fg %1
E2
run terminal run bash "$T/gone.sh"
is "$code" 125 'nc-monitor dies while the terminal is raw: it is given back'
like "$T/out" 'nc-monitor: fatal: unable to write' 'it did'

terminal run nucleus run --terminal --rm -- sh -c 'kill -9 $$' >"$T/out" 2>&1
is "$?" 137 'killed'

# --console-socket
run terminal receive "$T/socket" nucleus run -t --console-socket "$T/socket" --rm -- \
  sh -c 'tty; stty size; read -r line; echo "<$line>"; exit 5'
is "$code" 5 "--console-socket: the payload's code"
tr -d '\r' <"$T/out" | tr '\n' ' ' >"$T/words"
like "$T/words" '/dev/pts/0 .*24 80 ' '80 columns and 24 lines'
like "$T/words" '<typed>' 'what is typed there comes here'

refused 125 '^nucleus: fatal: --terminal with --detach needs --console-socket' 'a terminal that nobody shows' -- \
  nucleus run -d -t -- touch "$T/touched"
refused 100 '^nc-monitor: fatal: -t and -d exclude each other' 'nor does nc-monitor' -- nc-monitor -t -d true
run terminal receive "$T/detached" nucleus run -d -t --console-socket "$T/detached" --rm -- \
  sh -c 'tty <&2; read -r line; echo "<$line>"'
is "$code" 0 'detached, with a terminal somewhere else'
like "$T/out" '/dev/pts/0' 'which is all there is'
like "$T/out" '<typed>' 'and it is relayed there'

if [ "$(id -u)" = 0 ]; then
  run_t --user 1000:1000 -- sh -c 'stat -c "%u %a" /dev/console /dev/pts/0 && echo a >/dev/console && echo b >/dev/tty && id -u' >"$T/out"
  is "$(tr -d '\r' <"$T/out" | grep -v warning | tr '\n' ' ')" '1000 620 1000 620 a b 1000 ' 'the terminal belongs to --user'
fi

# What is typed by ioctl would be typed into the caller's shell, were it the same terminal.
"$python" -c '' 2>/dev/null || skip_all "no $python"
cat >"$T/inject.py" <<E2
import fcntl, sys, termios
for c in b"touch $T/injected\n":
    try:
        fcntl.ioctl(0, termios.TIOCSTI, bytes([c]))
    except OSError as e:
        print("refused", e.errno)
        sys.exit()
print("injected")
E2
mkdir "$T/probe" && mv "$T/inject.py" "$T/probe/"
printf '%s\n' "\"\$@\"" 'read -r -t 2 line && eval "$line"' >"$T/shell"
outside() { terminal run bash "$T/shell" "$@" >"$T/out" 2>&1; }
outside "$python" "$T/probe/inject.py"
if grep -q injected "$T/out" && [ -e "$T/injected" ]; then
  point ok 'outside, it reaches the shell'
else
  skip_user "this kernel has no TIOCSTI, or only for CAP_SYS_ADMIN" 'outside, it reaches the shell'
fi
rm -f "$T/injected"
outside nucleus run -t --rm --volume "$T/probe:/probe:ro" -- "$python" /probe/inject.py
like "$T/out" 'refused 1' 'inside, it is refused'
ok 'and nothing reaches the shell' -- test ! -e "$T/injected"
nucleus run --print -t --rm --volume "$T/probe:/probe:ro" -- "$python" /probe/inject.py |
  sed 's/ nc-seccomp -- / /' >"$T/chain"
unlike "$T/chain" nc-seccomp 'without the filter'
outside sh "$T/chain"
if [ "$(cat /proc/sys/dev/tty/legacy_tiocsti 2>/dev/null || echo 1)" = 1 ]; then
  like "$T/out" injected 'it types'
else
  point ok 'it may type or not # the kernel refuses'
fi
ok 'but into the own terminal only' -- test ! -e "$T/injected"

finish
