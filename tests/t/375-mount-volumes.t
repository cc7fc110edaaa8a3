. tests/tap.sh
# SPDX-License-Identifier: ISC

# What may be shared of the host, and where.
all='root user'
as='setpriv --reuid=65534 --regid=65534 --clear-groups'
[ "$(id -u)" = 0 ] || all=user as=env
mkdir -p "$T/vol" "$T/state/root" "$T/state/user" && echo text >"$T/vol/file" && chmod 777 "$T/vol"
[ "$(id -u)" != 0 ] || chown 65534 "$T/state/user"
nucleus_as() {
  export NUCLEUS_STATE_DIR="$T/state/$1"
  if [ "$1" = root ]; then prefix=''; else prefix=$as; fi
  shift
  # shellcheck disable=SC2086
  run $prefix nucleus run "$@"
}

for who in $all; do
  nucleus_as "$who" --volume "$T/vol:/data" -- sh -c 'cat /data/file && echo new >/data/new'
  is "$code $(cat "$T/out") $(cat "$T/vol/new" 2>&1)" '0 text new' "$who: a volume is writable"
  rm -f "$T/vol/new"
  nucleus_as "$who" --volume "$T/vol:/data:rw" -- touch /data/new
  is "$code" 0 "$who: :rw"
  rm -f "$T/vol/new"
  nucleus_as "$who" --volume "$T/vol:/data:ro" -- sh -c 'cat /data/file; touch /data/new'
  is "$code $(cat "$T/out")" '1 text' "$who: :ro"
  ok "$who: :ro: nothing was written" -- test ! -e "$T/vol/new"
  nucleus_as "$who" --volume "$T/vol/file:/a/b/f:ro" -- cat /a/b/f
  is "$code $(cat "$T/out")" '0 text' "$who: a file"
  nucleus_as "$who" --volume "$T/vol:/data" --volume "$T/vol/file:/data2" --tmpfs /data3 -- sh -c 'ls -d /data /data2 /data3'
  is "$(xargs <"$T/out")" '/data /data2 /data3' "$who: several"
  nucleus_as "$who" --volume "$T/vol:/data" --tmpfs /data/sub --volume "$T/vol:/x" -- sh -c 'touch /data/sub/y && ls /x/sub'
  is "$code $(xargs <"$T/out")" '0 ' "$who: in the order given, one on another"
  rmdir "$T/vol/sub"

  nucleus_as "$who" --tmpfs /scratch -- sh -c 'stat -fc %T /scratch && touch /scratch/x && stat -c %a /scratch && df -k --output=size /scratch | tail -n 1 | tr -d " "'
  is "$code $(xargs <"$T/out")" '0 tmpfs 700 65536' "$who: --tmpfs: 64M"
  nucleus_as "$who" --tmpfs /scratch:1M -- sh -c 'df -k --output=size /scratch | tail -n 1 | tr -d " "'
  is "$code $(xargs <"$T/out")" '0 1024' "$who: --tmpfs: a size"
  nucleus_as "$who" --tmpfs /scratch:2M:ro -- sh -c 'df -k --output=size /scratch | tail -n 1 | tr -d " "; touch /scratch/x || echo no'
  is "$code $(xargs <"$T/out")" '0 2048 no' "$who: --tmpfs: a size and ro"
  nucleus_as "$who" --tmpfs /scratch:ro -- touch /scratch/x
  is "$code" 1 "$who: --tmpfs: ro"

  # the host's own
  ln -sfn /etc "$T/link" && ln -sfn / "$T/rootlink"
  for source in / /etc /etc/passwd /proc /proc/self /sys /dev /dev/null /run /var/run /var/log /boot /home /root /var "$T/link" "$T/link/passwd" "$T/rootlink" "$T/vol/../../../../../etc" //etc; do
    [ -e "$source" ] || continue
    nucleus_as "$who" --volume "$source:/data" -- touch "$T/touched"
    is "$code" 125 "$who: refused as a source: $source"
    like "$T/err" "^nc-mount: fatal: (refusing $source: |unable to open $source: Permission denied)" "$who: $source: why"
  done
  # the container's own
  for target in /usr /usr/bin /bin/sh /lib /lib64 /etc /etc/passwd /proc /proc/self /dev /dev/null /sys /run/secrets /sbin /nix /boot; do
    for flag in --volume --tmpfs; do
      case $flag in --volume) value=$T/vol:$target ;; *) value=$target ;; esac
      nucleus_as "$who" "$flag" "$value" -- touch "$T/touched"
      is "$code" 125 "$who: refused as a destination of $flag: $target"
      like "$T/err" "^nc-mount: fatal: refusing the mount point $target: /[a-z0-9/]* is reserved" "$who: $target: why"
    done
  done
  for target in data ./data /a/../etc /.. /a/./b /a/. /a//b / //etc ''; do
    nucleus_as "$who" --volume "$T/vol:$target" -- touch "$T/touched"
    is "$code" 125 "$who: refused as a destination: '$target'"
    like "$T/err" 'fatal: (refusing the mount point .*: it must (be an absolute path|not contain . or ..)|.*more than one colon|.*the value of)' "$who: '$target': why"
  done
  for value in "$T/vol" "$T/vol:/a:/b" "$T/vol:/a:rx" :/a:/b; do
    nucleus_as "$who" --volume "$value" -- touch "$T/touched"
    is "$code" 125 "$who: not a volume: $value"
    like "$T/err" 'nucleus: fatal: (not SRC:DEST|more than one colon)' "$who: $value: why"
  done
  nucleus_as "$who" --volume "$T/none:/data" -- touch "$T/touched"
  is "$code" 125 "$who: a source that is not there"
  like "$T/err" "nc-mount: fatal: unable to open $T/none: No such file or directory" "$who: is named"
  nucleus_as "$who" --tmpfs /a:12X -- touch "$T/touched"
  is "$code $(tail -n 1 "$T/err")" '125 nc-mount: fatal: not a size: 12X' "$who: not a size"
done
ok 'nothing was run' -- test ! -e "$T/touched"

# set-id bits and devices in a volume are nothing
if [ "$(id -u)" = 0 ]; then
  cp "$(command -v id)" "$T/vol/id" && chmod 4755 "$T/vol/id" && mknod -m 666 "$T/vol/null" c 1 3
  run setpriv --reuid=65534 --regid=65534 --clear-groups "$T/vol/id" -u
  # only where the file system of the tests honours set-id bits
  [ "$(cat "$T/out")" = 0 ] && point ok 'control: a set-uid program' || skip 'the tests are on a nosuid file system' 'control: a set-uid program'
  nucleus_as root --volume "$T/vol:/data:ro" --user 65534:65534 -- /data/id -u
  is "$(cat "$T/out")" 65534 'set-uid bits in a volume are not honoured'
  nucleus_as root --volume "$T/vol:/data" -- sh -c 'echo x >/data/null'
  like "$T/err" 'cannot create /data/null: Permission denied' 'devices in a volume cannot be opened'
fi

finish
