# shellcheck shell=sh
# SPDX-License-Identifier: ISC

# 450-seccomp-ordinary-software.t under a profile as Docker's is: what people run must not notice
# that one either.
T=$(mktemp -d "${TMPDIR:-/tmp}/nc-test.XXXXXX") || exit 99
chmod 755 "$T"
trap 'rm -rf "$T"' EXIT
cat >"$T/docker" <<'EOF'
#!/bin/sh
exec nc-profile -f 7 -- nc-seccomp -- "$@" 7<tests/data/docker.seccomp.json
EOF
chmod 755 "$T/docker"
# not exec: the trap is ours
RUN="$T/docker" RUN_AS="$T/docker setpriv --reuid=postgres --regid=postgres --init-groups --" \
  sh tests/t/450-seccomp-ordinary-software.t
