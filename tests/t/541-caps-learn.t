. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-learn caps, nucleus caps generate: the capabilities that a traced program used, and no others.
asked() { # capability as JSON, call as JSON, held: a line of a trace
  printf '{"capability":%s,"call":%s,"held":%s,"count":1}\n' "$1" "$2" "$3"
}
call='{"syscall":"read","number":0,"arch":"x86_64","count":1}'
bad() { # message, description, line
  { echo "$call" && printf '%s\n' "$3"; } >"$T/bad"
  refused 111 "^nc-learn: fatal: unable to use $T/bad, line 2: $1" "$2" -- nc-learn caps "$T/bad"
}
refused 100 '^nc-learn: usage: .*nc-learn caps ' 'no trace' -- nc-learn caps
bad 'capability: unknown$' 'a capability that nobody knows' "$(asked '"FLY"' '"bind"' true)"
bad 'capability: unknown$' 'no name' "$(asked 12 '"bind"' true)"
bad 'call: not a name$' 'what is no call' "$(asked '"CHOWN"' '"a\nb"' true)"
bad 'held: neither true nor false$' 'nobody knows whether it was had' "$(asked '"CHOWN"' '"chown"' 1)"
{ echo "$call" && printf '{"path":null,"call":"chown","count":1}\n'; } >"$T/unseen"
refused 111 'could not see what was touched by chown; -u makes' 'what could not be seen' -- nucleus caps generate "$T/unseen"
works 'and may' -- nucleus caps generate --allow-unseen "$T/unseen"
{ echo "$call" && printf '{"syscall":"io_uring_setup","number":425,"arch":"x86_64","count":1}\n'; } >"$T/ring"
works 'io_uring' -- nucleus caps generate "$T/ring"
like "$T/err" "^nc-learn: warning: $T/ring: io_uring was set up, and nc-trace does not see" 'is warned of'
refused 100 '^nucleus: fatal: it takes a command' 'no command' -- nucleus caps
works 'help' -- nucleus caps --help

: >"$T/none"
refused 111 "^nc-learn: fatal: unable to use $T/none: no system call is in it$" 'an empty trace' -- nc-learn caps "$T/none"
echo "$call" >"$T/none"
works 'a trace without any' -- nucleus caps generate "$T/none" -o "$T/p"
is "$(grep -c '^keep = \[\]$' "$T/p")" 4 'keeps none'
{ echo "$call" && asked '"KILL"' '"kill"' true && asked '"NET_RAW"' '"socket"' false && asked '"KILL"' '"tgkill"' false; } >"$T/a"
{ echo "$call" && asked '"CHOWN"' '"fchownat"' true; } >"$T/b"
works 'several' -- nucleus caps generate "$T/a" "$T/b" -o "$T/p"
is "$(grep -c '^keep = \["CHOWN", "KILL"\]$' "$T/p")" 4 'are kept, in all sets, if they were had'
like "$T/p" '^# KILL: kill tgkill$' 'and it is said by which calls'
like "$T/p" '^# NET_RAW: socket; the program did not have it, and went on: not kept$' 'and of which it was not had'

# from a container with more to one with less
mkdir "$T/d"
cp "$HELPER/try-touch" "$T/d/"
chmod 755 "$T/d/try-touch"
for set in bounding effective inheritable ambient; do
  printf '[%s]\nkeep = ["CHOWN", "KILL", "NET_BIND_SERVICE"]\n' $set
done >"$T/more"
low() { nucleus run --volume "$T/d:/v:ro" "$@" -- /v/try-touch bind:80; }
leaves 1 'control: without capabilities there is no low port' -- low
works 'a low port' -- low --caps-policy "$T/more" --seccomp-mode trace --seccomp-log "$T/log"
works 'what it takes' -- nucleus caps generate "$T/log" -o "$T/p"
is "$(grep -c '^keep = \["NET_BIND_SERVICE"\]$' "$T/p")" 4 'is one capability'
works 'with which it works' -- low --caps-policy "$T/p" --caps-policy-sha256 "$(sha256sum "$T/p" | cut -d ' ' -f 1)"
run low --seccomp-mode trace --seccomp-log "$T/log"
works 'of a run without it' -- nucleus caps generate "$T/log" -o "$T/p"
is "$(grep -c '^keep = \[\]$' "$T/p")" 4 'nothing is kept'
like "$T/p" '^# NET_BIND_SERVICE: bind; the program did not have it' 'but it is named'
finish
