. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus run -it in a terminal multiplexer: what a user sees who works there.
for program in tmux bash vi top; do
  command -v $program >/dev/null || skip_all "no $program"
done
tm() { tmux -S "$T/tmux" "$@"; }
trap 'tm kill-server 2>/dev/null; rm -rf "$T"' EXIT
screen() { tm capture-pane -p >"$T/screen"; }
keys() { tm send-keys "$@"; }
on_screen() { screen && grep -Eq -- "$1" "$T/screen"; }
shows() { # regex, description: waits until the screen has it
  await 60 on_screen "$1"
  like "$T/screen" "$1" "$2"
}
cooked() { # waits for the prompt of the shell outside, in its own modes
  shows '^outside> *$' "$1: a prompt"
  keys 'clear; stty -a | grep -o "[-]*icanon"; echo is "co"oked' Enter
  shows '^is cooked' "$1: the shell outside is back"
  like "$T/screen" '^icanon' "$1: and the terminal has its modes"
}

tm -f /dev/null new-session -d -x 100 -y 30 -e NUCLEUS_STATE_DIR="$NUCLEUS_STATE_DIR" \
  -e PATH="$PATH" env PS1='outside> ' bash --norc --noprofile # words: no login shell, nobody's is nologin
shows '^outside>' 'a shell'
keys "nucleus run -it --rm --name box --pid-file $T/box -e PS1='inside> ' -- bash --norc --noprofile" Enter
shows '^inside> *$' 'a shell in a container'
unlike "$T/screen" 'no job control' 'it has job control'

keys 'tty; stty size' Enter
shows '^/dev/pts/0' 'its terminal'
shows '^30 100' 'of the size of the one outside'
tm resize-window -x 90 -y 25
keys 'clear; trap "echo resized" WINCH; stty size' Enter
shows '^25 90' 'which changes with it'
tm resize-window -x 100 -y 31
# before or behind the prompt
shows '^(inside> )?resized' 'and the container is told'

sleeps="sh -c 'echo \"go\"ing; exec sleep 1000'"
keys "clear; $sleeps" Enter
shows '^going' 'a job'
keys C-z
shows 'Stopped +sh -c' '^Z stops the job inside'
keys 'clear; fg' Enter
shows '^sh -c' 'fg'
keys C-c
keys 'echo code $?' Enter
shows '^code 130' '^C ends it'
keys "clear; $sleeps; echo code \$?" Enter
shows '^going' 'another job'
keys 'C-\'
shows '^code 131' '^\ too'
keys 'clear; cat' Enter 'some text' Enter
shows '^some text$' 'lines come back'
keys C-d
keys 'echo after' Enter
shows '^after' '^D ends them'

keys 'clear; vi -u NONE /tmp/file' Enter
shows '^"/tmp/file"' 'vi opens'
keys i 'written in vi' Escape
keys ':wq' Enter
shows '^inside> *$' 'and quits'
keys 'clear; cat /tmp/file' Enter
shows '^written in vi$' 'and has written'
keys 'clear; top' Enter
shows 'PID +USER' 'top runs'
shows 'nc-init' 'and sees the container'
keys q
shows '^inside> *$' 'and quits'
keys 'clear; echo still here' Enter
shows '^still here' 'the shell is still there'

# The monitor itself is stopped and goes on: the terminal is the shell's meanwhile, which at SIGSTOP is
# its own matter.
monitor=$(pgrep -f "nc-monitor .*-p $T/box ")
for signal in TSTP STOP; do
  shows "^inside> *$" "a prompt inside"
  kill -$signal "$monitor"
  shows 'Stopped +nucleus run' "SIG$signal stops nucleus"
  if [ $signal = TSTP ]; then cooked 'stopped'; fi
  keys 'clear; fg' Enter
  keys Enter
  shows '^inside>' "fg after SIG$signal"
  keys "clear; $sleeps" Enter
  shows '^going' 'a job'
  keys C-c
  keys 'echo "in"terrupted $?' Enter
  shows '^interrupted 130' '^C goes inside again'
done
keys 'clear; exit 9' Enter
shows '^outside> *$' 'the shell inside leaves'
keys 'echo code $?' Enter
shows '^code 9' 'the end'
cooked 'the end'

# Started in the background it waits for the foreground.
keys "clear; nucleus run -t --rm --pid-file $T/front -- sh -c 'echo in front; read x; echo got \$x' &" Enter
job_has_stopped() { ps -o stat= -p "$(pgrep -f "nc-monitor .*-p $T/front ")" | grep -q T; }
await 60 job_has_stopped # which the shell tells at the next prompt
keys '' Enter
shows 'Stopped' 'in the background it stops when it needs the terminal'
keys 'clear; fg' Enter
shows '^in front' 'and goes on in the foreground'
keys 'typed' Enter
shows '^got typed' 'where it can be typed to'
cooked 'the foreground'

# killed by signal
keys "clear; nucleus run -t --rm --pid-file $T/killed -- sh -c 'echo up; exec sleep 1000'" Enter
shows '^up' 'another'
kill "$(pgrep -f "nc-monitor .*-p $T/killed ")"
cooked 'SIGTERM'

# the terminal goes
keys "clear; nucleus run -t --name hung -- sh -c 'trap \"exit 3\" HUP; echo up; while :; do sleep 0.1; done'" Enter
shows '^up' 'another'
tm kill-server
works 'the window is closed: the container ends' -- nucleus wait hung
like "$T/out" '^(3|129)$' 'by SIGHUP'

finish
