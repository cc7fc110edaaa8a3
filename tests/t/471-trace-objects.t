. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-trace: what of the calls' objects is recorded: paths, ports and capabilities.
log=$T/log
mkdir "$T/d"
cp "$HELPER/try-touch" "$HELPER/try-syscall" "$T/d/"
chmod 755 "$T/d/"*

# a folder for each run, with what is there before
fresh() {
  rm -rf "$T/d/w"
  mkdir "$T/d/w" "$T/d/w/dir" "$T/d/w/other"
  echo data >"$T/d/w/file"
  printf '#!/bin/sh\nexit 0\n' >"$T/d/w/script"
  printf '#!/v/w/script\n' >"$T/d/w/second"
  chmod 755 "$T/d/w/script" "$T/d/w/second"
  ln -s file "$T/d/w/link"
}
# the lines of the kinds but calls, without counts: sorted
objects() {
  sed -n '/^{"syscall"/d; s/,"count": *[0-9]*}/}/p' "$log" | grep -v "$1" | LC_ALL=C sort
}
touched() { # words of try-touch, the last is the description, and what is recorded of /v
  fresh
  nucleus run --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- /v/try-touch "$1" >"$T/out" 2>&1
  is "$(objects '"path":"/v/try-touch"')" "$3" "$2"
}
path() { # path, rights, more
  printf '{"path":"%s","rights":[%s]%s}' "$1" "$2" "${3-}"
}
made=',"made":true'

touched read:/v/w/file 'a file that is read' "$(path /v/w/file '"read_file"')"
touched read:/v/w/link 'a symlink, by what it leads to' "$(path /v/w/file '"read_file"')"
touched read:/v/../v/w/./dir/../file 'a path with detours' "$(path /v/w/file '"read_file"')"
touched read:/v/w/nosuch 'what is not there is nothing' ''
touched in-root:/v/w:/../file 'a path in a root of its own' "$(path /v/w/file '"read_file"')"
touched write:/v/w/file 'a file that is written' "$(path /v/w/file '"write_file"')"
touched create:/v/w/file 'a file that would be made, but is there' "$(path /v/w/file '"write_file"')"
touched empty:/v/w/file 'a file that is emptied' "$(path /v/w/file '"write_file","truncate"')"
touched truncate:/v/w/file 'truncate' "$(path /v/w/file '"truncate"')"
touched dir:/v/w/dir 'a directory that is read' "$(path /v/w/dir '"read_dir"')"
touched path:/v/w/file 'O_PATH takes no right' ''
touched create:/v/w/new 'a new file, by its directory' "$(path /v/w '"write_file","make_reg"' "$made")"
touched tmpfile:/v/w 'a file without a name' "$(path /v/w '"write_file","read_file"' "$made")"
touched mkdir:/v/w/new 'mkdir' "$(path /v/w '"make_dir"' "$made")"
touched mkdir:/v/w/dir 'mkdir of what is there' ''
touched mkfifo:/v/w/new 'mkfifo' "$(path /v/w '"make_fifo"' "$made")"
touched socket:/v/w/new 'a socket' "$(path /v/w '"make_sock"' "$made")"
touched symlink:file:/v/w/new 'symlink' "$(path /v/w '"make_sym"' "$made")"
touched link:/v/w/file:/v/w/new 'link' "$(path /v/w '"make_reg"' "$made")"
touched link:/v/w/file:/v/w/dir/new 'link to another directory' "$(
  path /v/w '"refer"' "$made"
  echo
  path /v/w/dir '"make_reg","refer"' "$made"
)"
touched rename:/v/w/file:/v/w/new 'rename' "$(
  path /v/w '"make_reg"' "$made"
  echo
  path /v/w '"remove_file"' "$made"
)"
touched rename:/v/w/file:/v/w/script 'rename over another' "$(
  path /v/w '"remove_file","make_reg"' "$made"
  echo
  path /v/w '"remove_file"' "$made"
)"
touched exchange:/v/w/file:/v/w/dir 'exchange' "$(
  path /v/w '"remove_dir","make_reg"' "$made"
  echo
  path /v/w '"remove_file","make_dir"' "$made"
)"
touched rename:/v/w/dir:/v/w/other/new 'rename to another directory' "$(
  path /v/w '"remove_dir","refer"' "$made"
  echo
  path /v/w/other '"make_dir","refer"' "$made"
)"
touched unlink:/v/w/file 'unlink' "$(path /v/w '"remove_file"')"
touched rmdir:/v/w/dir 'rmdir' "$(path /v/w '"remove_dir"')"
touched read:/proc/self/status 'a process, by /proc' "$(path /proc '"read_file"')"
touched read:/proc/sys/kernel/ostype 'what is in /proc, but no process' "$(path /proc/sys/kernel/ostype '"read_file"')"
touched ioctl:/dev/null 'a request to a device' "$(
  path /dev/null '"ioctl_dev"'
  echo
  path /dev/null '"read_file"'
)"
touched ioctl:/v/w/file 'a request to a file takes nothing' "$(path /v/w/file '"read_file"')"
touched bind:0 'any port' '{"port":0,"rights":["bind"]}'
touched bind:8080 'a port' '{"port":8080,"rights":["bind"]}'
touched connect:8080 'a port that is connected to' '{"port":8080,"rights":["connect"]}'
touched udp:8080 'UDP is nothing' ''
touched bind:80 'a low port' "$(
  echo '{"capability":"NET_BIND_SERVICE","call":"bind","held":false}'
  echo '{"port":80,"rights":["bind"]}'
)"

