. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-profile -s: what was compiled once is taken from the state folder, if nobody else can have
# written it there and it is whole.
cache=$NUCLEUS_STATE_DIR/cache
printf '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["reda"],"action":"SCMP_ACT_ALLOW"},{"name":"uname","action":"SCMP_ACT_ERRNO","errno":"EXDEV","excludes":{"caps":["CAP_SYS_TIME"]}}]}' >"$T/p.json"
hash=$(sha256sum <"$T/p.json" | cut -d ' ' -f 1)
given() { sh -c 'f=$1; shift; exec "$@" 7<"$f"' sh "$T/p.json" "$@"; }
entries() { find "$cache" -mindepth 1 | sort; }
warning='nc-profile: warning: syscalls[0].names[0]: unknown system call reda: skipped'

run given nc-profile -f 7 nc-seccomp true
ok 'without -s nothing is kept' -- test ! -e "$NUCLEUS_STATE_DIR"
refused 1 'Invalid cross-device link' 'the first time' -- given nc-profile -s -f 7 nc-seccomp uname
entry=$(entries)
is "$(stat -c '%a %F' "$cache" "$entry")" '700 directory
600 regular file' 'a file is kept, the caller'\''s own'
first=$(stat -c %i "$entry")
refused 1 'Invalid cross-device link' 'the second time' -- given nc-profile -s -f 7 nc-seccomp uname
is "$(head -n 1 "$T/err")" "$warning" 'what was skipped is told again'
is "$(stat -c %i "$entry")" "$first" 'it was not compiled again'
run given "$HELPER/try-report" "$T/again" nc-profile -s -f 7 -- nc-seccomp -- true
run given "$HELPER/try-report" "$T/fresh" nc-profile -f 7 -- nc-seccomp -- true
like "$T/again" "\"profile\":\"sha256:$hash\"" 'its report names the profile'
ok 'and is the same' -- cmp "$T/again" "$T/fresh"

# all that a filter depends on
works 'other capabilities' -- given nc-profile -s -f 7 -k sys_time nc-seccomp uname
is "$(entries | wc -l)" 2 'are another filter'
refused 111 'unknown system call reda$' 'production has no use for what was skipped' -- \
  given nc-profile -s -P -f 7 -x "$hash" nc-seccomp true
refused 111 'unable to trust the policy' 'nor has a pin' -- \
  given nc-profile -s -f 7 -x "$(echo | sha256sum | cut -d ' ' -f 1)" nc-seccomp true
cp "$T/p.json" "$T/q.json"
printf '{"defaultAction":"SCMP_ACT_ERRNO"}' >"$T/p.json"
refused 111 'it does not allow execve' 'a profile with an error' -- given nc-profile -s -f 7 nc-seccomp true
is "$(entries | wc -l)" 2 'is not kept'
mv "$T/q.json" "$T/p.json"
cp -r "$NC_BUILD/libexec/nucleus" "$T/tools"
run given "$T/tools/nc-profile" -s -f 7 nc-seccomp true
is "$(entries | wc -l)" 3 'another nc-profile compiles for itself'

