. tests/tap.sh
# SPDX-License-Identifier: ISC

refused 100 'usage: nc-landlock ' 'no program' -- nc-landlock
refused 100 'usage: nc-landlock ' 'an unknown option' -- nc-landlock -z true
refused 100 'usage' 'an ABI that is no number' -- nc-landlock -a x true
refused 100 'usage' 'ABI 0' -- nc-landlock -a 0 true
refused 111 'unable to open /nosuch: No such file' 'a path that is not there' -- nc-landlock -r /nosuch true
refused 111 'unable to open /nosuch' '-t does not excuse it' -- nc-landlock -t -r /nosuch true
refused 111 'unable to open /proc/self/fd/0: (Too many levels|Symbolic link loop)' 'a magic link' -- nc-landlock -r /proc/self/fd/0 true
refused 127 'unable to exec nosuch: No such file' 'a program that is not there' -- nc-landlock nosuch
refused 126 'unable to exec /bin/true: Permission denied' 'one that no rule grants' -- nc-landlock -r / /bin/true
works 'options end at --' -- nc-landlock -- true

refused 111 'unable to use Landlock ABI 999: this kernel has ABI [0-9]+$' 'an ABI that this kernel lacks' -- \
  nc-landlock -a 999 true
run "$HELPER/try-report" "$T/records" nc-landlock -t -a 999 -x / sh -c 'echo >"$1"' sh "$T/new"
like "$T/err" 'warning: unable to use Landlock ABI 999' '-t warns'
like "$T/records" '"degraded":true' 'and says so in the record'
ok 'and restricts with what there is' -- test ! -e "$T/new"

run "$HELPER/try-report" "$T/records" nc-landlock -x / -n true
like "$T/records" '"tool":"nc-landlock","event":"applied","abi":[0-9]+,"rules":1,"skipped":0,"tcp":"denied"' 'a record'
unlike "$T/records" 'degraded' 'not degraded'
unlike "$T/records" '"log"' 'nothing about a log'
abi=$(sed -n 's/.*"abi":\([0-9]*\),.*/\1/p' "$T/records")
run "$HELPER/try-report" "$T/records" nc-landlock -l true
like "$T/records" "\"log\":$([ "$abi" -ge 7 ] && echo true || echo false)" '-l: whether the kernel can log what is denied'
run "$HELPER/try-report" "$T/records" nc-landlock true
like "$T/records" '"skipped":[1-9][0-9]*,"tcp":"unrestricted"' 'missing defaults are counted (/context)'

# -o: a rule counts only for what it was for
run "$HELPER/try-report" "$T/records" nc-landlock -x / -r "$T" -w /dev/null true
objects=$(sed -n 's/.*"objects":\["\([^]]*\)"\].*/\1/p' "$T/records" | sed 's/","/,/g')
is "$objects" "$(stat -c %D:%i / "$T" /dev/null | while IFS=: read -r dev ino; do printf '%s:%x\n' "$dev" "$ino"; done | paste -sd,)" \
  'the record has what the rules are for'
works 'the same' -- nc-landlock -o "$objects" -x / -r "$T" -w /dev/null sh -c 'echo >/dev/null'
first=${objects%%,*} rest=${objects#*,}
refused 126 'unable to exec true: Permission denied' 'another' -- nc-landlock -o "0:0,$rest" -x / -r "$T" -w /dev/null true
leaves 2 'another of the last' -- nc-landlock -o "$first,${rest%%,*},1:2" -x / -r "$T" -w /dev/null sh -c 'echo >/dev/null'
refused 111 'unable to use the objects of -o: they are not as many as there are rules for paths' 'too few' -- \
  nc-landlock -o "$first" -x / -r "$T" true
for bad in 1 1:2, 1:2:3 , 1:g 1:2,,3:4 11112222333344445:1 1:11112222333344445; do
  refused 100 "not a list of device:inode: $bad\$" "no list: $bad" -- nc-landlock -o "$bad" -x / true
done

# A kernel without Landlock, played by the fault injector.
if strace -o /dev/null -e inject=landlock_create_ruleset:error=ENOSYS true 2>/dev/null; then
  inject='strace -f -o /dev/null -e inject=landlock_create_ruleset:error=ENOSYS'
  refused 111 'unable to use Landlock: Function not implemented' 'no Landlock' -- $inject nc-landlock true
  run $inject nc-landlock -t grep NoNewPrivs /proc/self/status
  is "$code" 0 'with -t the chain goes on'
  like "$T/err" 'warning: unable to use Landlock: Function not implemented' 'with a warning'
  is "$(cat "$T/out")" "$(printf 'NoNewPrivs:\t1')" 'with no_new_privs all the same'
  # ABI 3: no TCP
  inject='strace -f -o /dev/null -e inject=landlock_create_ruleset:retval=3:when=1'
  refused 111 "unable to use Landlock's rules for TCP: they came with Linux 6.7" '-n before ABI 4' -- \
    $inject nc-landlock -n true
  works 'ABI 3 takes a short struct and fewer rights' -- $inject nc-landlock true
  run "$HELPER/try-report" "$T/records" $inject nc-landlock -l true
  like "$T/records" '"log":false' 'and does not log'
  inject='strace -f -o /dev/null -e inject=landlock_restrict_self:error=E2BIG'
  refused 111 'unable to restrict this process with Landlock: Argument list too long' 'too many layers' -- \
    $inject nc-landlock -t true
else
  skip 'strace cannot inject faults here' 'kernels without Landlock'
fi

finish
