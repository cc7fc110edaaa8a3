. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-caps -f: the payload has what the policy says, in all five sets, or nothing is run.
printf "bounding.keep = ['kill']\n" >"$T/policy"
fed() { "$@" 7<"$T/policy"; }
pin=$(sha256sum <"$T/policy" | cut -d ' ' -f 1)
other=$(echo other | sha256sum | cut -d ' ' -f 1)

refused 100 'usage: nc-caps ' '-f that is no number' -- nc-caps -f x true
refused 100 'fatal: -f and -k do not go together' '-f with -k' -- nc-caps -f 7 -k kill true
refused 100 'fatal: -x needs -f' '-x alone' -- nc-caps -x "$pin" true
refused 100 'fatal: -P needs -f and -x' '-P alone' -- nc-caps -P true
refused 100 'fatal: -P needs -f and -x' '-P without -x' -- fed nc-caps -P -f 7 true
refused 100 'fatal: not a SHA-256, which is 64 hexadecimal digits: 12$' 'a short pin' -- nc-caps -f 7 -x 12 true
refused 111 'unable to read the policy: Bad file descriptor' 'nothing on the descriptor' -- nc-caps -f 77 true
refused 111 "unable to trust the policy: its SHA-256 is $pin, pinned is $other" 'another pin' -- fed nc-caps -f 7 -x "$other" true

bad() { # policy, regex
  printf "$1" >"$T/policy"
  refused 111 "fatal: unable to use the policy: $2" "$2" -- fed nc-caps -f 7 touch "$T/touched"
}
bad '[bounding]\nkeep = [kill]' 'line 2, column 9: '
bad "bounding.keep = ['kill', 'bpf', 'fly']" 'bounding.keep\[2\]: unknown capability fly$'
bad '[permitted]' 'permitted: unknown section$'
bad "effective.keep = ['kill']" 'effective.keep: not all of it is in bounding.keep$'
ok 'nothing was run' -- test ! -e "$T/touched"

status() { sed -n "s/^$1:[[:space:]]*//p" "$T/out" | sed 's/[[:space:]]*$//'; }
none=0000000000000000 kill=0000000000000020 both=0000000000000420
# kill is 5, net_bind_service 10
has() { # bounding, effective (and permitted), inheritable, ambient, description
  is "$(status CapBnd) $(status CapPrm) $(status CapEff) $(status CapInh) $(status CapAmb)" "$1 $2 $2 $3 $4" "$5"
}
namespace='unshare -Ur'
[ "$(id -u)" != 0 ] || namespace=

cp examples/policies/service.caps.toml "$T/policy"
run fed $namespace nc-caps -f 7 cat /proc/self/status
has $none $none $none $none 'an empty policy'

printf "bounding.keep = ['kill', 'net_bind_service']\n[effective]\nkeep = ['kill', 'net_bind_service']" >"$T/policy"
run fed $namespace nc-caps -f 7 cat /proc/self/status
has $both $both $none $none 'user 0 without ambient ones'
run fed $namespace nc-caps -f 7 sh -c 'exec sh -c "exec cat /proc/self/status"'
has $both $both $none $none 'and over further execs'

printf "bounding.keep = ['kill', 'net_bind_service']\n[effective]\nkeep = ['kill']\n[inheritable]\nkeep = ['net_bind_service', 'kill']\n[ambient]\nkeep = ['CAP_KILL']" >"$T/policy"
run fed $namespace nc-caps -f 7 sh -c 'exec cat /proc/self/status'
has $both $kill $both $kill 'user 0, of which all that is effective is ambient'
[ "$(id -u)" != 0 ] || {
  run fed nc-caps -f 7 -u 65534 -g 65534 sh -c 'exec cat /proc/self/status'
  has $both $kill $both $kill 'the same as another user'
}
run fed $namespace nc-caps -U 12:34 -f 7 sh -c 'exec cat /proc/self/status'
has $both $kill $both $kill 'the same in a namespace of its own'

printf "bounding.keep = ['kill', 'net_bind_service']" >"$T/policy"
run fed $namespace nc-caps -f 7 cat /proc/self/status
has $both $none $none $none 'bounding ones alone'

