. tests/tap.sh
# SPDX-License-Identifier: ISC

# Root file systems and hosts that set traps. $C, the canary, is what they lead to: nothing may
# appear in it, and what is in it may not be seen.
. tests/rootfs.sh
C=$T/canary R=$T/rootfs
mkdir "$C" && echo secret >"$C/secret" && chmod -R 777 "$C"
make_rootfs "$R"
mkdir -p "$R/root" "$R/home" "$R/srv"
kept() { # description
  is "$(find "$C" | sort | xargs) $(cat "$C/secret")" "$C $C/secret secret" "$1: the host's folder is as it was"
}

all='root user'
as='setpriv --reuid=65534 --regid=65534 --clear-groups'
[ "$(id -u)" = 0 ] || all=user as=env
mkdir -p "$T/state/root" "$T/state/user"
[ "$(id -u)" != 0 ] || chown 65534 "$T/state/user"
nucleus_as() { # root|user, words
  export NUCLEUS_STATE_DIR="$T/state/$1"
  if [ "$1" = root ]; then prefix=''; else prefix=$as; fi
  shift
  # shellcheck disable=SC2086
  run $prefix nucleus run "$@"
}

for who in $all; do
  nucleus_as "$who" --rootfs "$R" -- ls /
  is "$code" 0 "$who: control: the rootfs works"
  for name in proc sys dev tmp run; do
    for target in "$C" "../../../../../../..$C" /tmp /; do
      mv "$R/$name" "$R/was" && ln -s "$target" "$R/$name"
      nucleus_as "$who" --rootfs "$R" -- ls /
      is "$code" 125 "$who: $name -> $target"
      like "$T/err" "^nc-mount: fatal: unable to use the rootfs $R: its $name is not a directory" "$who: $name -> $target: says why"
      rm "$R/$name" && mv "$R/was" "$R/$name"
    done
    mv "$R/$name" "$R/was" && : >"$R/$name"
    nucleus_as "$who" --rootfs "$R" -- ls /
    is "$code" 125 "$who: $name is a file"
    rm "$R/$name" && mv "$R/was" "$R/$name"
  done
  kept "$who: own folders"

  mv "$R/etc" "$R/was" && ln -s "$C" "$R/etc"
  nucleus_as "$who" --rootfs "$R" -- cat /etc/secret
  is "$code" 1 "$who: etc leads nowhere"
  rm "$R/etc" && mv "$R/was" "$R/etc"
  for place in root:0:0 home:1000:1000; do
    name=${place%%:*} ids=${place#*:}
    mv "$R/$name" "$R/was" && ln -s "$C" "$R/$name"
    nucleus_as "$who" --rootfs "$R" --user "$ids" -- ls /
    is "$code" 125 "$who: $name, where a tmpfs is to come"
    like "$T/err" "unable to make the mount point /$name" "$who: says where"
    rm "$R/$name" && mv "$R/was" "$R/$name"
  done
  for name in context data; do ln -s "$C" "$R/$name"; done
  mkdir -p "$T/src" && chmod 755 "$T/src"
  nucleus_as "$who" --rootfs "$R" --context "$T/src" -- ls /
  is "$code" 125 "$who: a context over a symlink"
  nucleus_as "$who" --rootfs "$R" --volume "$T/src:/data/x" -- ls /
  is "$code" 125 "$who: a volume below a symlink"
  nucleus_as "$who" --rootfs "$R" --tmpfs /data -- ls /
  is "$code" 125 "$who: a tmpfs over a symlink"
  rm "$R/context" "$R/data"
  kept "$who: etc, home and what the user named"

  # a symlink that stays inside leads to where it says, inside
  mkdir "$R/real" && ln -s /real "$R/data" && ln -s ../../real "$R/up"
  nucleus_as "$who" --rootfs "$R" --tmpfs /data -- touch /real/x
  is "$code" 0 "$who: an absolute symlink is one of the container's"
  nucleus_as "$who" --rootfs "$R" --tmpfs /up -- touch /real/x
  is "$code" 0 "$who: so is one with more dots than there are folders"
  rm "$R/data" "$R/up" && rmdir "$R/real"

  # nothing is written into a rootfs
  find "$R" -printf '%p %m %T@\n' | sort | sha256sum >"$T/before"
  nucleus_as "$who" --rootfs "$R" --tmpfs /tmp/x -- sh -c 'touch /x /etc/x /usr/x; mkdir /y'
  find "$R" -printf '%p %m %T@\n' | sort | sha256sum | cmp - "$T/before" >"$T/out" 2>&1
  is "$(cat "$T/out")" '' "$who: the rootfs is as it was"
  nucleus_as "$who" --rootfs "$R" --tmpfs /none -- true
  is "$code $(tail -n 1 "$T/err")" "127 nc-seccomp: fatal: unable to exec true: No such file or directory" "$who: a new mount point is made in memory"
  nucleus_as "$who" --rootfs "$R" --tmpfs /srv/none -- ls /
  is "$code" 125 "$who: but not below what is the rootfs's"
  like "$T/err" 'unable to make the mount point /srv/none: Read-only file system' "$who: says why"
done

# A mount point that somebody exchanges for a symlink to the host, all the time (CVE-2021-30465)
V=$T/volume
mkdir -p "$V/d" && ln -s "$C" "$V/trap" && chmod -R 777 "$V"
for who in $all; do
  if [ "$who" = root ]; then chain='nc-unshare -pm --'; else chain="$as nc-unshare -Upm --"; fi
  rm -rf "$V/d" "$V/trap" && mkdir "$V/d" && ln -s "$C" "$V/trap" && chmod 777 "$V/d"
  "$HELPER/path-exchange" "$V/d" "$V/trap" &
  exchanger=$!
  made=0 refused=0 strange=0 i=0
  while [ "$i" -lt 100 ]; do
    i=$((i + 1))
    # shellcheck disable=SC2086
    run $chain nc-mount --system --bind "$V" /v --tmpfs "/v/d/x$i" --dir "/v/d/y$i" --ro-bind "$V" "/v/d/z$i" -- true
    case $code in
    0) made=$((made + 1)) ;;
    111) refused=$((refused + 1)) ;;
    *) strange=$((strange + 1)) ;;
    esac
  done
  kill "$exchanger"
  wait "$exchanger" 2>/dev/null
  is "$strange" 0 "$who: each of 100 starts works or is refused ($made, $refused)"
  isnt "$refused" 0 "$who: some were refused: it was a race"
  kept "$who: an exchanged mount point"
