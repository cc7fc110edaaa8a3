. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-learn landlock, nucleus landlock generate: from a trace to rules that hold, and that have nothing to spare.
saw() { # path as JSON, right, more: a line of a trace
  printf '{"path":%s,"rights":["%s"]%s,"count":%20d}\n' "$1" "$2" "${3-}" 1
}

usage='^nc-learn: usage: nc-learn seccomp .* nc-learn landlock '
refused 100 "$usage" 'no trace' -- nc-learn landlock
refused 100 "$usage" 'no such option' -- nc-learn landlock -x "$T/a"
refused 111 "^nc-learn: fatal: unable to open $T/none: No such file" 'a trace that is not there' -- nc-learn landlock "$T/none"
printf '{"syscall":"read","number":0,"arch":"x86_64","count":1}\n' >"$T/a"
refused 111 "^nc-learn: fatal: unable to use $T/a: no path is in it$" 'a trace without paths' -- nc-learn landlock "$T/a"
bad() { # message, description, line
  { saw '"/a"' read_file && printf '%s\n' "$3"; } >"$T/bad"
  refused 111 "^nc-learn: fatal: unable to use $T/bad, line 2: $1" "$2" -- nc-learn landlock "$T/bad"
}
bad 'rights: an unknown one$' 'a right that nobody knows' "$(saw '"/b"' fly)"
bad 'rights: none$' 'no rights' '{"path":"/b","count":1}'
bad 'path: not absolute$' 'a relative path' "$(saw '"b"' read_file)"
bad 'path: not a string$' 'no path' "$(saw 1 read_file)"
bad 'call: not a string$' 'nobody knows what' '{"path":null,"count":1}'
bad 'port: not an integer from 0 to 65535$' 'no port' '{"port":65536,"rights":["bind"],"count":1}'
bad 'rights: an unknown one$' 'a right of paths on a port' '{"port":1,"rights":["read_file"],"count":1}'
bad 'of more than one kind$' 'two kinds' '{"port":1,"path":"/"}'

# what could not be seen
unseen() { # line, what is said of it
  { saw '"/a"' read_file && printf '%s\n' "$1"; } >"$T/unseen"
  refused 111 "^nc-learn: fatal: unable to use $T/unseen: nc-trace $2; -u makes" "refused: $2" -- nc-learn landlock "$T/unseen"
  works 'but with -u' -- nc-learn landlock -u "$T/unseen"
  like "$T/err" "^nc-learn: warning: $T/unseen: nc-trace $2: the policy does without$" 'it is warned of'
}
unseen '{"path":null,"call":"openat","count":1}' 'could not see what was touched by openat'
unseen '{"syscall":"open","number":5,"arch":"x86","count":1}' 'does not see what is touched by calls of x86'
unseen '{"syscall":"open","number":1073741826,"arch":"x32","count":1}' 'does not see what is touched by calls of x32'
{ saw '"/a"' read_file && printf '{"syscall":"io_uring_setup","number":425,"arch":"x86_64","count":1}\n'; } >"$T/ring"
works 'io_uring' -- nc-learn landlock "$T/ring"
like "$T/err" "^nc-learn: warning: $T/ring: io_uring was set up, and nc-trace does not see what is done with it\$" 'is warned of'
like "$T/out" '^path = "/a"$' 'and the policy is made'

# names are not TOML
saw '"/a \"b\"\\\\c\u0001\u007f"' read_file >"$T/names"
works 'a name with quotes' -- nc-learn landlock "$T/names"
ok 'is escaped' -- grep -Fqx 'path = "/a \"b\"\\\\c\u0001\u007f"' "$T/out"
saw '"/dev/pts/17"' write_file >"$T/names"
works 'a terminal' -- nc-learn landlock "$T/names"
like "$T/out" '^path = "/dev/pts"$' 'has any number'
saw '"/dev/x"' ioctl_dev >"$T/newer"
works 'a right of a newer kernel' -- nc-learn landlock "$T/newer"
like "$T/out" '^min_abi = 5$' 'asks for it'

