. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus seccomp explain and diff: what profiles mean, in words.
profile() { # name, default action, entries: a profile
  printf '{"defaultAction":"%s","syscalls":[%s]}' "$2" "$3" >"$T/$1"
}
entry() { # names, action, args: an entry
  printf '{"names":[%s],"action":"%s","args":[%s]}' "$1" "$2" "${3-}"
}
arg() { # index, operator, value, valueTwo
  printf '{"index":%s,"op":"SCMP_CMP_%s","value":%s,"valueTwo":%s}' "$1" "$2" "$3" "${4-0}"
}
is32() { # index, value: as a profile compares what the kernel takes 32 bits of
  arg "$1" MASKED_EQ 4294967295 "$2"
}
allow=SCMP_ACT_ALLOW errno=SCMP_ACT_ERRNO
explain() { nucleus seccomp explain "$@"; }
differ() { nucleus seccomp diff "$@"; }

for wrong in '' sing 'profile' 'diff a' 'profile a b' 'diff a b c' 'profile -x a'; do
  # shellcheck disable=SC2086 # words
  refused 100 '^nc-explain: usage: nc-explain profile ' "not so: $wrong" -- nc-explain $wrong
done
refused 100 '^nucleus: fatal: it takes one profile$' 'explain: nothing' -- explain
refused 100 '^nucleus: fatal: it takes one profile$' 'explain: two' -- explain a b
refused 100 '^nucleus: fatal: it takes two profiles$' 'diff: one' -- differ a
refused 100 '^nucleus: fatal: unknown option: -o' 'explain: an option of another' -- explain -o x a
refused 100 '^nucleus: fatal: unknown option: --output=' 'an empty one' -- nucleus seccomp generate --output= a
refused 100 '^nucleus: fatal: --keep needs a value$' 'explain: half an option' -- explain a --keep
refused 100 '^nc-explain: fatal: .*NOPE' 'explain: no capability' -- explain -k NOPE config/default.seccomp.json
refused 111 "^nc-explain: fatal: unable to open $T/none: No such file" 'no such file' -- explain "$T/none"
refused 111 '^nc-explain: fatal: unable to read the policy: Is a directory' 'a folder' -- explain "$T"
echo '{' >"$T/half"
refused 111 "^nc-explain: fatal: unable to use $T/half: line 2, column 0: " 'no JSON' -- explain "$T/half"
profile act SCMP_ACT_SING ''
refused 111 "^nc-explain: fatal: unable to use $T/act: defaultAction: unknown action SCMP_ACT_SING$" 'no profile' -- explain "$T/act"
refused 111 "unable to use $T/act: " 'also where two are compared' -- differ config/default.seccomp.json "$T/act"
profile act 'SCMP_\u001b[1m' ''
refused 111 'unknown action SCMP_\\x1b' 'a terminal sees no escapes of its' -- explain "$T/act"
profile sing $errno "$(entry '"read", "sing"' $allow)"
works 'a call that this machine does not know' -- explain "$T/sing"
like "$T/err" "^nc-explain: warning: $T/sing: syscalls\[0\].names\[1\]: unknown system call sing: skipped$" 'is skipped'

# in words
works 'the default profile' -- explain config/default.seccomp.json
like "$T/out" '^A system call that is not listed here fails with EPERM\.$' 'what is not listed'
like "$T/out" '^Architectures: x86_64; a call of another kills the process\.$' 'architectures'
like "$T/out" '^Network and sockets$' 'calls are in groups'
like "$T/out" '^  accept accept4 bind connect ' 'those that are just allowed'
like "$T/out" '^  ioctl, but not where$' 'one with exceptions'
like "$T/out" '^      request is TIOCSTI: fails with EPERM$' 'which have names'
like "$T/out" '^      family is AF_INET and type is SOCK_STREAM, whatever its flags and protocol is IPPROTO_TCP$' \
  'conditions have names'
like "$T/out" '^      flags has none of CLONE_NEWNS\|CLONE_NEWCGROUP\|.*CLONE_NEWUSER' 'flags have names'
like "$T/out" '^  clone3: fails with ENOSYS$' 'what is refused otherwise'
like "$T/out" '^  socket, where family is AF_NETLINK: ' 'what is risky'
unlike "$T/out" '^  (ioctl|clone|ptrace|bpf|io_uring_setup).*: [^f]' 'and what is not, in it'
unlike "$T/out" 'execve is not allowed' 'it lets programs start'

profile all $allow ''
works 'everything' -- explain "$T/all"
like "$T/out" '^A system call that is not listed here is allowed\.$' 'is allowed'
for risk in ptrace bpf mount keyctl perf_event_open io_uring_setup io_uring_enter userfaultfd init_module finit_module \
  kexec_load process_vm_writev open_by_handle_at setns clone3 \
  'clone, where flags has CLONE_NEWUSER' 'unshare, where flags has CLONE_NEWUSER' \
  'ioctl, where request is TIOCSTI' 'ioctl, where request is TIOCLINUX' \
  'personality, where persona has ADDR_NO_RANDOMIZE' 'socket, where family is AF_PACKET' \
  'socket, where family is AF_VSOCK' 'socket, where family is AF_ALG' 'socket, where family is AF_NETLINK'; do
  like "$T/out" "^  $risk: [a-zA-Z0-9]" "risky: $risk"