# what an exec opens
fresh
run nucleus run --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- /v/try-touch exec:/v/w/second
like "$log" '"path":"/v/w/second","rights":\["execute","read_file"\]' 'a script'
like "$log" '"path":"/v/w/script","rights":\["execute","read_file"\]' 'what runs it, itself a script'
like "$log" "\"path\":\"$(realpath /bin/sh)\",\"rights\":\[\"execute\",\"read_file\"\]" 'what runs that'
like "$log" '"path":"[^"]*/ld-[^"]*","rights":\["execute","read_file"\]' 'and its loader'

# as the kernel reads them: the class of an ELF file is not looked at, a name that may be cut off is none
fresh
cp /bin/true "$T/d/w/program"
printf '\0' | dd of="$T/d/w/program" bs=1 seek=4 conv=notrunc 2>/dev/null
run nucleus run --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- /v/w/program
is "$code" 0 'a program of no class runs'
like "$log" '"path":"[^"]*/ld-[^"]*","rights":\["execute","read_file"\]' 'and its loader is found'
next=program
for i in 1 2 3 4 5; do
  printf '#!/v/w/%s\n' "$next" >"$T/d/w/s$i"
  next=s$i
done
printf '#!%253s' /v/w/file >"$T/d/w/whole"
printf '#!%254s' /v/w/other/file >"$T/d/w/cut"
cp "$T/d/w/file" "$T/d/w/other/file"
chmod 755 "$T/d/w"/s? "$T/d/w/whole" "$T/d/w/cut" "$T/d/w/file" "$T/d/w/other/file"
run nucleus run --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- /v/try-touch exec:/v/w/s5 \
  exec:/v/w/whole exec:/v/w/cut
like "$log" '"path":"[^"]*/ld-[^"]*","rights":\["execute","read_file"\]' 'the loader behind five scripts'
like "$log" '"path":"/v/w/file","rights":\["execute","read_file"\]' 'a name that just fits'
unlike "$log" '/v/w/other/file' 'one that does not'

# what is made is not named
fresh
run nucleus run --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- /v/try-touch mkdir:/v/w/new \
  create:/v/w/new/file read:/v/w/new/file rename:/v/w/new/file:/v/w/new/renamed write:/v/w/new/renamed
