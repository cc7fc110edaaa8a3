. tests/tap.sh
# SPDX-License-Identifier: ISC

refused 100 '^nc-seccomp: usage: nc-seccomp ' 'no program' -- nc-seccomp
refused 100 '^nc-seccomp: usage: nc-seccomp ' 'only --' -- nc-seccomp --
refused 100 '^nc-seccomp: usage: nc-seccomp ' 'an unknown option' -- nc-seccomp -x true
refused 100 '^nc-seccomp: usage: nc-seccomp ' '-p without a name' -- nc-seccomp -p
refused 100 '^nc-seccomp: fatal: unable to find profile nope: not built in$' \
  'an unknown profile' -- nc-seccomp -p nope true

works '-p default' -- nc-seccomp -p default -- true
works 'the options of the program are its own' -- nc-seccomp sh -c 'exit 0'
leaves 7 "the program's code" -- nc-seccomp -- sh -c 'exit 7'

run nc-seccomp -- cat /proc/self/status
like "$T/out" '^Seccomp:.2$' 'a filter is loaded'
like "$T/out" '^NoNewPrivs:.1$' 'no_new_privs is set'
run nc-seccomp -- nc-seccomp -l -- cat /proc/self/status
like "$T/out" '^Seccomp_filters:.2$' 'the next program may be nc-seccomp'

as=
[ "$(id -u)" != 0 ] || as='setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --'
cp "$NC_BUILD/libexec/nucleus/nc-seccomp" "$T/nc-seccomp" # where anyone can reach it
# shellcheck disable=SC2086  # a list of words
run $as "$T/nc-seccomp" -- cat /proc/self/status
like "$T/out" '^Seccomp:.2$' 'no privilege is needed'

refused 127 '^nc-seccomp: fatal: unable to exec no-such-program: No such file' \
  'a program that is not there' -- nc-seccomp -- no-such-program
: >"$T/plain"
refused 126 "^nc-seccomp: fatal: unable to exec $T/plain: Permission denied" \
  'a program that is not executable' -- nc-seccomp -- "$T/plain"

# reports
run "$HELPER/try-report" "$T/records" nc-seccomp -l -- true
like "$T/records" '^\{"tool":"nc-seccomp","event":"applied","profile":"default","instructions":[1-9][0-9]*,"log":true\}$' \
  'applied is reported'
like "$T/records" '^\{"tool":"nc-seccomp","event":"exec","program":"/[^"]*/true"\}$' 'exec is reported'
is "$(sed -n '$s/.*"event":"\([a-z-]*\)".*/\1/p' "$T/records")" exec 'exec is the last word'

run "$HELPER/try-report" "$T/records" nc-seccomp -- no-such-program
is "$code" 127 'not found: 127'
is "$(sed 's/.*"event":"\([a-z-]*\)".*/\1/' "$T/records")" exec-failed \
  'a program is looked for before the filter is loaded'

printf '\177ELF, but not a program' >"$T/bad"
chmod 755 "$T/bad"
run "$HELPER/try-report" "$T/records" nc-seccomp -- "$T/bad"
is "$code" 126 'not a program: 126'
is "$(sed 's/.*"event":"\([a-z-]*\)".*/\1/' "$T/records" | tr '\n' ' ')" 'applied exec exec-failed ' \
  'an exec that fails behind the filter is reported'

# -l
log=$(dmesg 2>/dev/null) || log=
if [ -z "$log" ] || ! grep -qw errno /proc/sys/kernel/seccomp/actions_logged; then
  skip_user 'the log of the kernel cannot be read, or errno is not logged' '-l logs what is refused'
else
  # names of their own, to find them in the log, which is written later, and not at all while
  # there is much of it: so more than one try
  cp "$HELPER/try-syscall" "$T/quiet.$$"
  cp "$HELPER/try-syscall" "$T/told.$$"
  nc-seccomp -- "$T/quiet.$$" reboot >"$T/out"
  tries=0
  while nc-seccomp -l -- "$T/told.$$" reboot >"$T/out" && sleep 0.2 &&
    dmesg | grep "\.$$\"" >"$T/log"
    ! grep -q told "$T/log" && [ $((tries += 1)) -lt 50 ]; do :; done
  unlike "$T/log" 'comm="quiet' 'nothing is logged without -l'
  like "$T/log" 'type=1326 .*comm="told.* syscall=169 ' '-l logs what is refused'
fi

# a kernel without filters, and one that fails to load this one
if ! strace -f -o /dev/null true 2>/dev/null; then
  skip 'strace does not work here' 'no filters, no program'
else
  # shellcheck disable=SC2317  # run and refused call it
  without() {
    e=$1 when=$2
    shift 2
    "$HELPER/try-report" "$T/records" strace -o /dev/null -e "inject=seccomp:error=$e:when=$when" "$@"
  }
  refused 111 '^nc-seccomp: fatal: unable to filter system calls: Function not implemented$' \
    'a kernel without filters is refused' -- without ENOSYS 1 nc-seccomp -- echo ran
  is "$(cat "$T/out")" '' 'and the program does not run'
  run without ENOSYS 1 nc-seccomp -t -- echo ran
  is "$code $(cat "$T/out")" '0 ran' 'with -t it runs'
  like "$T/err" '^nc-seccomp: warning: unable to filter system calls: Function not implemented$' \
    'with a warning'
  like "$T/records" '"event":"applied","profile":"default","degraded":true\}$' 'and a report'
  refused 111 '^nc-seccomp: fatal: unable to load the filter default: (Cannot allocate|Out of) memory$' \
    'a filter that cannot be loaded is refused' -- without ENOMEM 2 nc-seccomp -- echo ran
  is "$(cat "$T/out")" '' 'and the program does not run'
  like "$T/records" '"event":"failed","errno":12,"error":".*"\}$' 'and the failure is reported'
  refused 111 'unable to load the filter default' '-t does not excuse it' \
    -- without ENOMEM 2 nc-seccomp -t -- echo ran
fi

finish
