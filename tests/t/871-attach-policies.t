. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

# nucleus attach to what was started with policies: it obeys the very same, whatever has become of
# the files, and nothing else.
mkdir -m 755 "$T/v"
cp "$HELPER/try-syscall" "$T/v/prog"
write_policies() {
  printf "bounding.keep = ['kill', 'net_bind_service']\neffective.keep = ['kill', 'net_bind_service']\n" >"$T/caps"
  cat >"$T/paths" <<'EOF'
min_abi = 3
[[rules]]
path = "/usr"
access = ["read", "execute"]
[[rules]]
path = "/lib64"
access = ["read", "execute"]
optional = true
[[rules]]
path = "/lib"
access = ["read", "execute"]
[[rules]]
path = "/bin"
access = ["read", "execute"]
[[rules]]
path = "/proc"
access = ["read"]
[[rules]]
path = "/dev"
access = ["read", "write"]
[[rules]]
path = "/v"
access = ["read", "write", "create", "remove"]
[[rules]]
path = "/tmp"
access = ["read", "write", "create", "remove"]
[[rules]]
path = "/tmp/late"
access = ["read", "execute"]
optional = true
[[rules]]
path = "/tmp/linked"
access = ["read", "execute"]
optional = true
EOF
  printf '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["uname"],"action":"SCMP_ACT_ERRNO","errnoRet":18}]}' >"$T/calls"
}
start() { # name, then what follows nucleus run --name NAME
  started=$1
  shift
  nucleus run --name "$started" --volume "$T/v:/v:rw" "$@" >"$T/$started.out" 2>"$T/$started.err" </dev/null &
  up "$started" || return 1
  await 60 test -e "$T/v/done"
  rm "$T/v/done"
}
# shellcheck disable=SC2016
probe='grep -E "^(Cap|NoNewPrivs|Seccomp)" /proc/self/status
uname -s; cat /etc/hostname >/dev/null && echo read; ls /proc/self/fd'
payload="($probe) >/v/payload 2>&1; echo >/v/done; exec sleep 1000"
sums() { sha256sum "$T/$1" | cut -d ' ' -f 1; }

for kinds in caps paths calls 'caps paths calls'; do
  write_policies
  flags=
  for kind in $kinds; do
    case $kind in
    caps) flags="$flags --caps-policy $T/caps" ;;
    paths) flags="$flags --landlock-policy $T/paths" ;;
    calls) flags="$flags --seccomp-profile $T/calls" ;;
    esac
  done
  # shellcheck disable=SC2086 # flags
  ok "$kinds: a container runs" -- start c $flags -- sh -c "$payload"
  nucleus inspect c >"$T/inspected"
  for kind in $kinds; do
    like "$T/inspected" "\"policy_sha256\": \"$(sums "$kind")\"" "$kinds: inspect says which $kind"
  done
  # what the user does to his files afterwards changes nothing
  rm -f "$T/caps"
  echo >"$T/paths"
  echo '{"defaultAction":"SCMP_ACT_ALLOW"}' >"$T/calls"
  works "$kinds: attached to" -- nucleus attach c -- sh -c "($probe) 2>&1"
  is "$(cat "$T/out")" "$(cat "$T/v/payload")" "$kinds: as confined as the payload"
  case $kinds in
  *caps*) like "$T/out" '^CapEff:.*0000000000000420$' "$kinds: the capabilities" ;;
  *) like "$T/out" '^CapEff:.*0000000000000000$' "$kinds: no capabilities" ;;
  esac
  case $kinds in
  *paths*) unlike "$T/out" '^read$' "$kinds: a path is refused" ;;
  *) like "$T/out" '^read$' "$kinds: control: the path" ;;
  esac
  case $kinds in
  *calls*) like "$T/out" 'Invalid cross-device link' "$kinds: a call is refused" ;;
  *) like "$T/out" '^Linux$' "$kinds: control: the call" ;;
  esac

  record=$NUCLEUS_STATE_DIR/names/c
  for file in $(ls "$record" | grep '^kept'); do
    is "$(stat -c %a "$record/$file")" 600 "$kinds: $file is its owner's alone"
    cp "$record/$file" "$T/saved"
    echo >>"$record/$file"
    refused 125 "^nc-enter: fatal: unable to trust $file of [0-9a-f]{32}: its SHA-256 is [0-9a-f]{64}, what ${file#kept.} obeyed has [0-9a-f]{64}$" \
      "$kinds: $file is another" -- nucleus attach c true
    rm "$record/$file"
    refused 125 "^nc-enter: fatal: unable to read what ${file#kept.} obeyed, $file of [0-9a-f]{32}: No such file" \
      "$kinds: $file is missing" -- nucleus attach c true
    ln -s "$T/saved" "$record/$file"
    refused 125 "unable to read what ${file#kept.} obeyed" "$kinds: $file is a symlink" -- nucleus attach c true
    rm "$record/$file"
    cp "$T/saved" "$record/$file"
    works "$kinds: $file is there again" -- nucleus attach c true
  done
  cp "$record/audit.ndjson" "$T/saved"
  sed -i '/"event":"applied"/s/_sha256"/_sha257"/' "$record/audit.ndjson"
  refused 125 'fatal: unable to trust the audit log of [0-9a-f]{32}, .*: the line before it was changed' \
    "$kinds: a changed audit log" -- nucleus attach c true
  cp "$T/saved" "$record/audit.ndjson"
  sed -i 's/"-f"/"-g"/g; s/"nc-profile"/"nc-exec"/' "$record/config.json"
  case $kinds in
  calls) ;; # what the chain before nc-mount was is not asked
  *) refused 125 'unable to attach to c: its chain and its audit log do not say the same of policies' \
    "$kinds: a chain without" -- nucleus attach c true ;;
  esac
  works "$kinds: removed" -- nucleus rm -f c
  is "$(ls -A "$NUCLEUS_STATE_DIR/containers")" '' "$kinds: nothing of it is left"
  wait
