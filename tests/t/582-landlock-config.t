. tests/tap.sh
# SPDX-License-Identifier: ISC

# Policies in landlockconfig's format, as root and as an ordinary user.
probe=$HELPER/try-reach
D=$T/d
mkdir "$D"
echo text >"$D/file"
cp /bin/true "$D/prog"
chmod -R a+rwX "$T"
with() { nc-landlock -f 8 "$@" 8<"$T/policy"; }

cat >"$T/policy" <<E2
abi = 3
[[variable]]
name = "usr"
literal = ["", "/usr"]
[[ruleset]]
handled_access_fs = ["abi.all"]
[[path_beneath]]
allowed_access = ["abi.read_execute"]
parent = ["\${usr}/bin", "\${usr}/lib", "\${usr}/lib64", "/nosuch", "$NC_BUILD"]
[[path_beneath]]
allowed_access = ["read_file", "write_file"]
parent = ["/dev", "$D/file"]
E2
works 'a file that is named is read' -- with cat "$D/file"
works 'and written' -- with sh -c 'echo text >>"$1"' sh "$D/file"
refused 126 'unable to exec .*/prog: Permission denied' 'one that is not is not executed' -- with "$D/prog"
refused 2 'Permission denied' 'its folder is not listed' -- with ls "$D"
refused 2 'Permission denied' 'nothing is made' -- with sh -c 'echo >"$1"' sh "$D/new"
run "$HELPER/try-report" "$T/records" nc-landlock -f 8 true 8<"$T/policy"
like "$T/records" '"skipped":[1-9]' 'a path that is missing is skipped, and counted'
like "$T/records" '"tcp":"unrestricted","scoped":\[\]' 'what is not handled is not restricted, and said to be so'
unlike "$T/err" 'unable to restrict' 'and not blamed on the kernel'

cat >"$T/policy" <<E2
[[path_beneath]]
allowed_access = ["write_file"]
parent = ["/dev", "$D/file"]
E2
works 'a right that no rule has is not restricted' -- with "$D/prog"
works 'one that a rule has is granted' -- with sh -c 'echo text >>"$1"' sh "$D/file"
refused 2 'Permission denied' 'and denied everywhere else' -- with sh -c 'echo >>"$1"' sh "$D/prog"
run "$HELPER/try-report" "$T/records" nc-landlock -f 8 true 8<"$T/policy"
like "$T/records" '"unrestricted":\["execute","read_file",' 'the record says which'

printf '[[path_beneath]]\nallowed_access = ["read_dir"]\nparent = ["%s"]\n' "$D/file" >"$T/policy"
refused 111 "unable to grant anything on $D/file: its rights are a folder's, and it is none" 'a rule that could grant nothing' -- with true

cat >"$T/policy" <<E2
 {"pathBeneath": [{"allowedAccess": ["write_file"], "parent": ["/dev", "$D/file"]}],
  "variable": [{"name": "v", "literal": ["x"]}]}
E2
works 'JSON: granted' -- with sh -c 'echo text >>"$1"' sh "$D/file"
refused 2 'Permission denied' 'JSON: denied' -- with sh -c 'echo >>"$1"' sh "$D/prog"
pin=$(sha256sum <"$T/policy" | cut -d ' ' -f 1)
refused 111 'unable to use the policy: ruleset: production needs all rights of ABI 3 handled, execute is not' \
  'not in production' -- with -P -s "$pin" true

abi=$("$HELPER/try-report" "$T/records" nc-landlock -x / true && sed -n 's/.*"abi":\([0-9]*\).*/\1/p' "$T/records")
if [ "$abi" -ge 6 ]; then
  printf '[[ruleset]]\nscoped = ["signal"]\n' >"$T/policy"
  run with "$probe" signal $$
  is "$(cat "$T/out")" EPERM 'a signal that is scoped'
  printf '[[ruleset]]\nscoped = ["abstract_unix_socket"]\n' >"$T/policy"
  run with "$probe" signal $$
  isnt "$(cat "$T/out")" EPERM 'one that is not'
else
  skip "scopes came with ABI 6, this is $abi" 'scopes'
fi
if [ "$abi" -lt 4 ]; then
  skip "TCP came with ABI 4, this is $abi" 'TCP'
elif ! nc-unshare -Un true 2>"$T/err"; then
  skip 'no network namespaces' 'TCP'
else
  printf '[[net_port]]\nallowed_access = ["bind_tcp"]\nport = [4000, 4001]\n' >"$T/policy"
  for case in 'ok bind 4001' 'EACCES bind 4002'; do
    # shellcheck disable=SC2086 # words
    set -- $case
    run nc-unshare -Un nc-landlock -f 8 "$probe" "$2" "$3" 8<"$T/policy"
    is "$(cat "$T/out")" "$1" "$2 $3: $1"
  done
  run nc-unshare -Un "$probe" serve-tcp 4002 nc-landlock -f 8 "$probe" connect 4002 8<"$T/policy"
  is "$(cat "$T/out")" ok 'connect is not handled, so not restricted'
  run "$HELPER/try-report" "$T/records" nc-landlock -f 8 true 8<"$T/policy"
  like "$T/records" '"tcp":"bind denied"' 'the record says so'
fi

if strace -o /dev/null -e inject=landlock_create_ruleset:error=ENOSYS true 2>/dev/null; then
  old='strace -f -o /dev/null -e inject=landlock_create_ruleset:retval=2:when=1'
  printf 'abi = 3\n[[ruleset]]\nhandled_access_fs = ["truncate"]\n' >"$T/policy"
  refused 111 'unable to use Landlock ABI 3: this kernel has ABI 2' 'a kernel that cannot restrict all of it' -- \
    $old nc-landlock -f 8 true 8<"$T/policy"
  printf '[[ruleset]]\nhandled_access_net = ["bind_tcp"]\n' >"$T/policy"
  run "$HELPER/try-report" "$T/records" $old nc-landlock -t -f 8 true 8<"$T/policy"
  is "$code" 0 'or nothing of it: -t goes on'
  like "$T/records" '"tcp":"unrestricted".*"degraded":true' 'and says so'
else
  skip 'strace cannot inject faults here' 'older kernels'
fi

cat >"$T/policy" <<E2
abi = 3
[[ruleset]]
handled_access_fs = ["abi.all"]
[[path_beneath]]
allowed_access = ["abi.read_execute"]
parent = ["/bin", "/usr", "/lib", "/lib64"]
[[path_beneath]]
allowed_access = ["abi.read_write"]
parent = ["/tmp", "/dev"]
E2
works 'nucleus run' -- nucleus run --landlock-policy "$T/policy" -- sh -c 'echo >/tmp/x && cat /tmp/x'
run nucleus run --landlock-policy "$T/policy" -- cat /etc/passwd
like "$T/err" '/etc/passwd: Permission denied' 'nucleus run: what is not granted'

finish