done

profile few $errno "$(entry '"read", "execve"' $allow),$(entry '"ioctl"' $allow "$(is32 1 21505)"),$(
  entry '"clone"' $allow "$(arg 0 MASKED_EQ 268435456 0)"),$(entry '"socket"' $allow "$(arg 0 LE 2)"),$(
  entry '"getpid"' SCMP_ACT_LOG),$(entry '"getuid"' SCMP_ACT_KILL_PROCESS),$(
  entry '"semctl"' $allow "$(arg 2 NE 4096)")"
works 'a few' -- explain "$T/few"
like "$T/out" '^  read$' 'a group'
like "$T/out" '^      request is TCGETS$' 'a request'
like "$T/out" '^      flags has none of CLONE_NEWUSER$' 'a flag'
like "$T/out" '^      family is at most AF_INET$' 'a comparison'
like "$T/out" '^      argument 2 is not 0x1000$' 'an argument without a name'
like "$T/out" '^  getpid, which is logged$' 'one that is logged'
like "$T/out" '^  getuid: kills the process$' 'one that kills'
like "$T/out" '^  socket, where type is SOCK_RAW' 'what its conditions leave open is risky'
unlike "$T/out" '^  (clone|ioctl), where .*: ' 'and what they do not is not'

profile sockets $errno "$(entry '"setsockopt"' $allow "$(is32 1 1),$(is32 2 2)"),$(
  entry '"setsockopt"' $allow "$(arg 2 NE 1),$(arg 1 EQ 6)"),$(entry '"getsockopt"' $allow "$(is32 1 41),$(is32 2 26)"),$(
  entry '"getsockopt"' $allow "$(is32 1 1),$(is32 2 99)"),$(entry '"getsockopt"' $allow "$(is32 2 2)"),$(
  entry '"getsockopt"' $allow "$(is32 1 999),$(is32 2 3)"),$(entry '"getsockopt"' $allow "$(arg 1 NE 1),$(is32 2 4)"),$(
  entry '"getsockopt"' $allow "$(arg 1 EQ 4294967297),$(is32 2 5)")"
works 'options of sockets' -- explain "$T/sockets"
like "$T/out" '^      level is SOL_SOCKET and option is SO_REUSEADDR$' 'an option'
like "$T/out" '^      option is not TCP_NODELAY and level is IPPROTO_TCP$' 'the same number of another level'
like "$T/out" '^      level is IPPROTO_IPV6 and option is IPV6_V6ONLY$' 'and of a third'
like "$T/out" '^      level is SOL_SOCKET and option is 99$' 'one without a name'
like "$T/out" '^      option is 2$' 'of any level it has no name'
like "$T/out" '^      level is 999 and option is 3$' 'nor of one that is not known'
like "$T/out" '^      level is not SOL_SOCKET and option is 4$' 'nor of many'
like "$T/out" '^      level is 0x100000001 and option is 5$' 'nor of one with more bits than the kernel takes'

profile safe $errno "$(entry '"read"' $allow)"
works 'one without execve' -- explain "$T/safe"
like "$T/out" '^execve is not allowed: no program can be started' 'cannot be used, which is said'
like "$T/out" '^Nothing that is known to be risky is allowed\.$' 'nothing is risky in it'

profile wide $errno "$(entry '"ioctl"' $allow),$(entry '"ioctl"' $errno "$(arg 1 EQ 21522)")"
works 'one that compares more bits than the kernel' -- explain "$T/wide"
like "$T/out" '^  ioctl, where request is TIOCSTI: types' 'does not keep out what it wants to'
like "$T/out" 'upper 32 bits' 'which is explained'

printf '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["ptrace"],"action":"SCMP_ACT_ALLOW",
  "includes":{"caps":["CAP_SYS_PTRACE"]}}]}' >"$T/asks"
works 'one that asks' -- explain "$T/asks"
like "$T/out" '^What it asks for \(includes, excludes\)' 'is said to'
unlike "$T/out" '^  ptrace' 'nothing is kept'
works 'with the capability' -- explain --keep=SYS_PTRACE "$T/asks"
like "$T/out" '^  ptrace: looks into' 'it is allowed'

# what differs
works 'a profile and itself' -- differ config/default.seccomp.json config/default.seccomp.json
is "$(cat "$T/out")" '' 'are the same'
profile a $errno "$(entry '"read", "write"' $allow),$(entry '"socket"' $allow "$(is32 0 1)"),$(
  entry '"socket"' $allow "$(is32 0 2)")"
profile b $errno "$(entry '"socket"' $allow "$(is32 0 2)"),$(entry '"write"' $allow),$(entry '"write"' $allow "$(
  arg 0 EQ 1)"),$(entry '"read"' $allow),$(entry '"socket"' $allow "$(arg 0 MASKED_EQ 4294967295 1)"),$(
  entry '"ptrace"' $errno)"
