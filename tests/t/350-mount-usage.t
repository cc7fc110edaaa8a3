. tests/tap.sh
# SPDX-License-Identifier: ISC

# Bad usage is found before anything is touched: no namespace is needed to be told so.
usage='^nc-mount: usage: nc-mount \[ --operation argument... \]... \[ -- \] prog...'
refused 100 "$usage" 'nothing' -- nc-mount
refused 100 "$usage" 'no program' -- nc-mount --proc /proc
refused 100 "$usage" 'no program behind --' -- nc-mount --proc /proc --

refused 100 'fatal: unknown operation --nosuch' 'an unknown operation' -- nc-mount --nosuch touch "$T/touched"
refused 100 'fatal: unknown operation, or too few arguments: --nosuch' 'an unknown last operation' -- nc-mount --nosuch
for two in --bind --bind-try --file --ro-bind --ro-bind-try --ro-volume --symlink --volume; do
  refused 100 "fatal: too few arguments for $two" "$two needs two arguments" -- nc-mount "$two" 3
done
for one in --context --context-bind --dev --dir --etc --mask --proc --proc-rw --remount-ro --rootfs --terminal --tmpfs --tmpfs-volume; do
  refused 100 "fatal: too few arguments for $one" "$one needs an argument" -- nc-mount "$one"
done
for size in '' 0 -1 1X 1.5G 99999999999999999999; do
  refused 100 'fatal: not a size: ' "--size $size" -- nc-mount --size "$size" --tmpfs /x touch "$T/touched"
done
for mode in '' 8 -1 x 10000 0x7; do
  refused 100 'fatal: not a mode: ' "--perms $mode" -- nc-mount --perms "$mode" --dir /x touch "$T/touched"
done
for ids in '' 1 1: :1 a:b -1:0 1:1:1 4294967295:0; do
  refused 100 'fatal: not uid:gid: ' "--owner $ids" -- nc-mount --owner "$ids" --tmpfs /x touch "$T/touched"
  refused 100 'fatal: not uid:gid: ' "--etc $ids" -- nc-mount --etc "$ids" touch "$T/touched"
done
for fd in '' x -1 3x 4294967296; do
  refused 100 'fatal: not a descriptor: ' "--file $fd" -- nc-mount --file "$fd" /x touch "$T/touched"
done
for pattern in '' a/b /; do
  for flag in --context-include --context-exclude; do
    refused 100 'fatal: not the name of an entry: ' "$flag '$pattern'" -- nc-mount "$flag" "$pattern" touch "$T/touched"
  done
done
# shellcheck disable=SC2046  # a list of words
{
  refused 100 'fatal: too many operations' 'too many operations' -- nc-mount $(seq -f '--dir /d%.0f' 257) touch "$T/touched"
  refused 100 'fatal: too many patterns' 'too many patterns' -- nc-mount $(seq -f '--context-include p%.0f' 65) touch "$T/touched"
}
ok 'nothing was run' -- test ! -e "$T/touched"

user=env
[ "$(id -u)" != 0 ] || user='setpriv --reuid=65534 --regid=65534 --clear-groups'
refused 111 'nc-mount: fatal: unable to make the host.s mounts private: (Operation not permitted|Invalid argument)' \
  'without privilege' -- $user nc-mount --system touch "$T/touched"
refused 111 'unable to open /nonexistent: No such file' 'a source that is not there' -- nc-mount --bind /nonexistent /x true
refused 111 'unable to open /dev/null: Not a directory' 'a rootfs that is no directory' -- nc-mount --rootfs /dev/null true

# the program is looked for in the new root
chain="$user nc-unshare -Upm --"
refused 127 'unable to exec nosuch: No such file' 'a program that is not there' -- $chain nc-mount --system -- nosuch
refused 127 "unable to exec $HELPER/try-reach: No such file" "a program of the host's" -- $chain nc-mount --system -- "$HELPER/try-reach"
echo text >"$T/text" && chmod 644 "$T/text"
refused 126 'unable to exec /text: Permission denied' 'a program that is none' -- $chain nc-mount --system --ro-bind "$T/text" /text -- /text
refused 127 'unable to exec -x' 'a program named like an option' -- $chain nc-mount --system -- -x
works 'a program named without --' -- $chain nc-mount --system true

finish
