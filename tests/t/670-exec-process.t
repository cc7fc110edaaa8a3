. tests/tap.sh
# SPDX-License-Identifier: ISC

# directory
run nc-exec -d /usr/../usr pwd -P
is "$(cat "$T/out")" /usr '-d enters it'
refused 111 'unable to enter /nosuch: No such file' 'a missing directory' -- nc-exec -d /nosuch true
refused 111 'unable to enter /etc/passwd: Not a directory' 'a file' -- nc-exec -d /etc/passwd true
exec 7</
refused 111 'unable to enter /proc/self/fd/7: (Too many levels|Symbolic link loop)' 'a descriptor (CVE-2024-21626)' -- nc-exec -d /proc/self/fd/7 true
ln -s /proc/self/fd/7 "$T/link"
refused 111 '(Too many levels|Symbolic link loop)' 'a symlink to one' -- nc-exec -d "$T/link" true
refused 111 '(Too many levels|Symbolic link loop)' "another process's root" -- nc-exec -d "/proc/$$/root" true
# chroot(2) leaves the working directory where it is: the kernel says (unreachable)/...
mkdir "$T/root"
cp "$NC_BUILD/libexec/nucleus/nc-exec" "$T/root/"
leak='chdir "/etc" or die; chroot shift or die; exec "/nc-exec", @ARGV'
refused 111 'the working directory is outside of the root: \(unreachable\)/' 'a leaked working directory' -- \
  unshare -Ur perl -e "$leak" "$T/root" -- nosuch
refused 111 'the working directory is outside of the root' 'the same with -d .' -- \
  unshare -Ur perl -e "$leak" "$T/root" -d . nosuch
mkdir "$T/gone"
refused 111 'unable to find the working directory: No such file' 'a deleted working directory' -- \
  sh -c 'cd "$1" && rmdir "$1" && exec nc-exec true' sh "$T/gone"

# limits
run nc-exec -l nofile=100:1K -l core=0 -l fsize=8M:unlimited sh -c 'ulimit -n; ulimit -Hn; ulimit -c; ulimit -f; ulimit -Hf'
is "$(tr '\n' ' ' <"$T/out")" '100 1024 0 16384 unlimited ' 'limits, with suffixes'
refused 111 'unable to set the limit nofile: Operation not permitted' 'a hard limit is not raised without privilege' -- \
  nc-exec -l nofile=100 nc-caps -U 0:0 nc-exec -l nofile=200 true

# session
refused 111 'unable to start a session: this process leads a process group' '-s in a group leader' -- \
  setsid -w nc-exec -s true
run nc-init nc-exec -s sh -c 'set -- $(cat /proc/$$/stat); test "$6" = $$ && test "$7" = 0'
is "$code" 0 '-s starts a session without a terminal'

# descriptors
run sh -c 'exec 3</etc 4</etc 9</etc; exec nc-exec ls /proc/self/fd'
is "$(tr '\n' ' ' <"$T/out")" '0 1 2 3 ' 'descriptors are closed (3 is the folder that ls reads)'
run "$HELPER/try-report" "$T/records" nc-exec ls /proc/self/fd
is "$(tr '\n' ' ' <"$T/out")" '0 1 2 3 ' "the chain's own do not reach the payload"

# signals, umask
run env --ignore-signal=PIPE --ignore-signal=TERM nc-exec grep SigIgn /proc/self/status
is "$(cat "$T/out")" "$(printf 'SigIgn:\t0000000000000000')" 'no signal is ignored'
run env --ignore-signal=PIPE grep SigIgn /proc/self/status
isnt "$(cat "$T/out")" "$(printf 'SigIgn:\t0000000000000000')" 'control: one was'
works 'a blocked signal' -- env --block-signal=TERM nc-exec grep SigBlk /proc/self/status
like "$T/out" 'SigBlk:.0000000000000000' 'is not blocked'
run sh -c 'umask 0; exec nc-exec sh -c umask'
is "$(cat "$T/out")" 0022 'the umask is 022'

finish