# the flags
refused 100 '^nucleus: fatal: it takes a command' 'no command' -- nucleus landlock
refused 100 '^nucleus: fatal: unknown command: sing' 'no such command' -- nucleus landlock sing
refused 100 '^nucleus: fatal: unknown option: -x' 'no such option' -- nucleus landlock -x
refused 100 '^nucleus: fatal: it takes one or more traces' 'no trace' -- nucleus landlock generate
refused 100 '^nucleus: fatal: unknown option: -x' 'an option that it has not' -- nucleus landlock generate -x "$T/a"
refused 100 '^nucleus: fatal: unknown option: --allow-unseen' 'one that profiles have not' -- \
  nucleus seccomp generate --allow-unseen "$T/a"
unseen '{"path":null,"call":"openat","count":1}' 'could not see what was touched by openat'
works 'what could not be seen, and may' -- nucleus landlock generate "$T/unseen" --allow-unseen -o "$T/p"
works 'help' -- nucleus landlock --help

# every kind once
mkdir "$T/d"
fresh() {
  rm -rf "$T/d/w"
  mkdir -p "$T/d/w/dir" "$T/d/w/out" "$T/d/w/gone"
  for f in file config long old; do echo "$f" >"$T/d/w/$f"; done
  echo data >"$T/d/w/out/there"
}
fresh
cp "$HELPER/try-touch" "$T/d/try-touch"
cp "$HELPER/try-touch" "$T/d/tool"
chmod 755 "$T/d/try-touch" "$T/d/tool"
touch_all() { # options of nucleus run
  fresh
  nucleus run --volume "$T/d:/v" "$@" -- /v/try-touch read:/v/w/file write:/v/w/config empty:/v/w/long dir:/v/w/dir \
    create:/v/w/out/new read:/v/w/out/new read:/v/w/out/there mkdir:/v/w/out/d create:/v/w/out/d/x \
    rename:/v/w/out/d/x:/v/w/out/x unlink:/v/w/out/x rmdir:/v/w/out/d symlink:a:/v/w/out/s socket:/v/w/out/u \
    mkfifo:/v/w/out/f exec:/v/tool ioctl:/dev/null read:/proc/self/status bind:8080 connect:8081
}
works 'a program that touches one of each' -- touch_all --seccomp-mode trace --seccomp-log "$T/log"
works 'its rules' -- nucleus landlock generate "$T/log" -o "$T/p.toml"
cat >"$T/want" <<'EOF'
min_abi = 5
scoped = ["abstract_unix_socket", "signal"]

[[rules]]
path = "/dev/null"
access = ["read_file", "ioctl_dev"]

[[rules]]
path = "/proc"
access = ["read_file"]

[[rules]]
path = "/v/tool"
access = ["execute", "read_file"]

[[rules]]
path = "/v/try-touch"
access = ["execute", "read_file"]

[[rules]]
path = "/v/w/config"
access = ["write_file"]

[[rules]]
path = "/v/w/dir"
access = ["read_dir"]

[[rules]]
path = "/v/w/file"
access = ["read_file"]

[[rules]]
path = "/v/w/long"
access = ["write_file", "truncate"]

[[rules]]
path = "/v/w/out"
access = ["write_file", "read_file", "remove_dir", "remove_file", "make_dir", "make_reg", "make_sock", "make_fifo", "make_sym", "refer"]

[[net]]
port = 8080
access = ["bind"]

[[net]]
port = 8081
access = ["connect"]
EOF
is "$(grep -v '^#' "$T/p.toml")" "$(cat "$T/want")" 'are these'
abi=$(nc-landlock -f 8 true 8<"$T/p.toml" 2>&1 | sed -n 's/.*this kernel has ABI \([0-9]*\)$/\1/p')
if [ -n "$abi" ]; then
  skip "Landlock of this kernel has ABI $abi" 'the rules enforced'
