. tests/tap.sh
# SPDX-License-Identifier: ISC

probe=$HELPER/try-reach
name=nc-test-$$

abi=$(nc-landlock -x / true && "$HELPER/try-report" "$T/records" nc-landlock -x / true &&
  sed -n 's/.*"abi":\([0-9]*\).*/\1/p' "$T/records")
like "$T/records" '"abi":[1-9]' 'this kernel has Landlock'

# reach: what is outside
pair() { # description, want, prog that serves (words, or none), --, the attempt
  desc=$1 want=$2 server=$3
  shift 4
  # shellcheck disable=SC2086 # words
  run $server nc-landlock -x / -n -- "$probe" "$@"
  is "$(cat "$T/out")" "$want" "$desc"
  # shellcheck disable=SC2086
  run $server "$probe" "$@"
  is "$(cat "$T/out")" ok "control: $desc"
}

if [ "$abi" -ge 6 ]; then
  like "$T/records" '"scoped":\["abstract-unix-socket","signal"\]' 'the record names the scopes'
  pair 'an abstract socket outside' EPERM "$probe serve-abstract $name" -- abstract "$name"
  sleep 60 &
  pair 'a process outside gets no signal' EPERM '' -- signal $!
  kill $!
  run nc-landlock -x / -- "$probe" serve-abstract "$name" "$probe" abstract "$name"
  is "$(cat "$T/out")" ok 'an abstract socket inside'
  run nc-landlock -x / -- sh -c 'sleep 60 & "$1" signal $!; kill $!' sh "$probe"
  is "$(cat "$T/out")" ok 'a process inside'
else
  skip "scopes came with ABI 6, this is $abi" 'scopes'
fi

# only in a network namespace of the test's own, loopback raised by nc-unshare
if ! nc-unshare -Un true 2>"$T/err"; then
  skip 'no network namespaces' 'TCP'
elif [ "$abi" -lt 4 ]; then
  skip "TCP came with ABI 4, this is $abi" 'TCP'
else
  pair 'TCP connect' EACCES "nc-unshare -Un $probe serve-tcp 4000" -- connect 4000
  pair 'TCP bind' EACCES 'nc-unshare -Un' -- bind 4000
  run nc-unshare -Un "$probe" serve-tcp 4000 nc-landlock -x / -- "$probe" connect 4000
  is "$(cat "$T/out")" ok 'without -n TCP is free'
fi

# The late tools: granted as files, for a chain whose programs come from a descriptor.
tools=$T/tools
mkdir "$tools"
cp "$NC_BUILD/libexec/nucleus/nc-exec" "$NC_BUILD/libexec/nucleus/nc-mount" "$tools/"
exec 9<"$tools"
SYSTEM='-x /usr -x /bin -x /lib -x /lib64 -r /proc'
test -d /lib64 || SYSTEM='-x /usr -x /bin -x /lib -r /proc'
# shellcheck disable=SC2086
works 'a late tool in NC_TOOLS is granted' -- env NC_TOOLS=9 nc-landlock $SYSTEM nc-exec true
# shellcheck disable=SC2086
refused 126 'unable to exec nc-mount: Permission denied' 'any other is not' -- \
  env NC_TOOLS=9 nc-landlock $SYSTEM nc-mount true
# shellcheck disable=SC2086
run env NC_TOOLS=9 nc-landlock $SYSTEM -- nc-exec -k ls /proc/self/fd/9/
isnt "$code" 0 'nor is the folder'
like "$T/err" 'Permission denied' 'for want of permission'
# shellcheck disable=SC2086
refused 111 'NC_TOOLS' 'a descriptor that is none' -- env NC_TOOLS=77 nc-landlock $SYSTEM nc-exec true

finish