why='unable to keep what the policy says over an exec: the effective set must be the ambient one'
printf "bounding.keep = ['kill', 'net_bind_service']\neffective.keep = ['kill']" >"$T/policy"
refused 111 "$why" 'what user 0 would get more of' -- fed $namespace nc-caps -f 7 touch "$T/touched"
printf "bounding.keep = ['kill']\neffective.keep = ['kill']" >"$T/policy"
refused 111 "$why" 'what another user would lose' -- fed $namespace nc-caps -U 12:34 -f 7 touch "$T/touched"

printf "bounding.keep = ['sys_admin']" >"$T/policy"
refused 111 'unable to use the policy: it keeps SYS_ADMIN in a user namespace' \
  'SYS_ADMIN over mounts of a user namespace' -- fed unshare -Urm nc-caps -f 7 touch "$T/touched"
run fed unshare -Urm nc-caps -U 0:0 -f 7 cat /proc/self/status
is "$code $(status CapBnd)" '0 0000000000200000' 'SYS_ADMIN in a further namespace'
pin=$(sha256sum <"$T/policy" | cut -d ' ' -f 1)
refused 111 'unable to use the policy in production: it keeps SYS_ADMIN$' '-P' -- fed nc-caps -P -f 7 -x "$pin" touch "$T/touched"
printf "bounding.keep = ['kill']" >"$T/policy"
pin=$(sha256sum <"$T/policy" | tr a-f A-F | cut -d ' ' -f 1)
works '-P with what does no harm, pinned in upper case' -- fed $namespace nc-caps -P -f 7 -x "$pin" true
ok 'nothing was run' -- test ! -e "$T/touched"

# the whole chain
printf "bounding.keep = ['kill', 'net_bind_service']\n[effective]\nkeep = ['kill', 'net_bind_service']" >"$T/policy"
pin=$(sha256sum <"$T/policy" | cut -d ' ' -f 1)
run nucleus run --name kept --caps-policy "$T/policy" --caps-policy-sha256 "$pin" -- cat /proc/self/status
has $both $both $none $none 'nucleus run: the payload'
run nucleus run --rm --caps-policy="$T/policy" -- cat /proc/1/status
is "$(status CapPrm) $(status CapEff) $(status CapInh) $(status CapAmb)" "$kill $kill $none $none" 'nucleus run: PID 1 keeps kill alone'
if strace -f -o /dev/null -e inject=capset:delay_enter=1 true 2>/dev/null; then
  run strace -f -o /dev/null -e trace=capset -e inject=capset:delay_enter=500000 \
    nucleus run --rm --caps-policy="$T/policy" -- cat /proc/1/status
  is "$(status CapPrm)" "$kill" 'before the payload runs'
else
  skip 'strace cannot delay here' 'PID 1 drops the others before the payload runs'
fi
nucleus inspect kept >"$T/record"
like "$T/record" "\"policy_sha256\": ?\"$pin\"" 'the record says which policy'
like "$T/record" 'cap_net_bind_service' 'and what was kept'
run nucleus run --rm --caps-policy "$T/policy" -- sh -c 'ls /proc/self/fd | wc -l'
is "$(cat "$T/out")" 4 'the policy is not open in the payload'

mkdir "$T/a folder"
refused 125 'unable to open the policy .*/a folder$' 'a directory' -- nucleus run --caps-policy "$T/a folder" -- true
refused 125 'unable to open the policy .*/nosuch$' 'a file that is not there' -- nucleus run --caps-policy "$T/nosuch" -- true
refused 125 '--caps-policy-sha256 needs --caps-policy' 'a pin for nothing' -- nucleus run --caps-policy-sha256 "$pin" -- true
refused 125 "unable to trust the policy: its SHA-256 is $pin" 'a policy that is not the pinned one' -- \
  nucleus run --caps-policy "$T/policy" --caps-policy-sha256 "$other" -- touch /tmp/touched

# what is printed has the file, whatever its name is
cp "$T/policy" "$T/it's \"a\" \$b"
for format in sh execline; do
  run nucleus run --rm --caps-policy "$T/it's \"a\" \$b" --print=$format -- cat /proc/self/status
  cp "$T/out" "$T/pasted"
  if [ $format = sh ]; then
    run sh "$T/pasted"
  else
    command -v execlineb >/dev/null || { skip 'execline is not installed' 'execline' && continue; }
    run execlineb -P "$T/pasted"
  fi
  has $both $both $none $none "--print=$format"
done
run nucleus run --caps-policy "$T/it's \"a\" \$b" --print=json -- true
is "$(jq -r '.files["7"]' "$T/out")" "$T/it's \"a\" \$b" '--print=json'

finish