else
  works 'under them, it does the same' -- touch_all --landlock-policy "$T/p.toml"
  n=$(grep -c '^\[\[' "$T/p.toml")
  is "$n" 11 'without any of them'
  while [ "$n" -gt 0 ]; do
    awk -v RS= -v ORS='\n\n' -v n="$n" 'NR != n + 1' "$T/p.toml" >"$T/less.toml"
    touch_all --landlock-policy "$T/less.toml" >"$T/out" 2>&1
    isnt "$?" 0 "it does not: $(awk -v RS= -v n="$n" 'NR == n + 1' "$T/p.toml" | sed -n 's/^p.* = //p')"
    n=$((n - 1))
  done
fi

# the next run finds what this one left
again='echo new >/v/w/out/state && cat /v/w/out/state && rm -f /v/w/out/there && echo more >>/v/w/out/log'
fresh
works 'a program that leaves files' -- nucleus run --volume "$T/d:/v" --seccomp-mode trace --seccomp-log "$T/log" -- sh -c "$again"
works 'its rules' -- nucleus landlock generate "$T/log" -o "$T/p.toml"
unlike "$T/err" 'executed' 'nothing that it writes is executed'
[ -n "$abi" ] || works 'once more, with the files there' -- nucleus run --volume "$T/d:/v" --landlock-policy "$T/p.toml" -- sh -c "$again"
works 'a program that executes what it makes' -- nucleus run --volume "$T/d:/v" --seccomp-mode trace --seccomp-log "$T/log" -- \
  sh -c 'cp /v/tool /v/w/out/tool && /v/w/out/tool'
works 'its rules' -- nucleus landlock generate "$T/log" -o "$T/p.toml"
like "$T/err" '^nc-learn: warning: what is written may be executed: /v/w/out$' 'that is warned of'
[ -n "$abi" ] || works 'and works' -- nucleus run --volume "$T/d:/v" --landlock-policy "$T/p.toml" -- \
  sh -c 'cp /v/tool /v/w/out/tool2 && /v/w/out/tool2'

# an ordinary program, and all three policies of one trace
cat >"$T/d/work.py" <<'EOF'
import os, socket, subprocess, tempfile, threading
with tempfile.TemporaryDirectory() as d:
    with open(d + '/a', 'w') as f:
        f.write('text')
    os.rename(d + '/a', d + '/b')
    assert open(d + '/b').read() == 'text'
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('127.0.0.1', 8080))
s.listen()
threading.Thread(target=lambda: s.accept()[0].sendall(b'hello')).start()
assert socket.create_connection(('127.0.0.1', 8080)).recv(5) == b'hello'
out = subprocess.run(['sh', '-c', 'cat /v/w/file; echo >"$0"', tempfile.gettempdir() + '/x'], stdout=subprocess.PIPE)
assert out.stdout == b'file\n' and out.returncode == 0
print('worked')
EOF
fresh
works 'a python program' -- nucleus run --volume "$T/d:/v" --seccomp-mode trace --seccomp-log "$T/log" -- python3 /v/work.py
for kind in seccomp landlock caps; do
  works "its $kind policy" -- nucleus "$kind" generate "$T/log" -o "$T/$kind"
done
like "$T/landlock" '^path = "/tmp"$' 'what it makes is in a directory'
unlike "$T/landlock" '"/tmp/' 'and not named'
like "$T/landlock" '^path = "/usr/lib/python3' 'its library is one rule'
sum() { sha256sum "$T/$1" | cut -d ' ' -f 1; }
if [ -n "$abi" ]; then
  skip "Landlock of this kernel has ABI $abi" 'all of them'
else
  works 'all of them' -- nucleus run --volume "$T/d:/v" \
    --seccomp-profile "$T/seccomp" --seccomp-profile-sha256 "$(sum seccomp)" \
    --landlock-policy "$T/landlock" --landlock-policy-sha256 "$(sum landlock)" \
    --caps-policy "$T/caps" --caps-policy-sha256 "$(sum caps)" -- python3 /v/work.py
  is "$(cat "$T/out")" worked 'and it does what it did'
  run nucleus run --volume "$T/d:/v" --landlock-policy "$T/landlock" -- python3 -c 'open("/v/w/config")'
  like "$T/err" 'PermissionError' 'but nothing else'
fi
finish