done
is "$(grep -F "$T/" /proc/self/mounts)" '' 'nothing is mounted on the host'

# A host's /dev that lies (CVE-2025-31133): what masks must be the null device
for kind in 'a file:touch' 'a symlink:ln -s /proc/sys/kernel/core_pattern' 'another device:mknod -m 666'; do
  what=${kind%%:*} make=${kind#*:}
  lying="$make /dev/null"
  [ "$what" != 'another device' ] || lying="$lying c 1 5"
  [ "$(id -u)" = 0 ] || { skip_user 'not root' "/dev/null is $what" && continue; }
  for chain in 'nc-unshare -pm --' 'nc-unshare -Upm --'; do
    refused 111 '^nc-mount: fatal: /dev/null is not the device it should be$' "/dev/null is $what: $chain" -- \
      unshare -m sh -c "mount -t tmpfs none /dev && $lying && exec $chain nc-mount --system --proc /proc -- touch '$T/touched'"
  done
  refused 111 'fatal: /dev/null is not the device it should be' "/dev/null is $what, where nodes are bound" -- \
    unshare -m sh -c "mount -t tmpfs none /dev && $lying && exec nc-unshare -Upm -- nc-mount --system --dev /dev -- touch '$T/touched'"
done

# a bound root is as hostile as any
B=$T/bound
mkdir -p "$B/real" && ln -s "$C" "$B/etc" && ln -s "../../..$C" "$B/up" && chmod -R 777 "$B"
for who in $all; do
  if [ "$who" = root ]; then chain='nc-unshare -pm --'; else chain="$as nc-unshare -Upm --"; fi
  for operation in '--dir /etc/x' '--tmpfs /etc/x' '--tmpfs /etc' '--dir /up/x' '--symlink a /etc/x' \
    "--bind $T/src /up/x" "--bind $R/etc/../bin/sh /etc/x" '--file 5 /etc/x' '--proc /etc' '--dev /up' '--dev /etc/dev' '--proc /up/proc'; do
    # shellcheck disable=SC2086
    refused 111 '^nc-mount: fatal: unable to ' "$who: $operation in a bound root" -- $chain nc-mount --bind "$B" / $operation -- true 5</dev/null
  done
  kept "$who: a bound root"
done

# /proc and /dev go on ordinary directories only
for who in $all; do
  if [ "$who" = root ]; then chain='nc-unshare -pm --'; else chain="$as nc-unshare -Upm --"; fi
  for operation in --proc --proc-rw --dev; do
    refused 111 'unable to use /p as a mount point: it is not an ordinary directory' "$who: $operation on a symlink" -- \
      $chain nc-mount --system --dir /q --symlink q /p "$operation" /p -- true
  done
done
kept 'at the end'

finish
