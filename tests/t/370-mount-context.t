. tests/tap.sh
# SPDX-License-Identifier: ISC

# The context as nc-mount and nucleus run give it; tests/unit/context.c has the copy's corners.
all='root user'
as='setpriv --reuid=65534 --regid=65534 --clear-groups'
[ "$(id -u)" = 0 ] || all=user as=env
mkdir -p "$T/state/root" "$T/state/user" "$T/ctx/sub" "$T/ctx/.git" "$T/ctx/node_modules/x" "$T/ctx/__pycache__"
echo text >"$T/ctx/file" && echo x >"$T/ctx/sub/deep" && echo k >"$T/ctx/server.key" && echo p >"$T/ctx/a.pem"
echo e >"$T/ctx/.env" && echo g >"$T/ctx/.git/config" && ln -s file "$T/ctx/link" && ln -s /etc/passwd "$T/ctx/out"
printf '#!/bin/sh\necho ran\n' >"$T/ctx/run" && chmod 755 "$T/ctx/run" && mkfifo "$T/ctx/fifo"
chmod -R go+rX "$T/ctx" && [ "$(id -u)" != 0 ] || chown 65534 "$T/state/user"
find "$T/ctx" | sort >"$T/before"
nucleus_as() {
  export NUCLEUS_STATE_DIR="$T/state/$1"
  if [ "$1" = root ]; then prefix=''; else prefix=$as; fi
  shift
  # shellcheck disable=SC2086
  run $prefix nucleus run "$@"
}

for who in $all; do
  nucleus_as "$who" --context "$T/ctx" -- sh -c 'pwd; find . | sort; ./run'
  is "$code $(xargs <"$T/out")" '0 /context . ./file ./link ./run ./sub ./sub/deep ran' "$who: a copy, without what should not be there"
  like "$T/err" '^nc-mount: left out 8 entries of the context: ' "$who: the count, on stderr"
  for pattern in '\.git \(1\)' 'node_modules \(1\)' '\*\.key \(1\)' '\*\.pem \(1\)' '\.env \(1\)' '1 symlinks that lead outside' '1 special files'; do
    like "$T/err" "left out .*$pattern" "$who: and why: $pattern"
  done
  nucleus_as "$who" --context "$T/ctx" -- sh -c 'echo new >new && echo more >>file && rm -r sub && stat -c %U:%a . file && cat file'
  is "$code $(xargs <"$T/out")" "0 root:$(stat -c %a "$T/ctx") root:644 text more" "$who: the copy is writable, and the payload's own"
  find "$T/ctx" | sort | cmp - "$T/before" >"$T/out" 2>&1
  is "$(cat "$T/out")$(cat "$T/ctx/file")" text "$who: the context itself is as it was"

  nucleus_as "$who" --context "$T/ctx" --context-include .git --context-include '*.pem' -- sh -c 'cat .git/config a.pem; ls -A'
  is "$(xargs <"$T/out")" 'g p .git a.pem file link run sub' "$who: --context-include"
  nucleus_as "$who" --context "$T/ctx" --context-include .git --context-exclude sub --context-exclude 'f*' --context-exclude .git -- ls -A
  is "$(xargs <"$T/out")" 'link run' "$who: --context-exclude is stronger"
  nucleus_as "$who" --context="$T/ctx" --context-mode=copy -- cat file
  is "$code $(cat "$T/out")" '0 text' "$who: --context-mode=copy"

  nucleus_as "$who" --context "$T/ctx" --context-mode bind -- sh -c 'pwd; cat file .env; touch new || echo no; ls -A | wc -l; ./run'
  is "$code $(xargs <"$T/out")" "0 /context text e no $(ls -A "$T/ctx" | wc -l) ran" "$who: --context-mode bind: all of it, read-only"
  unlike "$T/err" 'left out' "$who: nothing is left out then"
  nucleus_as "$who" --context "$T/ctx" --context-mode bind --context-exclude x -- true
  is "$code" 125 "$who: a bound context takes no patterns"
  nucleus_as "$who" --context "$T/ctx" --workdir /tmp -- pwd
  is "$(cat "$T/out")" /tmp "$who: --workdir is stronger"

  # what is not there
  for where in "$T/none" "$T/ctx/file" "$T/ctx/sub/../../none"; do
    nucleus_as "$who" --context "$where" -- touch "$T/touched"
    is "$code" 125 "$who: no such context: $where"
    like "$T/err" "^nc-mount: fatal: unable to open $where: (No such file or directory|Not a directory)$" "$who: it is named"
  done
  is "$(find "$T/state/$who" -mindepth 2 -path '*/containers/*' -name config.json | wc -l)" "$(find "$T/state/$who/containers" -mindepth 1 -maxdepth 1 | wc -l)" "$who: no half record"
  nucleus_as "$who" --name gone --context "$T/none" -- true
  ok "$who: a container that never started leaves nothing: its name is free" -- test ! -L "$T/state/$who/names/gone"

  # the host's own folders are no context
  for where in / /etc /proc /sys /dev /run /home /root /var /boot; do
    [ -d "$where" ] || continue
    nucleus_as "$who" --context "$where" -- true
    is "$code" 125 "$who: $where is no context"
    like "$T/err" "refusing $where: |unable to open $where: Permission denied" "$who: $where: why"
  done
  ln -sfn /etc "$T/etc-link"
  nucleus_as "$who" --context "$T/etc-link" -- true
  like "$T/err" "refusing $T/etc-link: /etc is within /etc" "$who: nor by a symlink"
done

if [ "$(id -u)" = 0 ]; then
  nucleus_as root --context "$T/ctx" --user 1234:1235 -- sh -c 'stat -c %u:%g . file sub/deep link; echo x >>file; touch new'
  is "$code $(xargs <"$T/out")" '0 1234:1235 1234:1235 1234:1235 1234:1235' '--user: the copy is his'
fi

finish
