. tests/tap.sh
# SPDX-License-Identifier: ISC

# Policies from a descriptor, as root and as an ordinary user.
probe=$HELPER/try-reach
D=$T/d
mkdir "$D"
echo text >"$D/file"
cp /bin/true "$D/prog"
chmod -R a+rwX "$T"

allow() { # path, words
  printf '[[rules]]\npath = "%s"\naccess = [%s]\noptional = true\n' "$1" "$2"
}
system=$(
  for d in /bin /usr /lib /lib32 /lib64 /libx32; do allow "$d" '"read", "execute"'; done
  allow /proc '"read"'
  allow /dev '"read", "write", "ioctl_dev"'
  allow "$probe" '"read", "execute"'
)
policy() { # further text, from standard input: what is before the tables, a line %, the rest
  { sed '/^%$/,$d' "$T/in" && echo "$system" && sed '1,/^%$/d' "$T/in"; } >"$T/policy"
}
with() { # options --, words: under the policy
  nc-landlock -f 8 "$@" 8<"$T/policy"
}
plain() {
  printf '%s\n' "$1" % "$2" >"$T/in"
  policy
}

# usage
for options in '-f x' '-f 4294967296' '-f 8 -d' '-f 8 -r /' '-f 8 -n' '-f 8 -a 3' '-f 8 -P' \
  "-s $(printf %064d 0)" '-P'; do
  # shellcheck disable=SC2086 # words
  refused 100 'usage: nc-landlock' "$options" -- nc-landlock $options true
done
refused 100 'fatal: not a SHA-256, which is 64 hexadecimal digits: abc$' 'a short pin' -- nc-landlock -f 8 -s abc true

plain '' ''
refused 111 'unable to read the policy: Bad file descriptor' 'no such descriptor' -- nc-landlock -f 77 true
works 'a policy' -- with true
sha=$(sha256sum <"$T/policy" | cut -d ' ' -f 1)
works 'pinned' -- with -s "$sha" true
refused 111 "unable to trust the policy: its SHA-256 is $sha, pinned is 0{64}" 'pinned as another' -- \
  with -s "$(printf %064d 0)" true
works 'in production' -- with -P -s "$sha" true
run "$HELPER/try-report" "$T/records" nc-landlock -f 8 true 8<"$T/policy"
like "$T/records" "\"policy_sha256\":\"$sha\",.*\"net\":\[\]" 'the record has its SHA-256'
refused 2 'fd/8.*No such file' 'the descriptor is closed' -- with ls /proc/self/fd/8

plain 'min_abi = ' ''
refused 111 'unable to use the policy: line 1, column 11: ' 'no TOML' -- with true
plain '' "$(allow /x '"raed"')"
refused 111 'unable to use the policy: rules\[9\]\.access\[0\]: unknown access raed' 'an unknown word' -- with true
plain '' "$(allow /nosuch '"read"' | grep -v optional)"
refused 111 'unable to open /nosuch: No such file' 'a path that is not there' -- with true
plain '' "$(allow /nosuch '"read"')"
works 'an optional one' -- with true

# what each word grants
plain '' ''
refused 1 'Permission denied' 'no rule: no reading' -- with cat "$D/file"
plain '' "$(allow "$D" '"read"')"
works 'read reads' -- with cat "$D/file"
works 'and lists' -- with ls "$D"
refused 126 'unable to exec .*/prog: Permission denied' 'but does not execute' -- with "$D/prog"
refused 2 'Permission denied' 'nor write' -- with sh -c 'echo >>"$1"' sh "$D/file"
plain '' "$(allow "$D" '"readdir"')"
works 'readdir lists' -- with ls "$D"
refused 1 'Permission denied' 'but does not read' -- with cat "$D/file"
plain '' "$(allow "$D" '"read", "write"')"
works 'write writes' -- with sh -c 'echo >>"$1"' sh "$D/file"
refused 2 'Permission denied' 'but does not create' -- with sh -c 'echo >"$1"' sh "$D/new"
refused 1 'Permission denied' 'nor remove' -- with rm "$D/file"
plain '' "$(allow "$D" '"write", "create", "remove"')"
works 'create and remove' -- with sh -c 'echo >"$1" && rm "$1"' sh "$D/new"
plain '' "$(allow "$D" '"execute", "read_file"')"
works 'execute' -- with "$D/prog"
plain '' "$(allow "$D" '"all"')"
works 'all executes' -- with "$D/prog"
plain '' "$(allow "$D" '"all_except_execute"')"
refused 126 'Permission denied' 'all_except_execute does not' -- with "$D/prog"

# production
plain '' "$(allow "$D" '"write", "execute"')"
sha=$(sha256sum <"$T/policy" | cut -d ' ' -f 1)
works 'write and execute' -- with -s "$sha" true
refused 111 'rules\[9\]: production does not both write and execute' 'not in production' -- with -P -s "$sha" true

