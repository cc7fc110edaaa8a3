. tests/tap.sh
# SPDX-License-Identifier: ISC

# Every operation, as root and as an ordinary user.
cp "$HELPER/try-reach" "$T/static"
mkdir -p "$T/src/dir" && echo text >"$T/src/file" && ln -s file "$T/src/link"
chmod -R 777 "$T/src"

at() { # root|user, words of nc-mount
  if [ "$1" = root ]; then chain='nc-unshare -pm --'; else chain="$as nc-unshare -Upm --"; fi
  shift
  # shellcheck disable=SC2086  # a list of words
  run $chain nc-mount --system "$@"
}

said() { # want, description
  is "$code $(xargs <"$T/out")" "$1" "$who: $2"
}

all='root user'
as='setpriv --reuid=65534 --regid=65534 --clear-groups'
[ "$(id -u)" = 0 ] || all=user as=env
for who in $all; do
  at "$who" -- sh -c 'ls / | xargs; stat -c "%F %a" /'
  like "$T/out" '(^| )bin .*usr($| )' "$who: --system: the host's system folders"
  unlike "$T/out" 'home|root|etc|var' "$who: and nothing else"
  at "$who" -- touch /usr/x
  is "$code" 1 "$who: they are read-only"
  like "$T/err" 'Read-only file system' "$who: and say so"

  at "$who" --bind "$T/src" /b -- sh -c 'cat /b/file && echo new >/b/new && cat /b/new && rm /b/new'
  said '0 text new' '--bind is writable'
  at "$who" --bind "$T/src/file" /deep/er/f -- cat /deep/er/f
  said '0 text' '--bind of a file, with its parents made'
  at "$who" --bind "$T/src/link" /l -- cat /l
  said '0 text' '--bind follows a symlink of the source'
  at "$who" --ro-bind "$T/src" /b -- sh -c 'cat /b/file; touch /b/new || echo no'
  said '0 text no' '--ro-bind is not'
  at "$who" --ro-bind-try "$T/none" /b --bind-try "$T/none" /c -- sh -c 'test ! -e /b && test ! -e /c && echo none'
  said '0 none' '--bind-try, --ro-bind-try of nothing: nothing'
  at "$who" --ro-bind-try "$T/src" /b -- cat /b/file
  said '0 text' '--ro-bind-try of something'
  at "$who" --bind-try "$T/src/file/x" /b -- true
  is "$code" 111 "$who: --bind-try excuses only what is not there"

  at "$who" --tmpfs /x -- stat -fc %T /x
  said '0 tmpfs' '--tmpfs'
  at "$who" --tmpfs /x -- sh -c 'echo a >/x/a && cat /x/a && stat -c %a /x'
  said '0 a 755' '--tmpfs is writable, mode 755'
  at "$who" --perms 1777 --tmpfs /x --tmpfs /y -- stat -c %a /x /y
  said '0 1777 755' '--perms holds for the next operation only'
  at "$who" --size 1M --tmpfs /x --tmpfs /y -- sh -c 'stat -fc "%b %S" /x | { read -r b s; echo $((b * s)); }; head -c 2M /dev/zero >/x/z 2>/dev/null || head -c 2M /usr/bin/perl >/x/z || echo full'
  said '0 1048576 full' '--size'
  at "$who" --perms 751 --dir /d/e -- stat -c %a /d/e
  said '0 751' '--dir'
  at "$who" --dir /d --dir /d -- stat -c %a /d
  said '0 755' '--dir of what is there'
  at "$who" --symlink usr/lib /d/l -- readlink /d/l
  said '0 usr/lib' '--symlink'
  at "$who" --symlink a /l --symlink b /l -- true
  is "$code" 111 "$who: --symlink of what is there"
  like "$T/err" 'unable to make the symlink /l: File exists' "$who: says so"
  at "$who" --file 5 /f/x --perms 600 --file 6 /g -- sh -c 'cat /f/x /g; stat -c %a /f/x /g' 5<"$T/src/file" 6<"$T/src/file"
  said '0 text text 644 600' '--file'
  at "$who" --file 5 /f --file 5 /f -- true 5<"$T/src/file"
  is "$code" 111 "$who: --file of what is there"
  at "$who" --file 99 /f -- true
  is "$code $(cat "$T/err")" '111 nc-mount: fatal: unable to read the descriptor 99: Bad file descriptor' "$who: --file of no descriptor"
  at "$who" --tmpfs /x --dir /x/y --remount-ro /x -- sh -c 'test -d /x/y && { touch /x/a || echo no; }'
  said '0 no' '--remount-ro'
  at "$who" --tmpfs /x --tmpfs /x/y --remount-ro /x -- sh -c 'touch /x/y/a && echo yes'
  said '0 yes' '--remount-ro is one mount'
  at "$who" --remount-ro /none -- true
  is "$code $(cat "$T/err")" '111 nc-mount: fatal: unable to open /none in the container: No such file or directory' "$who: --remount-ro of nothing"

  at "$who" --proc /proc -- sh -c 'stat -fc %T /proc; ls -d /proc/[0-9]* | head -n 1'
  said '0 proc /proc/1' '--proc'
  at "$who" --proc /proc --bind "$T/src" /m --mask /m/file --mask /m/dir -- sh -c 'wc -c </m/file; ls /m/dir; touch /m/dir/x || echo no'
  said '0 0 no' '--mask: an empty file, an empty folder'
  at "$who" --mask /none -- true
  is "$code" 111 "$who: --mask of nothing"

  at "$who" --etc 1000:100 -- sh -c 'cd /etc && grep -c . passwd; grep ^user passwd; grep ^user group; cat hosts hostname; ls'
  like "$T/out" '^user:x:1000:100:' "$who: --etc: the user"
  like "$T/out" '^user:x:100:' "$who: his group"
  like "$T/out" "^127.0.0.1 localhost $(hostname)" "$who: hosts"
  unlike "$T/out" '^shadow$' "$who: no shadow"
  at "$who" --etc 0:0 -- sh -c 'cat /etc/passwd'
  is "$(cut -d: -f1 "$T/out" | xargs)" 'root nobody' "$who: --etc 0:0 has no third user"

  at "$who" --bind "$T/src" /b --tmpfs /b/dir -- sh -c 'touch /b/dir/x'
  is "$code" 0 "$who: later operations cover earlier ones"
  ok "$who: on the container's side only" -- test ! -e "$T/src/dir/x"
  at "$who" --bind "$T/src" / --ro-bind /usr /dir -- ls /
  is "$code" 127 "$who: a bind at / replaces the root"
  at "$who" --tmpfs / --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 --tmpfs // -- ls /
  is "$code" 127 "$who: a tmpfs at /, however it is named, too"
  at "$who" --tmpfs / --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 --remount-ro / -- sh -c 'ls /; mkdir /x || echo no'
  said '0 bin lib lib64 usr no' 'and it is read-only where it was said'
