. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

# nucleus denials: what was refused, in words, and what would allow it.
refused 100 '^nucleus: fatal: one container, please$' 'no container' -- nucleus denials
refused 100 '^nucleus: fatal: one container, please$' 'two' -- nucleus denials a b
refused 100 '^nucleus: fatal: unknown option: -x ' 'an unknown option' -- nucleus denials -x a
refused 100 '^nucleus: fatal: not a format: xml$' 'an unknown format' -- nucleus denials --format xml a
refused 100 '^nc-state: usage: ' 'nc-state with two' -- nc-state denials a b
for wrong in '-c box' '-cj'; do
  # shellcheck disable=SC2086 # words
  refused 100 '^nc-state: usage: ' "nc-state denials $wrong" -- nc-state denials $wrong
done
refused 1 '^nc-state: warning: no such container: nonesuch$' 'no such container' -- nucleus denials nonesuch
works '--help' -- nucleus denials --help

nucleus run --name plain -- true 2>/dev/null
refused 1 '^nc-state: warning: nothing was recorded: start it with nucleus run --seccomp-log-denied$' \
  'one that was started without the flag' -- nucleus denials plain

cp "$HELPER/try-syscall" "$T/try-syscall"
# shellcheck disable=SC2086
logged() { nucleus run --name "$1" --seccomp-log-denied --volume "$T:/v:ro" $2 -- $3 >/dev/null 2>&1; }
logged box '' '/v/try-syscall reboot socket:17:524291:0 socket:17:524291:0 clone3 ioctl:0:0x5412 add_key socket:38:5:0 getpid'
works 'what was refused' -- nucleus denials box
like "$T/out" '^reboot: not allowed, answered EPERM, once$' 'a call'
like "$T/out" '^    \{"names":\["reboot"\],"action":"SCMP_ACT_ALLOW"\}$' 'and what allows it'
like "$T/out" '^socket\(AF_PACKET, SOCK_RAW, 0\): not allowed, answered EPERM, 2 times$' 'one with arguments, and how often'
like "$T/out" '^clone3: not allowed, answered ENOSYS, once$' 'another errno'
like "$T/out" '^ioctl\(_, TIOCSTI\): not allowed' 'an argument without the one before'
unlike "$T/out" 'getpid' 'and nothing that was not'
works 'JSON' -- nucleus denials --format json box
is "$(jq -c '.[]|select(.syscall=="socket" and .count==2)|[.by,.count,.errno,.args,.add.args[0]]' "$T/out")" \
  '["seccomp",2,1,{"0":17,"1":524291,"2":0},{"index":0,"value":4294967295,"valueTwo":17,"op":"SCMP_CMP_MASKED_EQ"}]' \
  'has the same'
# the entries do what they are said to do
jq --argjson add "$(jq -c '[.[].add|select(.names[0]=="add_key" or .names[0]=="socket")]' "$T/out")" '.syscalls += $add' \
  config/default.seccomp.json >"$T/p.json"
run nucleus run --rm --seccomp-profile "$T/p.json" --volume "$T:/v:ro" -- /v/try-syscall add_key socket:38:5:0
unlike "$T/out" 'EPERM' 'with these entries nothing of it is refused by the filter'

printf '%s' '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["uname"],"action":"SCMP_ACT_ERRNO","errnoRet":0}]}' >"$T/p.json"
logged zero "--seccomp-profile $T/p.json" '/v/try-syscall uname 5000'
run nucleus denials zero
like "$T/out" '^uname: not allowed, answered as if it had been done, once$' 'errno 0'
printf '%s' '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["uname"],"action":"SCMP_ACT_KILL_PROCESS"}]}' >"$T/p.json"
logged killed "--seccomp-profile $T/p.json" uname
run nucleus denials killed
like "$T/err" 'it ended as if by SIGSYS: the filter kills for some calls' 'one that ended by SIGSYS: said'

log=$S/names/box/denials.ndjson
printf '{"syscall":null,"number":9999,"arch":"x86_64","count": 1,"errno":38}\n{"others":true,"count": 7}\n{"sysc' >"$log"
works 'what has no name' -- nucleus denials box
is "$(cat "$T/out")" 'system call 9999: not allowed, answered ENOSYS, once
further system calls, more different ones than the log holds, 7 times' 'is said without, and a line that is being written is not'
works 'the same in JSON' -- nucleus denials --format json box
is "$(jq -c '[.[]|[.syscall,.count,.add]]' "$T/out")" '[[null,1,null],[null,7,null]]' 'has nothing to add'
printf '{"syscall":"setsockopt","number":54,"arch":"x86_64","count": 1,"errno":1,"args":{"1":%s}}\n' '1,"2":36' '6,"2":1' >"$log"
run nucleus denials box
is "$(grep 'not allowed' "$T/out")" 'setsockopt(_, SOL_SOCKET, SO_MARK): not allowed, answered EPERM, once
setsockopt(_, IPPROTO_TCP, TCP_NODELAY): not allowed, answered EPERM, once' 'options of sockets have names'
printf '{"number":41}\n' >"$log"
refused 1 'denials.ndjson' 'what nc-seccomp does not write' -- nucleus denials box
rm "$log" && ln -s /etc/passwd "$log"
refused 1 'denials.ndjson' 'a symlink' -- nucleus denials box

# Landlock's, from the kernel's log: the lines are made up, its place is not
logged land '' true
run nucleus denials land
if ! grep -q '"tool":"nc-landlock","event":"applied".*"log":true' "$S/names/land/audit.ndjson"; then
  like "$T/err" '^nc-state: warning: unable to tell what Landlock refused: this kernel'\''s Landlock does not log' \
    'a kernel whose Landlock does not log: said'
