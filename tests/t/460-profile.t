. tests/tap.sh
# SPDX-License-Identifier: ISC

refused 100 '^nc-profile: usage: nc-profile ' 'no program' -- nc-profile -f 0
refused 100 '^nc-profile: usage: nc-profile ' 'no descriptor' -- nc-profile true
refused 100 '^nc-profile: usage: nc-profile ' 'a descriptor that is no number' -- nc-profile -f x true
refused 100 '^nc-profile: fatal: not a SHA-256, which is 64 hexadecimal digits: AB$' \
  'a hash that is none' -- nc-profile -f 0 -x AB true
refused 100 '^nc-profile: fatal: unknown capability: fly$' 'an unknown capability' -- \
  nc-profile -f 0 -k chown,fly true

# profile JSON; given COMMAND: with that profile as descriptor 7
profile() {
  printf '%s' "$1" >"$T/p.json"
}
given() { sh -c 'f=$1; shift; exec "$@" 7<"$f"' sh "$T/p.json" "$@"; }

profile '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"uname","action":"SCMP_ACT_ERRNO","errno":"EXDEV"}]}'
hash=$(sha256sum "$T/p.json")
hash=${hash%% *}
works 'control: uname' -- uname
refused 1 'Invalid cross-device link' 'the filter is loaded' -- given nc-profile -f 7 -- nc-seccomp -- uname
works 'the right hash' -- given nc-profile -f 7 -x "$hash" -- nc-seccomp -- true
zero=0000000000000000000000000000000000000000000000000000000000000000
refused 111 "^nc-profile: fatal: unable to trust the policy: its SHA-256 is $hash, pinned is $zero\$" \
  'another hash' -- given nc-profile -f 7 -x $zero -- nc-seccomp -- true
refused 111 '^nc-profile: fatal: a filter was made, but nothing has loaded it: nc-seccomp does$' \
  'a filter that nothing loads' -- given nc-profile -f 7 true
refused 100 "^nc-seccomp: fatal: -p default and nc-profile's filter: only one can be loaded\$" \
  'two filters' -- given nc-profile -f 7 nc-seccomp -p default true
run given "$HELPER/try-report" "$T/records" nc-profile -f 7 nc-seccomp -- true
like "$T/records" "\"event\":\"applied\",\"profile\":\"sha256:$hash\"" 'the report names the hash'
like "$T/records" "\"tool\":\"nc-profile\",\"event\":\"applied\",\"policy_sha256\":\"$hash\",\"filter_sha256\":\"[0-9a-f]{64}\",\"instructions\":[1-9]" 'and so does what made it'

profile '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"uname","action":"SCMP_ACT_ERRNO","excludes":{"caps":["CAP_SYS_TIME"]}}]}'
refused 1 'Operation not permitted' 'an entry counts without the capability' -- given nc-profile -f 7 nc-seccomp uname
works 'and not with it' -- given nc-profile -f 7 -k chown,sys_time nc-seccomp uname

# the same policy for both, in whatever way the file changes meanwhile
printf "bounding.keep = ['sys_time']\n" >"$T/caps.toml"
works 'nor where a policy keeps it' -- given nc-profile -f 7 -c 8 nc-seccomp uname 8<"$T/caps.toml"
run given nc-profile -f 7 -c 8 -- nc-exec -k sh -c 'printf "bounding.keep = []" >"$1" && cat <&8' sh "$T/caps.toml" 8<"$T/caps.toml"
is "$(cat "$T/out")" "bounding.keep = ['sys_time']" 'what nc-caps will read is what was read here'
is "$(cat "$T/caps.toml")" 'bounding.keep = []' 'whatever is in the file by then'
refused 1 'Operation not permitted' 'a policy that keeps nothing' -- given nc-profile -f 7 -c 8 nc-seccomp uname 8<"$T/caps.toml"
printf "bounding.keep = ['fly']\n" >"$T/caps.toml"
refused 111 '^nc-profile: fatal: unable to use the capability policy: bounding.keep\[0\]: unknown capability fly$' \
  'a policy with an error' -- given nc-profile -f 7 -c 8 nc-seccomp uname 8<"$T/caps.toml"

profile '{"defaultAction":"SCMP_ACT_ALLOW",
 }'
refused 111 '^nc-profile: fatal: unable to read the profile: line 2, column 2: ' 'not JSON' -- \
  given nc-profile -f 7 nc-seccomp true
profile '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW"}]}'
refused 111 '^nc-profile: fatal: unable to use the profile: it does not allow execve, without which' \
  'a profile without execve' -- given nc-profile -f 7 nc-seccomp true
for n in EQ NE; do
  profile '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["execve"],"action":"SCMP_ACT_ALLOW","args":[{"index":0,"value":0,"op":"SCMP_CMP_'$n'"}]}]}'
  refused 111 'it does not allow execve' "execve by what a pointer is: $n" -- given nc-profile -f 7 nc-seccomp true
done
refused 100 '^nc-profile: usage: nc-profile ' 'a second descriptor that is no number' -- nc-profile -f 0 -c x true
refused 100 '^nc-profile: fatal: -c and -k do not go together: the policy says what is kept$' \
  'capabilities from two sides' -- nc-profile -f 0 -c 1 -k chown true
refused 100 '^nc-profile: fatal: -c and -f name the same descriptor$' 'one descriptor for two policies' -- \
  nc-profile -f 7 -c 7 true
profile '{"defaultAction":"SCMP_ACT_ALLOW","flag":[]}'
refused 111 '^nc-profile: fatal: unable to use the profile: profile: unknown key flag$' \
  'what is unknown' -- given nc-profile -f 7 nc-seccomp true