done

# --owner is root's: without privilege one user is mapped, and everything is his
if [ "$(id -u)" = 0 ]; then
  run nc-unshare -pm -- nc-mount --system --owner 12:34 --tmpfs /x --tmpfs /y -- stat -c %u:%g /x /y
  is "$(xargs <"$T/out")" '12:34 0:0' '--owner'
fi

# what bubblewrap does with the same words
if command -v bwrap >/dev/null; then
  common='--ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64'
  script='find / -xdev -path /usr -prune -o -path /proc -prune -o -path /dev -prune -o -printf "%p %y %m %l\n" | sort; cat /f 2>/dev/null; for d in /t /b /r; do [ -d $d ] || continue; touch $d/new 2>/dev/null && echo "$d writable" && rm $d/new; done'
  while read -r words; do
    # shellcheck disable=SC2086  # lists of words
    {
      unshare -m bwrap $common $words sh -c "$script" >"$T/theirs" 5<"$T/src/file" 2>"$T/err"
      nc-unshare -pm -- nc-mount $common $words -- sh -c "$script" >"$T/ours" 5<"$T/src/file" 2>>"$T/err"
    }
    cp "$T/ours" "$T/out"
    is "$(cat "$T/ours")" "$(cat "$T/theirs")" "as bubblewrap: ${words:-nothing}"
  done <<E2

--dir /a/b/c
--perms 0700 --dir /a/b --dir /c
--tmpfs /t
--perms 1777 --tmpfs /t
--size 65536 --tmpfs /t
--bind $T/src /b
--ro-bind $T/src /r
--dir /x/y --ro-bind $T/src/file /x/y/f
--bind-try $T/none /b --ro-bind-try $T/none /r
--ro-bind-try $T/src /r
--symlink some/where /l
--symlink /usr /l
--perms 0640 --file 5 /f
--tmpfs /t --dir /t/d --remount-ro /t
--bind $T/src /b --tmpfs /b/dir --remount-ro /b
E2
else
  skip 'bubblewrap is not installed' 'as bubblewrap'
fi

finish
