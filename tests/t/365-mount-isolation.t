. tests/tap.sh
# SPDX-License-Identifier: ISC

# What is left of the host behind nc-mount: nothing but what was bound.
all='root user'
as='setpriv --reuid=65534 --regid=65534 --clear-groups'
[ "$(id -u)" = 0 ] || all=user as=env
echo secret >"$T/secret" && chmod 644 "$T/secret"
cp -r "$(dirname "$(command -v nc-mount)")/../libexec" "$T/libexec" 2>/dev/null

hashes() { cat "$T"/libexec/nucleus/nc-* | sha256sum; }

for who in $all; do
  if [ "$who" = root ]; then chain='nc-unshare -pm --'; else chain="$as nc-unshare -Upm --"; fi
  in_it() {
    # shellcheck disable=SC2086
    run $chain nc-mount --system --etc 0:0 --proc /proc --dev /dev --tmpfs /tmp -- "$@"
  }
  in_it sh -c "for p in '$T/secret' '/proc/1/root$T/secret' '/proc/self/root$T/secret' '../../../../..$T/secret' '/proc/self/cwd$T/secret'; do
    test ! -e \"\$p\" || echo \"\$p\"; done; pwd; ls -di / /proc/1/root/. | sed 's/ .*//' | uniq | wc -l"
  is "$code $(xargs <"$T/out")" '0 / 1' "$who: the old root cannot be reached"
  in_it python3 -c "
import os
# a chroot does not hold root: a pivot does
try:
    os.mkdir('/tmp/c'); fd = os.open('/', os.O_RDONLY); os.chroot('/tmp/c'); os.fchdir(fd)
    for i in range(50): os.chdir('..')
    os.chroot('.')
except PermissionError: pass
print(os.path.exists('$T/secret'))"
  is "$code $(cat "$T/out")" '0 False' "$who: nor by the chroot trick"
  in_it sh -c 'cut -d" " -f5 /proc/self/mountinfo | head -n 1'
  is "$(cat "$T/out")" / "$who: the first mount is the root"
  in_it sh -c 'ls /proc/self/fd | xargs'
  tail -n 1 "$T/out" >"$T/inside"
  run sh -c 'ls /proc/self/fd | xargs'
  is "$(cat "$T/inside")" "$(cat "$T/out")" "$who: no descriptor of ours is left"
  in_it awk '$6 !~ /nosuid/ { print $5 }' /proc/self/mountinfo
  is "$code $(cat "$T/out")" '0 ' "$who: every mount is nosuid"
  in_it awk '$6 !~ /nodev/ { print $5 }' /proc/self/mountinfo
  is "$code $(grep -v -e '^/dev\(/\|$\)' -e '^/proc/' "$T/out")" '0 ' "$who: every mount but /dev and the masks is nodev"
  in_it awk '$5 ~ /^\/(usr|bin|lib|sbin)/ && $6 !~ /^ro/ { print $5 }' /proc/self/mountinfo
  is "$code $(cat "$T/out")" '0 ' "$who: the system folders are read-only"
  in_it awk '/shared:|master:/' /proc/self/mountinfo
  is "$code $(cat "$T/out")" '0 ' "$who: no mount is tied to one of the host's"

  # no tool of ours is to be seen
  in_it sh -c "command -v nc-init nc-seccomp; ls -d $NC_BUILD 2>/dev/null; grep -c nucleus /proc/self/mountinfo; grep -l nc- /proc/[0-9]*/comm; true"
  is "$(xargs <"$T/out")" 0 "$who: the tools are not in the container"

  # /proc/PID/exe of the links behind the pivot (CVE-2019-5736): nobody writes to them
  before=$(hashes)
  # shellcheck disable=SC2086
  run $chain "$T/libexec/nucleus/nc-mount" --system --proc /proc --dev /dev --tmpfs /tmp -- nc-init -- python3 -c "
import os, errno, glob, time
seen = set()
end = time.time() + 0.5
while time.time() < end:
    for p in glob.glob('/proc/[0-9]*/exe'):
        if p == '/proc/%d/exe' % os.getpid(): continue
        try: os.close(os.open(p, os.O_WRONLY)); seen.add('opened')
        except OSError as e: seen.add(errno.errorcode[e.errno])