elif [ "$(id -u)" != 0 ]; then
  dmesg >/dev/null 2>&1 || like "$T/err" \
    "^nc-state: warning: unable to tell what Landlock refused: it is in the kernel's log, which takes CAP_SYSLOG: Operation not permitted\$" \
    'who may not read the log: said'
elif ! unshare -m true 2>/dev/null; then
  skip 'no mount namespaces' "Landlock's"
else
  pid=$(jq .pid "$S/names/land/status.json") now=$(date +%s)
  line() { # type, time, fields: as one read of /dev/kmsg gives it, which here is 8 KiB
    printf '5,1,2,-;audit: type=%s audit(%s.000:7): %s\n%8192s' "$@" '' | head -c 8192
  }
  {
    line 1423 "$now" 'domain=1a blockers=fs.read_file path="/other" dev="vda" ino=1'
    line 1424 "$((now - 9999))" "domain=1a status=allocated mode=enforcing pid=$pid uid=0 exe=\"/x\" comm=\"x\""
    line 1423 "$now" 'domain=1b blockers=fs.read_file,fs.write_file path=2F61206222 dev="vda" ino=1'
    line 1424 "$now" "domain=1b status=allocated mode=enforcing pid=$pid uid=0 exe=\"/x\" comm=\"x\""
    line 1326 "$now" 'domain=1b blockers=fs.read_file path="/no" dev="vda" ino=1'
    line 1423 "$now" 'domain=1b blockers=fs.read_file,fs.write_file path=2F61206222 dev="vda" ino=1'
    line 1423 "$now" 'domain=1b blockers=net.connect_tcp daddr=127.0.0.1 dest=80'
    line 1423 "$now" 'domain=1b blockers=scope.signal opid=1 ocomm="init"'
    line 1423 "$now" 'domain=1c blockers=fs.read_file path="/other" dev="vda" ino=1'
  } >"$T/kmsg"
  # shellcheck disable=SC2016
  works "Landlock's" -- unshare -m sh -c 'mount --bind "$0" /dev/kmsg && exec "$@"' "$T/kmsg" nucleus denials land
  is "$(cat "$T/out")" 'fs.read_file,fs.write_file of /a b": not allowed by Landlock, 2 times
    [[rules]]
    path = "/a b\""
    access = ["write_file", "read_file"]
net.connect_tcp of TCP port 80: not allowed by Landlock, once
    [[net]]
    port = 80
    access = ["connect"]
scope.signal: not allowed by Landlock, once' 'in words, its own only, with what allows it'
  like "$T/err" '^nc-state: warning: Landlock may have refused more' 'and that there may be more'
  : >"$T/none"
  # shellcheck disable=SC2016
  run unshare -m sh -c 'mount --bind "$0" /dev/kmsg && exec "$@"' "$T/none" nucleus denials --format json land
  is "$(cat "$T/out")" '[]' 'nothing in the log'
  is "$code" 0 'which is no failure'
fi

# whether there would be any in it: the kernel's answer is made up, too
auditing() { # enabled, the daemon's pid, type of the answer: bytes in hexadecimal; then the command
  answer=24000000${3}0000000000000000000000000000${1}00000001000000${2}000000
  shift 3
  # shellcheck disable=SC2016
  run unshare -m sh -c 'mount --bind "$0" /dev/kmsg && exec "$@"' "$T/none" \
    strace -f -o /dev/null -e "inject=recvfrom:retval=36:poke_exit=@arg2=$answer" "$@"
}
lacks() { # why, what would help, description
  is "$code $(cat "$T/out" "$T/err")" "1 $1
$2" "$3"
}
if [ "$(id -u)" != 0 ]; then
  if ! dmesg >/dev/null 2>&1; then
    run nc-state denials -c
    lacks "it is in the kernel's log, which takes CAP_SYSLOG: Operation not permitted" 'root, or CAP_SYSLOG' \
      'who may not read the log'
  fi
elif : >"$T/none" && ! unshare -m strace -o /dev/null -e inject=recvfrom:retval=1 true 2>/dev/null; then
  skip 'no mount namespaces, or no strace' 'whether auditing is on'
else
  auditing 01 00 e803 nc-state denials -c
  is "$code $(cat "$T/out" "$T/err")" '0 ' 'auditing is on'
  auditing 00 00 e803 nc-state denials -c
  lacks "the kernel's auditing is off" 'auditctl -e 1, or audit=1 on its command line' 'auditing is off'
  auditing 01 2a e803 nc-state denials -c
  lacks 'an audit daemon takes what the kernel says' 'ausearch -m LANDLOCK_ACCESS' 'a daemon has it'
  auditing 01 00 0200 nc-state denials -c
  lacks "only root may ask whether the kernel's auditing is on" 'auditctl -s' 'the kernel does not say'
  # shellcheck disable=SC2016
  run unshare -m sh -c 'mount --bind "$0" /dev/kmsg && exec "$@"' "$T/none" \
    strace -o /dev/null -e inject=socket:error=EPROTONOSUPPORT nc-state denials -c
  lacks 'this kernel has no auditing' 'take one with CONFIG_AUDIT' 'no auditing'
  if grep -q '"tool":"nc-landlock","event":"applied".*"log":true' "$S/names/land/audit.ndjson"; then
    auditing 00 00 e803 nucleus denials land
    is "$code $(cat "$T/out" "$T/err")" "0 nc-state: warning: unable to tell what Landlock refused: the kernel's auditing is off (auditctl -e 1, or audit=1 on its command line)" \
      'of a container: said, once, and no failure'
    auditing 01 00 e803 nucleus denials land
    is "$code $(cat "$T/out" "$T/err")" '0 ' 'nor is it where nothing was refused'
  fi
fi
finish