is "$code" 0 'a program that makes a directory, and files in it'
unlike "$log" '/v/w/new' 'none is named'
like "$log" '"path":"/v/w","rights":\["write_file"\],"made":true' 'but the directory that was there'
is "$(sed 's/"count": *[0-9]*//' "$log" | sort | uniq -d)" '' 'nothing is there twice'

# from other directories, and in another root
fresh
run nucleus run --workdir /v/w/dir --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- sh -c 'exec 7<..; cd /; exec cat /proc/self/fd/7/file'
like "$log" '"path":"/v/w/file","rights":\["read_file"\]' 'through a descriptor of its own'
run nucleus run --workdir /v/w/dir --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- cat ../file
like "$log" '"path":"/v/w/file","rights":\["read_file"\]' 'relative to its directory'
like "$log" '"syscall":"execve"' 'and the calls are there, too'

# what cannot be seen is said
cat >"$T/d/hide" <<'EOF'
import ctypes
ctypes.CDLL(None).prctl(4, 0)  # PR_SET_DUMPABLE
try:
    open('/v/w/file')
except OSError:
    pass
EOF
run nucleus run --seccomp-mode trace --seccomp-log "$log" --volume "$T/d:/v" -- python3 /v/hide
like "$log" '^\{"path":null,"call":"openat","count": *[0-9]+\}$' 'a process that hides'
printf '[[rules]]\npath = "/v"\naccess = ["read", "execute"]\n' >"$T/p.toml"
run nucleus run --seccomp-mode trace --seccomp-log "$log" --landlock-policy "$T/p.toml" --volume "$T/d:/v" -- \
  /v/try-syscall setresuid:1:1:1
like "$log" '^\{"path":null,"call":"setresuid"' 'IDs that Landlock does not let it read'
fresh
name=$(printf '/v/w/\377')
touched "create:$name" 'a directory whose new file has a name that is not UTF-8' "$(path /v/w '"write_file","make_reg"' "$made")"
: >"$T/d/$(printf '\377')"
touched "read:$(printf '/v/\377')" 'a file of such a name' '{"path":null,"call":"openat"}'
# nor is it lost where nc-trace lacks something itself
fresh
mkfifo "$T/gate"
NC_TRACE=6 nc-trace -- sh -c 'read -r go <"$1"; cat "$2"' sh "$T/gate" "$T/d/w/file" >"$T/out" 2>&1 6>"$log" &
tracer=$!
await 60 grep -q '/gate"' "$log"
prlimit --pid "$tracer" --nofile=6:6
echo go >"$T/gate"
wait "$tracer"
is "$?" 0 'without descriptors, too, the program goes on'
like "$log" '^\{"path":null,"call":"openat"' 'and what it opens is hidden'
refused 111 'nc-trace could not see what was touched by ' 'of which no policy is made' -- nc-learn landlock "$log"

# without /proc nothing could be seen
refused 111 '^nc-trace: fatal: unable to open /proc, without which no path is known: No such file' 'no /proc' -- \
  unshare -Urm sh -c 'mount -t tmpfs none /proc && NC_TRACE=6 exec nc-trace true 6>"$1"' sh "$log"
refused 111 '^nc-trace: fatal: unable to use /proc: it is not of this process' 'a /proc of another namespace' -- \
  unshare -Urpf sh -c 'NC_TRACE=6 exec nc-trace true 6>"$1"' sh "$log"