# the manual's example
sed -n '/^{$/,/^}$/p' doc/nc-policy.5 >"$T/p.json"
run given nc-profile -f 7 nc-seccomp "$HELPER/try-syscall" unshare:0 clone3 socket:38:5:0 socket:0x100000026:5:0 socket:1:1:0 reboot
is "$(cat "$T/out")" 'unshare:0 EPERM
clone3 ENOSYS
socket:38:5:0 EPERM
socket:0x100000026:5:0 EPERM
socket:1:1:0 ok
reboot EPERM' 'what nc-policy(5) shows does what it says'

# values have 64 bits, however they are written
for value in 18446744073709551615 '"18446744073709551615"'; do
  profile '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["close"],"action":"SCMP_ACT_ERRNO","errno":"EXDEV","args":[{"index":1,"value":'"$value"',"op":"SCMP_CMP_EQ"}]}]}'
  run given nc-profile -f 7 nc-seccomp "$HELPER/try-syscall" close:99:18446744073709551615 close:99:9223372036854775807
  is "$(cat "$T/out")" 'close:99:18446744073709551615 error 18
close:99:9223372036854775807 EBADF' "the value $value"
done
profile '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["close"],"action":"SCMP_ACT_ERRNO","args":[{"index":1,"value":18446744073709551616,"op":"SCMP_CMP_EQ"}]}]}'
refused 111 'syscalls\[0\]\.args\[0\]\.value: greater than 18446744073709551615$' 'a value that has more' -- \
  given nc-profile -f 7 nc-seccomp true

# calls that nobody knows
profile '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["read","reda"],"action":"SCMP_ACT_ALLOW"},{"name":"wirte","action":"SCMP_ACT_ALLOW"},{"name":"uname","action":"SCMP_ACT_ERRNO","errno":"EXDEV"}]}'
hash=$(sha256sum <"$T/p.json" | cut -d ' ' -f 1)
refused 1 'Invalid cross-device link' 'the rest of the profile counts' -- given nc-profile -f 7 nc-seccomp uname
is "$(grep -v '^uname: ' "$T/err")" 'nc-profile: warning: syscalls[0].names[1]: unknown system call reda: skipped
nc-profile: warning: syscalls[1].name: unknown system call wirte: skipped' 'each is told, and where it stands'
refused 111 '^nc-profile: fatal: unable to use the profile: syscalls\[0\]\.names\[1\]: unknown system call reda$' \
  'with -P nothing is unknown' -- given nc-profile -P -f 7 -x "$hash" nc-seccomp uname
refused 100 '^nc-profile: fatal: -P needs -x: what is in production is pinned$' '-P without a pin' -- \
  given nc-profile -P -f 7 nc-seccomp uname
profile '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"name":"uname","action":"SCMP_ACT_ERRNO"},{"names":["reda"],"action":"SCMP_ACT_KILL"}]}'
refused 111 'syscalls\[1\]\.names\[0\]: unknown system call reda, which defaultAction would let through$' \
  'one that is forbidden is not skipped' -- given nc-profile -f 7 nc-seccomp true
profile '{"defaultAction":"SCMP_ACT_ALLOW"}'
hash=$(sha256sum <"$T/p.json" | cut -d ' ' -f 1)
works '-P with what is known' -- given nc-profile -P -f 7 -x "$hash" nc-seccomp true

# flags go with the filter
profile '{"defaultAction":"SCMP_ACT_ALLOW","flags":["SECCOMP_FILTER_FLAG_LOG","SECCOMP_FILTER_FLAG_SPEC_ALLOW","SECCOMP_FILTER_FLAG_TSYNC"]}'
run given "$HELPER/try-report" "$T/records" nc-profile -f 7 nc-seccomp -- true
like "$T/records" '"instructions":[0-9]*,"log":true,"spec_allow":true\}$' 'the report names the flags'
if strace -o /dev/null true 2>/dev/null; then
  run given strace -o "$T/trace" -e trace=seccomp nc-profile -f 7 nc-seccomp -- true
  like "$T/trace" 'SET_MODE_FILTER, SECCOMP_FILTER_FLAG_LOG\|SECCOMP_FILTER_FLAG_SPEC_ALLOW, ' 'the kernel gets them'
  profile '{"defaultAction":"SCMP_ACT_ALLOW","flags":[]}'
  run given strace -o "$T/trace" -e trace=seccomp nc-profile -f 7 nc-seccomp -- true
  like "$T/trace" 'SET_MODE_FILTER, 0, ' 'and none, where there are none'
else
  skip 'strace does not work here' 'the kernel gets them'
fi
profile '{"defaultAction":"SCMP_ACT_ALLOW","flags":["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]}'
refused 111 'flags\[0\]: SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV needs a listener, and there is none$' \
  'a flag of listeners' -- given nc-profile -f 7 nc-seccomp true
head -c 1048577 /dev/zero >"$T/p.json"
refused 111 '^nc-profile: fatal: unable to read the policy: it is longer than 1 MiB$' 'a large one' -- \
  given nc-profile -f 7 nc-seccomp true
refused 111 '^nc-profile: fatal: unable to read the policy: Bad file descriptor$' 'a closed descriptor' -- \
  nc-profile -f 7 nc-seccomp true
refused 111 '^nc-seccomp: fatal: unable to use NC_FILTER: not a sealed memory file$' \
  'a filter that is a plain file' -- given env NC_FILTER=7 nc-seccomp true
finish