abi=$("$HELPER/try-report" "$T/records" nc-landlock -x / true && sed -n 's/.*"abi":\([0-9]*\).*/\1/p' "$T/records")
if [ "$abi" -ge 6 ]; then
  plain 'scoped = ["abstract_unix_socket"]' ''
  run with "$probe" signal $$
  isnt "$(cat "$T/out")" EPERM 'a signal that is not scoped reaches out'
  plain '' ''
  run with "$probe" signal $$
  is "$(cat "$T/out")" EPERM 'one that is, by default, does not'
else
  skip "scopes came with ABI 6, this is $abi" 'scopes'
fi

if [ "$abi" -lt 4 ]; then
  skip "TCP came with ABI 4, this is $abi" 'TCP'
elif ! nc-unshare -Un true 2>"$T/err"; then
  skip 'no network namespaces' 'TCP'
else
  tcp() { # description, want, server's words, action, port
    # shellcheck disable=SC2086 # words
    run nc-unshare -Un $3 nc-landlock -f 8 "$probe" "$4" "$5" 8<"$T/policy"
    is "$(cat "$T/out")" "$2" "$1"
  }
  plain '' '[[net]]
port = 4000
access = ["connect"]
[[net]]
port = 4001
access = ["bind"]'
  tcp 'connect to a port that is granted' ok "$probe serve-tcp 4000" connect 4000
  tcp 'not to another' EACCES "$probe serve-tcp 4001" connect 4001
  tcp 'bind one that is granted' ok '' bind 4001
  tcp 'not another' EACCES '' bind 4000
  plain 'net = []' ''
  tcp 'net = []: nothing' EACCES "$probe serve-tcp 4000" connect 4000
  plain '' ''
  tcp 'no net: all' ok "$probe serve-tcp 4000" connect 4000
fi

if strace -o /dev/null -e inject=landlock_create_ruleset:error=ENOSYS true 2>/dev/null; then
  old='strace -f -o /dev/null -e inject=landlock_create_ruleset:retval=2:when=1'
  refused 111 'unable to use Landlock ABI 3: this kernel has ABI 2' 'an older kernel than min_abi' -- \
    $old nc-landlock -f 8 true 8<"$T/policy"
  old='strace -f -o /dev/null -e inject=landlock_create_ruleset:retval=3:when=1'
  run "$HELPER/try-report" "$T/records" $old nc-landlock -f 8 true 8<"$T/policy"
  like "$T/err" 'unable to restrict ioctl_dev: this kernel' 'what it cannot restrict is warned of'
  like "$T/records" '"unrestricted":\["ioctl_dev"\]' 'and reported'
else
  skip 'strace cannot inject faults here' 'older kernels'
fi

# nucleus run
sample=examples/policies/service.landlock.toml
cp "$sample" "$T/it's a policy"
{
  sed 's/^path.*/&\noptional = true/' "$sample"
  for d in /usr /lib /lib64; do allow "$d" '"read", "execute"'; done
  allow /dev '"read", "write"'
} >"$T/policy"
sha=$(sha256sum <"$T/policy" | cut -d ' ' -f 1)
run nucleus run --landlock-policy "$sample" -- true
like "$T/err" 'nc-landlock: fatal: unable to open /etc/myservice: No such file' "the sample is read, and its paths are not agent mode's"
works 'nucleus run under a policy' -- \
  nucleus run --landlock-policy "$T/policy" --landlock-policy-sha256 "$sha" -- sh -c 'echo >/tmp/x && cat /tmp/x'
run nucleus run --landlock-policy "$T/policy" -- cat /etc/passwd
is "$code" 1 'the policy is there instead of the default'
like "$T/err" '/etc/passwd: Permission denied' 'and says nothing of /etc'
run nucleus run --landlock-policy "$T/policy" --volume "$D:/v" -- cat /v/file
like "$T/err" '/v/file: Permission denied' 'nor of a volume'
refused 125 'unable to open the policy /nosuch' 'no such policy' -- nucleus run --landlock-policy /nosuch true
refused 125 'unable to open the policy /$' 'a folder' -- nucleus run --landlock-policy / true
refused 125 'landlock-policy-sha256 needs --landlock-policy' 'a pin alone' -- \
  nucleus run --landlock-policy-sha256 "$sha" true
run nucleus run --landlock-policy "$T/policy" --landlock-policy-sha256 "$(printf %064d 0)" true
like "$T/err" 'nc-landlock: fatal: unable to trust the policy' 'another than pinned'

mv "$T/policy" "$T/it's a policy"
run nucleus run --landlock-policy "$T/it's a policy" --print -- sh -c 'cat /etc/passwd || echo done'
cp "$T/out" "$T/pasted"
run sh "$T/pasted"
is "$(cat "$T/out")" 'done' '--print: pasted, under the policy'
run nucleus run --landlock-policy "$T/it's a policy" --print=execline -- sh -c 'cat /etc/passwd || echo done'
is "$(head -n 1 "$T/out")" "redirfd -r 8 \"$T/it's a policy\"" 'execline: redirfd'
run nucleus run --landlock-policy "$T/it's a policy" --print=json -- true
is "$(jq -r '.files["8"]' "$T/out")" "$T/it's a policy" 'json: files'

finish