# capabilities: as in a namespace of one's own, with all of them
root=
[ "$(id -u)" = 0 ] || root='unshare -Ur'
needed() { # words of try-syscall, description, capability and call, or nothing
  fresh
  $root env NC_TRACE=6 nc-trace -- "$HELPER/try-syscall" "$1" >"$T/out" 2>&1 6>"$log"
  got=$(sed -n 's/^{"capability":"\([A-Z_]*\)","call":"\([a-z0-9_]*\)","held":true.*/\1 \2/p' "$log")
  is "$got" "$3" "$2"
}
needed socket:17:3:0 'a packet socket' 'NET_RAW socket'
needed socket:2:3:1 'a raw socket' 'NET_RAW socket'
needed socket:2:1:0 'a plain one' ''
needed setresuid:1:1:1 'another user' 'SETUID setresuid'
needed setresuid:0:0:-1 'the same user' ''
needed setgid:1 'another group' 'SETGID setgid'
needed setgroups:0:0 'groups' 'SETGID setgroups'
needed unshare:0x20000 'a mount namespace' 'SYS_ADMIN unshare'
needed unshare:0x10020000 'one in a user namespace' ''
needed mount 'a mount' 'SYS_ADMIN mount'
needed setpriority:0:0:19 'to be nicer' ''
needed setpriority:0:0:-5 'to be less nice' 'SYS_NICE setpriority'
needed prctl:24:0 'the bounding set' 'SETPCAP prctl'
needed bpf 'bpf' 'BPF bpf'
needed chroot 'chroot' 'SYS_CHROOT chroot'
needed open_by_handle_at 'a handle' 'DAC_READ_SEARCH open_by_handle_at'
like "$log" '^\{"path":null,"call":"open_by_handle_at"' 'which has no path, either'
by() { # description, capability and call, or nothing; then a command
  desc=$1 want=$2
  shift 2
  $root env NC_TRACE=6 nc-trace -- "$@" >"$T/out" 2>&1 6>"$log" </dev/null
  is "$(sed -n 's/^{"capability":"\([A-Z_]*\)","call":"\([a-z0-9_]*\)","held":.*/\1 \2/p' "$log" | sed 's/fchmodat2/fchmodat/')" "$want" "$desc"
}
fresh
by 'another root' 'SYS_CHROOT chroot' chroot "$T/d" /try-touch read:/w/link read:/../w/dir/../file
like "$log" "\"path\":\"$(realpath "$T")/d/w/file\",\"rights\":\\[\"read_file\"\\],\"count\": *2" 'is no other path'
by 'a thread' '' python3 -c 'import sys, threading
t = threading.Thread(target=lambda: open(sys.argv[1]).read())
t.start()
t.join()' "$T/d/w/script"
like "$log" '/d/w/script","rights":\["read_file"\]' 'is looked into as well'
by 'a file to another user' 'CHOWN fchownat' chown 1 "$T/d/w/file"
fresh
by 'to oneself' '' chown 0 "$T/d/w/file"
by 'a mode of one'\''s own file' '' chmod 600 "$T/d/w/file"
by 'a device' 'MKNOD mknodat' mknod "$T/d/w/null" c 1 3
by 'a fifo' '' mknod "$T/d/w/fifo" p
by 'a higher limit' 'SYS_RESOURCE prlimit64' sh -c 'ulimit -Sn 20 && ulimit -Hn 20 && ulimit -Hn 30'
by 'a lower one' '' sh -c 'ulimit -Sn 20 && ulimit -Hn 20'
by 'a signal to oneself' '' sh -c 'kill -0 $$'
if [ "$(id -u)" = 0 ]; then
  fresh
  chown 1 "$T/d/w/file" "$T/d/w/dir"
  chmod 400 "$T/d/w/file"
  chmod 1777 "$T/d/w/dir"
  echo >"$T/d/w/dir/other"
  chown 2 "$T/d/w/dir/other"
  by 'a file that its mode denies' 'DAC_READ_SEARCH openat' cat "$T/d/w/file"
  by 'one that is written' 'DAC_OVERRIDE openat' sh -c 'echo >"$0"' "$T/d/w/file"
  by 'the mode of another'\''s' 'FOWNER fchmodat' chmod 444 "$T/d/w/file"
  by 'what is taken from a sticky directory' 'FOWNER unlinkat' rm -f "$T/d/w/dir/other"
  setpriv --reuid=1 --clear-groups sleep 1000 >/dev/null 2>&1 &
  other=$!
  until [ "$(stat -c %u "/proc/$other")" = 1 ]; do :; done
  by 'a signal to another' 'KILL kill' sh -c 'kill -0 "$0"' "$other"
  kill "$other"
fi
finish