print(sorted(seen))"
  is "$code" 0 "$who: control: there is a link to write to"
  unlike "$T/out" "opened|\[\]" "$who: /proc/1/exe cannot be opened for writing"
  is "$(hashes)" "$before" "$who: the tools are what they were"

  # /dev
  in_it sh -c 'cd /dev && echo x >null && head -c 4 zero | od -An -tx1 && head -c 1 random | wc -c && head -c 1 urandom | wc -c
    head -c 1 zero 2>&1 >full | grep -o "No space.*"; stat -c "%F %t:%T" null zero full random urandom tty | sort | uniq -c | wc -l
    for l in fd stdin stdout stderr ptmx; do readlink $l; done; stat -c %a shm; touch shm/x pts/x 2>/dev/null || echo no; ls | xargs'
  is "$(xargs <"$T/out")" '00 00 00 00 1 1 No space left on device 6 /proc/self/fd /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 pts/ptmx 1777 no fd full null ptmx pts random shm stderr stdin stdout tty urandom zero' "$who: /dev is complete"
  in_it sh -c 'stat -c "%n %t:%T" /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty'
  is "$(xargs <"$T/out")" '/dev/null 1:3 /dev/zero 1:5 /dev/full 1:7 /dev/random 1:8 /dev/urandom 1:9 /dev/tty 5:0' "$who: each is what it should be"
  in_it python3 -c 'import os; m, s = os.openpty(); os.write(m, b"x\n"); print(os.ttyname(s), os.read(s, 9))'
  is "$code $(cat "$T/out")" "0 /dev/pts/0 b'x\\n'" "$who: a pty can be opened"
  in_it sh -c 'echo x >/dev/shm/x && cat /dev/shm/x'
  is "$(cat "$T/out")" x "$who: /dev/shm"

  # /proc
  in_it sh -c 'touch /proc/self/comm 2>&1; echo x 2>/dev/null >/proc/self/comm || echo no'
  is "$code $(tail -n 1 "$T/out")" '0 no' "$who: --proc is read-only"
  in_it sh -c 'for f in kallsyms kcore keys timer_list sysrq-trigger interrupts sched_debug kpagecount config.gz; do [ ! -e /proc/$f ] || wc -c </proc/$f; done | uniq; ls /proc/acpi /proc/scsi 2>/dev/null | grep -v :; true'
  is "$(xargs <"$T/out")" 0 "$who: what tells of the host's kernel is masked"
  # shellcheck disable=SC2086
  run $chain nc-mount --system --etc 0:0 --proc-rw /proc -- sh -c 'echo name >/proc/self/comm && echo yes
    for f in sys/kernel/hostname sys/kernel/core_pattern sys/vm/drop_caches irq/default_smp_affinity; do
      echo x 2>/dev/null >/proc/$f && echo "$f written"; done
    for d in sys bus fs irq; do [ ! -d /proc/$d ] || awk -v p=/proc/$d "\$5 == p { print substr(\$6, 1, 2) }" /proc/self/mountinfo; done | uniq'
  is "$(xargs <"$T/out")" 'yes ro' "$who: --proc-rw: writable, but for what commands the host"
done

# read-only is read-only below a bind, too
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$T/tree"
  cat >"$T/try" <<'E2'
mount -t tmpfs none "$T/tree" && mkdir -p "$T/tree/sub" "$T/tree/dev" && mount -t tmpfs -o suid,dev none "$T/tree/sub"
mknod -m 666 "$T/tree/sub/null" c 1 3 && mkdir "$T/tree/sub/sub" && mount -t tmpfs none "$T/tree/sub/sub"
exec nc-unshare -pm -- nc-mount --system --proc /proc "$1" "$T/tree" /t -- sh -c 'touch /t/x; touch /t/sub/x; touch /t/sub/sub/x; (echo x >/t/sub/null); ls /t /t/sub /t/sub/sub | grep -cx x'
E2
  export T
  run unshare -m sh "$T/try" --bind
  is "$(cat "$T/out")" 3 'control: a writable bind is writable at all depths'
  like "$T/err" 'null: Permission denied' 'a device in it is no device'
  run unshare -m sh "$T/try" --ro-bind
  is "$(cat "$T/out")" 0 'a read-only bind is read-only at all depths'
  is "$(grep -c 'Read-only file system' "$T/err")" 3 'and says so'

  # where the root cannot be pivoted away from
  run chroot / nc-unshare -pm -- nc-mount --chroot-fallback --system -- true
  is "$code" 0 '--chroot-fallback where it is not needed'
else
  skip_user 'not root' 'a read-only bind of submounts'
fi

finish