done

# The policy may come from where it cannot be read again.
write_policies
# shellcheck disable=SC2002 # a pipe is what this is about
cat "$T/caps" | nucleus run --name piped --caps-policy /dev/stdin -- sleep 1000 &
ok 'a policy through a pipe' -- up piped
works 'can be attached to' -- nucleus attach piped -- grep CapEff /proc/self/status
like "$T/out" '^CapEff:.*0000000000000420$' 'with its capabilities'
run nucleus rm -f piped

# What appears, or is another, where a rule had found nothing, or something else.
ok 'a container that puts something where a rule looks for it' -- start late --landlock-policy "$T/paths" -- \
  sh -c 'mkdir /tmp/late && cp /v/prog /tmp/late && ln -s /v /tmp/linked; /tmp/late/prog; echo $? >/v/payload; echo >/v/done; exec sleep 1000'
is "$(cat "$T/v/payload")" 126 'cannot execute it'
for prog in /tmp/late/prog /tmp/linked/prog; do
  refused 126 "unable to exec $prog: Permission denied" "nor can what is attached: $prog" -- nucleus attach late "$prog"
  run nc-enter -r late nc-caps -- nc-landlock -f 8 -- nc-exec -s -- nc-seccomp -- "$prog" 8<"$T/paths"
  isnt "$code" 126 "control: $prog, the same rules of today"
done
run nucleus rm -f late
wait

# A report has room for some hundred objects, of which one that is none takes the least: what is not
# listed cannot be held to.
{
  cat "$T/paths"
  n=0
  while [ $((n += 1)) -le 1500 ]; do printf '[[rules]]\npath = "/none/%d"\naccess = ["read"]\noptional = true\n' "$n"; done
} >"$T/many"
ok 'one with a thousand and a half rules' -- start many --landlock-policy "$T/many" -- \
  sh -c 'echo >/v/done; exec sleep 1000'
refused 125 "^nc-enter: fatal: the audit log does not say all that nc-landlock's rules are for$" \
  'cannot be attached to' -- nucleus attach many true
run nucleus rm -f many
wait

# No filter is less than any.
ok 'one whose calls are traced' -- start traced --seccomp-mode trace --seccomp-log "$T/log" -- \
  sh -c 'echo >/v/done; exec sleep 1000'
refused 125 '^nc-enter: fatal: unable to attach to traced: its system calls are traced: it has no filter that others could have$' \
  'cannot be attached to' -- nucleus attach traced true
run nucleus rm -f traced
wait
finish
