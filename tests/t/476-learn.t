. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-learn: the least profile for what traces have, and what it refuses.
line() { # name, number, args: a line of a trace
  printf '{"syscall":%s,"number":%s,"arch":"x86_64","count":%20d%s}\n' "$1" "$2" 1 "${3:+,\"args\":$3}"
}
calls() { # its names, of what is on stdin
  sed -n '/"names"/{n;s/.*"\(.*\)"/\1/p;}' | xargs
}

refused 100 '^nc-learn: usage: nc-learn seccomp ' 'no command' -- nc-learn
refused 100 '^nc-learn: usage: nc-learn seccomp ' 'no such command' -- nc-learn sing
refused 100 '^nc-learn: usage: nc-learn seccomp ' 'no trace' -- nc-learn seccomp
refused 100 '^nc-learn: usage: nc-learn seccomp ' 'no such option' -- nc-learn seccomp -x "$T/a"
refused 111 "^nc-learn: fatal: unable to open $T/none: No such file" 'a trace that is not there' -- nc-learn seccomp "$T/none"
refused 111 "^nc-learn: fatal: unable to read $T: Is a directory" 'a trace that is none' -- nc-learn seccomp "$T"

line '"read"' 0 >"$T/a"
line '"write"' 1 >"$T/b"
line '"socket"' 41 '{"0":1,"1":526337,"2":0}' >>"$T/b"
works 'a profile, to stdout' -- nc-learn seccomp "$T/b" "$T/a"
is "$(calls <"$T/out")" 'execve read socket write' 'has all calls of all traces, in order'
cp "$T/out" "$T/want"
works 'to a file' -- nc-learn seccomp -o "$T/p.json" "$T/a" "$T/b" "$T/a"
ok 'it is the same, whatever the order' -- cmp -s "$T/want" "$T/p.json"
is "$(stat -c %a "$T/p.json")" 644 'and everybody may read it'
like "$T/want" '"defaultAction": "SCMP_ACT_ERRNO"' 'the rest is refused'
like "$T/want" '"defaultErrnoRet": 38' 'as if the kernel did not have it'
umask 077
works 'to a file that is there' -- nc-learn seccomp -o "$T/p.json" "$T/a"
umask 022
is "$(stat -c %a "$T/p.json")" 600 'the umask is obeyed'
is "$(calls <"$T/p.json")" 'execve read' 'what was there is replaced'
is "$(find "$T" -name 'p.json*' | wc -l)" 1 'and nothing else is left'

n=0
while [ $((n += 1)) -le 40 ]; do line '"setsockopt"' 54 "{\"1\":$((n % 2)),\"2\":$n}"; done >"$T/many"
works 'more arguments than a person chooses' -- nc-learn seccomp "$T/many"
like "$T/out" '"comment": "40 kinds of it were seen, more than 32: not compared are the arguments 2"' 'are not compared, which is said'
is "$(calls <"$T/out")" 'execve setsockopt setsockopt' 'and the others are'

# what is no trace
bad() { # message, description, line: put behind a good one
  { cat "$T/a" && printf '%b' "$3"; } >"$T/bad"
  refused 111 "^nc-learn: fatal: unable to use $T/bad, line 2: $1" "$2" -- nc-learn seccomp "$T/bad"
}
bad 'cut short$' 'a line that is cut short' '{"syscall":"re'
bad 'column [0-9]+: ' 'what is no JSON' '{"syscall":"re\n'
bad 'not of a kind that a trace has$' 'a line of an unknown kind' '{"kind":1}\n'
bad 'of more than one kind$' 'one of two kinds' '{"path":"/","port":1}\n'
bad 'number: 0 is not write of x86_64$' 'a name that is not its number' "$(line '"write"' 0)\n"
bad 'number: nobody knows a system call 9999 of x86_64' 'a number that nobody knows' "$(line null 9999)\n"
bad 'args: no argument has the index 7$' 'an argument that no call has' "$(line '"socket"' 41 '{"7":1}')\n"
bad 'arch: no machine runs aarch64 and x86_64' 'architectures of two machines' \
  '{"syscall":"read","number":63,"arch":"aarch64","count":1}\n'
bad 'arch: unknown architecture 0x40000028$' 'an architecture that nobody knows' \
  '{"syscall":"read","number":0,"arch":"0x40000028","count":1}\n'
line null 462 >"$T/newer"
works 'a number that libseccomp does not know' -- nc-learn seccomp "$T/newer"
is "$(calls <"$T/out")" 'execve mseal' 'has its name'
: >"$T/empty"
refused 111 "^nc-learn: fatal: unable to use $T/empty: no system call is in it$" 'an empty trace' -- nc-learn seccomp "$T/empty"
refused 111 "^nc-learn: fatal: unable to use $T/empty: no system call" 'also beside another' -- nc-learn seccomp "$T/a" "$T/empty"
printf '{"path":"/etc"}\n{"port":80}\n{"capability":"CAP_CHOWN"}\n' >"$T/others"
refused 111 "^nc-learn: fatal: unable to use $T/others: no system call" 'lines of other kinds only' -- nc-learn seccomp "$T/others"
cat "$T/others" "$T/a" >"$T/mixed"
works 'lines of other kinds' -- nc-learn seccomp "$T/mixed"
is "$(calls <"$T/out")" 'execve read' 'are passed over'

# what no filter sees
line '"io_uring_setup"' 425 >"$T/ring"
works 'io_uring' -- nucleus seccomp generate "$T/a" "$T/ring"
is "$(cat "$T/err")" "nc-learn: warning: $T/ring: io_uring was set up, and the profile allows it: what is done with it is no system call, and no filter sees it" \
  'is warned of, once, with the trace that has it'
is "$(calls <"$T/out")" 'execve io_uring_setup read' 'and the profile is made'
works 'a program without it' -- nucleus seccomp generate "$T/a"
is "$(cat "$T/err")" '' 'is not warned of'

# where it cannot be written
mkdir "$T/dir"
mkfifo "$T/fifo"
ln -s dir/there "$T/link"
for f in dir fifo link; do
  refused 111 "^nc-learn: fatal: unable to write $T/$f: not a regular file$" "not a file: $f" -- \
    nc-learn seccomp -o "$T/$f" "$T/a"
done
ok 'it is what it was' -- test -L "$T/link" -a -p "$T/fifo" -a -d "$T/dir"
refused 111 "^nc-learn: fatal: unable to write $T/no/p: No such file" 'no such folder' -- nc-learn seccomp -o "$T/no/p" "$T/a"
refused 111 '^nc-learn: fatal: unable to write to stdout: No space' 'a full disk' -- sh -c 'nc-learn seccomp "$1" >/dev/full' sh "$T/a"
cp "$T/p.json" "$T/before"
# shellcheck disable=SC2016 # for the inner shell
refused 111 "^nc-learn: fatal: unable to write $T/p.json: File too large" 'a file that cannot be written to its end' -- \
  sh -c 'trap "" XFSZ; ulimit -f 1; exec nc-learn seccomp -o "$1" "$2"' sh "$T/p.json" "$T/b"
ok 'is what it was' -- cmp -s "$T/before" "$T/p.json"
is "$(find "$T" -name 'p.json*' | wc -l)" 1 'and nothing is left of the try'
refused 111 'line 1: ' 'a bad trace, to a file' -- nc-learn seccomp -o "$T/p.json" "$T/a" "$T/before"
ok 'leaves what is there' -- cmp -s "$T/before" "$T/p.json"

finish