works 'another order, other groups, and what is void' -- differ "$T/a" "$T/b"
profile le $errno "$(entry '"kill"' $allow "$(arg 1 LE 5)")"
profile lt $errno "$(entry '"kill"' $allow "$(arg 1 LT 6)")"
works 'the same in other words' -- differ "$T/le" "$T/lt"
profile ge $errno "$(entry '"kill"' $allow "$(arg 1 GE 6)")"
profile two $errno "$(entry '"kill"' $allow "$(arg 1 LT 6)"),$(entry '"kill"' $allow "$(arg 1 GE 6)")"
profile one $errno "$(entry '"kill"' $allow)"
works 'two halves are one' -- differ "$T/two" "$T/one"
leaves 1 'a half is not' -- differ "$T/one" "$T/ge"
is "$(cat "$T/out")" "--- $T/one
+++ $T/ge
- kill" 'and that is said'
leaves 1 'the other way round' -- differ "$T/ge" "$T/one"
like "$T/out" '^\+ kill$' 'is more'
profile c $errno "$(entry '"read"' $allow),$(entry '"socket"' $allow "$(is32 0 1)"),$(
  entry '"socket"' $allow "$(is32 0 16)"),$(entry '"write"' SCMP_ACT_KILL_PROCESS)"
leaves 1 'calls and conditions' -- differ "$T/a" "$T/c"
is "$(tail -n +3 "$T/out" | sort)" '+ socket, where family is AF_NETLINK
- socket, where family is AF_INET
- write' 'are named, and no more'
profile d $errno "$(entry '"read", "write"' $allow),$(entry '"ioctl"' $allow),$(
  entry '"ioctl"' $errno "$(is32 1 21522)")"
profile e $errno "$(entry '"read", "write", "ioctl"' $allow)"
leaves 1 'an exception less' -- differ "$T/d" "$T/e"
is "$(tail -n +3 "$T/out")" '+ ioctl, where request is TIOCSTI' 'is what differs'
profile kill SCMP_ACT_KILL_PROCESS "$(entry '"kill"' $allow)"
leaves 1 'only what is not listed' -- differ "$T/one" "$T/kill"
is "$(tail -n +3 "$T/out")" '! what neither lists: fails with EPERM; kills the process' 'is said once'
leaves 1 'refused in another way' -- differ "$T/safe" "$T/few"
like "$T/out" '^! getuid: fails with EPERM; kills the process$' 'is said, too'
printf '{"defaultAction":"%s","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86"],"syscalls":[%s]}' $errno \
  "$(entry '"kill"' $allow)" >"$T/x86"
profile mux $errno "$(entry '"socketcall", "read"' $allow)"
works 'a call that this machine has not' -- explain "$T/mux"
unlike "$T/out" 'socketcall' 'is not spoken of'
sed 's/"syscalls"/"architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86"],&/' "$T/mux" >"$T/mux86"
works 'but one of its other architectures' -- explain "$T/mux86"
like "$T/out" '^  socketcall \(x86\)$' 'is, with its name'
leaves 1 'architectures' -- differ "$T/one" "$T/x86"
is "$(tail -n +3 "$T/out")" '+ system calls of x86' 'are not taken to pieces'
printf '{"defaultAction":"SCMP_ACT_ALLOW","flags":["SECCOMP_FILTER_FLAG_SPEC_ALLOW"]}' >"$T/flags"
leaves 1 'flags' -- differ "$T/all" "$T/flags"
is "$(tail -n +3 "$T/out")" '! flags: none; SECCOMP_FILTER_FLAG_SPEC_ALLOW' 'are said'
works 'and explained' -- explain "$T/flags"
like "$T/out" '^Flags: SECCOMP_FILTER_FLAG_SPEC_ALLOW$' 'by name'
works 'an entry that asks' -- differ "$T/asks" "$T/asks" -k SYS_PTRACE
profile none $errno ''
works 'and for what nobody has' -- differ "$T/asks" "$T/none"
leaves 1 'or somebody' -- differ -k SYS_PTRACE "$T/asks" "$T/none"
many() { # words of python: for each i an index and a value
  python3 -c 'import json, sys
print(json.dumps({"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
    {"names": ["kill"], "action": "SCMP_ACT_ALLOW", "args": [{"index": index, "value": value, "op": "SCMP_CMP_EQ"}]}
    for index in range(int(sys.argv[1])) for value in range(int(sys.argv[2]))]}))' "$@"
}
many 1 1100 >"$T/long"
refused 111 "^nc-explain: fatal: unable to use $T/long: its filter is too long for the kernel$" \
  'what nc-profile cannot compile' -- explain "$T/long"
many 3 300 >"$T/many"
refused 111 '^nc-explain: fatal: unable to think kill through: too many different conditions$' \
  'more than anybody can think through' -- differ "$T/many" "$T/none"
refused 111 'unable to write to stdout: No space' 'a full disk' -- sh -c 'nc-explain profile "$1" >/dev/full' sh "$T/few"

finish