# entries that are not trusted: told, not used, and replaced
untrusted() { # regex, description
  refused 1 "^nc-profile: warning: unable to $1" "$2" -- given nc-profile -s -f 7 nc-seccomp uname
  like "$T/err" 'Invalid cross-device link' "$2: it is not used"
  run given nc-profile -s -f 7 nc-seccomp uname
  is "$(stat -c '%a %F' "$entry") $(head -n 1 "$T/err")" "600 regular file $warning" "$2: replaced"
}
name=${entry##*/}
damaged="trust the compiled filter $name: it is damaged\$"
shared="trust the compiled filter $name: it is not the caller's own file, writable by nobody else\$"
flip() { python3 -c 'import sys
f = open(sys.argv[1], "r+b"); f.seek(int(sys.argv[2])); b = f.read(1); f.seek(-1, 1); f.write(bytes([b[0] ^ 1]))' "$entry" "$1"; }
size=$(stat -c %s "$entry")
for at in 0 32 64 68 72 $((size - 1)); do
  flip "$at"
  untrusted "$damaged" "a byte that is another, at $at"
done
: >"$entry"
untrusted "$damaged" 'an empty file'
echo >>"$entry"
untrusted "$damaged" 'a longer one'
truncate -s 100M "$entry"
untrusted "$damaged" 'a long one'
for other in $(entries); do [ "$other" = "$entry" ] || cp "$other" "$entry"; done
untrusted "$damaged" 'one of something else'
chmod 620 "$entry"
untrusted "$shared" 'one that the group may write to'
chmod 602 "$entry"
untrusted "$shared" 'one that others may write to'
rm "$entry" && mkfifo "$entry"
untrusted "$shared" 'a FIFO'
mv "$entry" "$T/elsewhere" && ln -s "$T/elsewhere" "$entry"
untrusted "read the compiled filter $name: (Too many levels of symbolic links|Symbolic link loop)\$" 'a symlink'
if [ "$(id -u)" = 0 ]; then
  chown 65534 "$entry"
  untrusted "$shared" "another's"
else
  skip_user 'a file cannot be given away' "another's"
fi

# one that is whole, and made by hand: a filter of one instruction, which lets nothing through
python3 - "$entry" <<'EOF'
import hashlib, struct, sys
key = open(sys.argv[1], 'rb').read()[:32]
rest = struct.pack('<III', 0, 1, 0) + struct.pack('<HBBI', 6, 0, 0, 0x50000)
open(sys.argv[1], 'wb').write(key + hashlib.sha256(key + rest).digest() + rest)
EOF
refused 111 'unable to use the profile: it does not allow execve' 'execve is looked for in what was kept, too' -- \
  given nc-profile -s -f 7 nc-seccomp true
rm "$entry"

# there are not more and more
for n in $(seq 70); do
  : >"$cache/$n"
done
touch -d '2001-01-01' "$cache/.new-0"
run given nc-profile -s -f 7 nc-seccomp uname
is "$(entries | wc -l)" 64 'the oldest are removed'
ok 'the new one is not' -- test -e "$entry"
ok 'what was left half written goes first' -- test ! -e "$cache/.new-0"

# a cache that cannot be used is no error
chmod 777 "$cache"
refused 1 "^nc-profile: warning: unable to keep compiled filters in $NUCLEUS_STATE_DIR: Operation not permitted\$" \
  'a folder that others may write to' -- given nc-profile -s -f 7 nc-seccomp uname
like "$T/err" 'Invalid cross-device link' 'the filter is made all the same'
rm -r "$cache"
: >"$cache"
refused 1 "^nc-profile: warning: unable to keep compiled filters in $NUCLEUS_STATE_DIR: Not a directory\$" \
  'no folder' -- given nc-profile -s -f 7 nc-seccomp uname
rm "$cache"
mkdir -m 700 "$cache"
namespace='unshare -rm'
[ "$(id -u)" != 0 ] || namespace='unshare -m'
# shellcheck disable=SC2086 # words
refused 1 "^nc-profile: warning: unable to keep the compiled filter $name: Read-only file system\$" \
  'a folder that is read-only' -- given $namespace sh -c 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"' \
  sh "$cache" nc-profile -s -f 7 nc-seccomp uname
like "$T/err" 'Invalid cross-device link' 'the filter is made then, too'
is "$(entries)" '' 'and nothing is left'

# nucleus run asks for it
run nucleus run --rm --seccomp-profile "$T/p.json" -- uname
entry=$(entries)
first=$(stat -c %i "$entry")
refused 1 'Invalid cross-device link' 'nucleus run, a second time' -- nucleus run --rm --seccomp-profile "$T/p.json" -- uname
is "$(entries) $(stat -c %i "$entry")" "$entry $first" 'nucleus run compiles it once'
finish
