. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus run with a profile of one's own: the file is named relative to here, and nothing of the
# container can be in its way.
cd "$T" || exit 99
mkdir 'a dir'
printf '%s' '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["uname"],"action":"SCMP_ACT_ERRNO","errnoRet":18}]}' \
  >"a dir/it's.json"
profile="a dir/it's.json"
hash=$(sha256sum <"$profile")
hash=${hash%% *}
zero=0000000000000000000000000000000000000000000000000000000000000000

works 'control: uname' -- nucleus run --rm -- uname
refused 1 'Invalid cross-device link' 'its filter is the container'\''s' -- \
  nucleus run --rm --seccomp-profile "$profile" -- uname
works 'what it allows runs' -- nucleus run --rm "--seccomp-profile=$profile" --seccomp-profile-sha256 "$hash" -- ls /
run nucleus run --name kept --seccomp-profile "$profile" -- true
ok 'the audit log has its hash' -- grep -q "\"profile\":\"sha256:$hash\"" "$NUCLEUS_STATE_DIR"/containers/*/audit.ndjson
nucleus rm kept >/dev/null

refused 125 "unable to trust the policy: its SHA-256 is $hash, pinned is $zero" 'another hash' -- \
  nucleus run --seccomp-profile "$profile" --seccomp-profile-sha256 $zero -- touch /tmp/x
refused 125 'not a SHA-256, which is 64 hexadecimal digits: AB' 'no hash' -- \
  nucleus run --seccomp-profile "$profile" --seccomp-profile-sha256 AB -- true
refused 125 'nucleus: fatal: --seccomp-profile-sha256 needs --seccomp-profile' 'a hash of nothing' -- \
  nucleus run --seccomp-profile-sha256 "$hash" -- true
refused 125 'nucleus: fatal: unable to open the policy /does/not/exist$' 'no such file' -- \
  nucleus run --seccomp-profile /does/not/exist -- true
refused 125 'nucleus: fatal: unable to open the policy /etc$' 'a directory' -- \
  nucleus run --seccomp-profile /etc -- true
printf '{"defaultAction":"SCMP_ACT_KILL_PROCESS","architectures":["SCMP_ARCH_X86_64"],"syscalls":[{"names":["read","write","close","openat","fstat","mmap","munmap","brk","futex","clock_gettime"],"action":"SCMP_ACT_ALLOW"}]}' >sample.json
refused 125 'it does not allow execve, without which no program starts; allow it' \
  'one that forbids what starts the program' -- nucleus run --seccomp-profile sample.json -- true
printf '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["uname"],"action":"SCMP_ACT_ERRNO","includes":{"caps":["CAP_CHOWN"]}}]}' >asks.json
printf '[bounding]\nkeep = []\n' >none.toml
printf '[bounding]\nkeep = ["CHOWN"]\n' >chown.toml
works 'a condition on capabilities, and none are kept' -- nucleus run --rm --seccomp-profile asks.json -- uname
works 'nor does a policy keep any' -- nucleus run --rm --seccomp-profile asks.json --caps-policy none.toml -- uname
refused 1 'Operation not permitted' 'a policy keeps it' -- \
  nucleus run --rm --seccomp-profile asks.json --caps-policy chown.toml -- uname
chown=$(sha256sum <chown.toml)
refused 1 'Operation not permitted' 'a pinned one' -- \
  nucleus run --rm --seccomp-profile asks.json --caps-policy chown.toml --caps-policy-sha256 "${chown%% *}" -- uname
refused 125 'nc-caps: fatal: unable to trust the policy: its SHA-256 is' 'one that is not the pinned one' -- \
  nucleus run --seccomp-profile asks.json --caps-policy none.toml --caps-policy-sha256 "${chown%% *}" -- true
refused 1 'Invalid cross-device link' 'both, without conditions' -- \
  nucleus run --rm --seccomp-profile "$profile" --caps-policy none.toml -- uname
is "$(ls "$NUCLEUS_STATE_DIR/containers")" '' 'nothing is left of what was refused'

run nucleus run --rm --print --seccomp-profile "$profile" -- uname
cp out pasted
refused 1 'Invalid cross-device link' '--print, pasted into a shell' -- sh pasted
if command -v execlineb >/dev/null; then
  run nucleus run --rm --print=execline --seccomp-profile "$profile" -- uname
  cp out pasted
  refused 1 'Invalid cross-device link' '--print=execline' -- execlineb -P pasted
else
  skip 'execline is not installed' '--print=execline'
fi
run nucleus run --rm --print=json --seccomp-profile "$profile" -- uname
is "$(jq -r '.files["9"]' out)" "$profile" '--print=json'

nucleus run -d --name bound --seccomp-profile "$profile" -- sleep 60 >/dev/null 2>&1
refused 1 'Invalid cross-device link' 'what is attached to it has its filter' -- nucleus attach bound -- uname
nucleus rm -f bound >/dev/null

finish
