. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

# nucleus attach --user: another user, and nothing more than the payload has.
refused 125 'the number --user 5 needs a group: --user 5:GROUP' 'a number alone' -- nucleus attach --user 5 c true
refused 125 'not in /etc/passwd: nobodyhere' 'no name of the host' -- nucleus attach -u nobodyhere c true
refused 125 'not in /etc/group: nobodyhere' 'nor such a group' -- nucleus attach -u 5:nobodyhere c true
refused 125 'the value of --user is empty' 'nobody' -- nucleus attach --user= c true
refused 125 '--user needs a value' 'nothing' -- nucleus attach --user
refused 100 '^nc-enter: fatal: not UID:GID, two numbers: 4294967295:0' 'no user' -- nc-enter -u 4294967295:0 c true
refused 100 '^nc-enter: fatal: -u is for nc-caps' 'no links of the container' -- nc-enter -r -u 1:1 c true

start() { # name, then what follows nucleus run --name NAME
  nucleus run --name "$@" >/dev/null 2>"$T/$1.err" </dev/null &
  up "$1"
}
stop() {
  nucleus rm -f "$1" >/dev/null
  wait
}
who='echo $(id -u) $(id -g) $(id -G); grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status | tr "\\n\\t" "  "'
# bounding, effective (and permitted), inheritable, ambient
had() { printf 'CapInh: %s CapPrm: %s CapEff: %s CapBnd: %s CapAmb: %s NoNewPrivs: 1 Seccomp: 2 ' "$3" "$2" "$2" "$1" "$4"; }
none=0000000000000000 kill=0000000000000020 both=0000000000000420
is_now() { # user, want: who, capabilities, description
  run nucleus attach --user "$1" c -- sh -c "$who"
  is "$(cat "$T/out" "$T/err")" "$2
$3" "$4"
}
nothing=$(had $none $none $none $none)
printf "bounding.keep = ['kill', 'net_bind_service']\neffective.keep = ['kill', 'net_bind_service']\n" >"$T/effective"
printf "bounding.keep = ['kill', 'net_bind_service']\neffective.keep = ['kill']\ninheritable.keep = ['kill']\nambient.keep = ['kill']\n" >"$T/ambient"

if [ "$(id -u)" = 0 ]; then
  start c --additional-group 24 -- sleep 1000
  is_now 5:6 '5 6 6 24' "$nothing" 'a user, and the groups of the payload'
  is_now nobody "65534 65534 65534 24" "$nothing" 'by his name'
  is_now 0:7 '0 7 7 24' "$nothing" 'user 0'
  is_audited() { nucleus audit c >"$T/out" && grep -q '"uid":5,' "$T/out"; }
  await 60 is_audited
  like "$T/out" '"event":"attached",.*"uid":5,"gid":6,"command"' 'the audit log says who'
  works 'user 0 writes to his home' -- nucleus attach -u 0:0 c -- sh -c 'echo >/root/x'
  refused 2 '/root/x: Permission denied' 'nobody else does' -- nucleus attach -u 5:6 c -- sh -c 'exec 3</root/x'
  if command -v python3 >/dev/null; then
    run python3 tests/terminal.py run nucleus attach -t -u 5:6 c -- sh -c 'exec 3<>"$(tty)" && echo "mine, $(id -u)"'
    like "$T/out" '^mine, 5' 'his terminal is his'
  else
    skip 'no python3' 'a terminal'
  fi
  stop c
  start c --user 5:6 -- sleep 1000
  is_now 0:0 '0 0 0' "$nothing" 'user 0, where the payload is another'
  stop c
  start c --caps-policy "$T/effective" -- sleep 1000
  is_now 0:0 '0 0 0' "$(had $both $both $none $none)" 'a policy for user 0: he has it'
  is_now 5:6 '5 6 6' "$(had $both $none $none $none)" 'and nobody else'
  stop c
  start c --caps-policy "$T/ambient" -- sleep 1000
  is_now 0:0 '0 0 0' "$(had $both $kill $kill $kill)" 'a policy for all: user 0 has it'
  is_now 5:6 '5 6 6' "$(had $both $kill $kill $kill)" 'and anybody'
  stop c
  start c --user 5:6 --caps-policy "$T/ambient" -- sleep 1000
  is_now 0:0 '0 0 0' "$(had $both $kill $kill $kill)" 'user 0 has no more than another'
  stop c
else
  start c -- sleep 1000
  is_now 0:0 '0 0 0' "$nothing" 'the one user'
  refused 125 'nc-caps: fatal: unable to become group 6: it is not mapped in this user namespace' 'no other is there' -- \
    nucleus attach --user 5:6 c true
  refused 125 'nc-caps: fatal: unable to become user 5: it is not mapped in this user namespace' 'nor with his group' -- \
    nucleus attach --user 5:0 c true
  stop c
  mkdir -m 755 "$T/v"
  start c --user 5:6 --volume "$T/v:/v:rw" --caps-policy "$T/ambient" -- sleep 1000
  is_now 7:8 '7 8 8' "$(had $both $kill $kill $kill)" 'another name'
  works 'of the same user' -- nucleus attach --user 7:8 c -- touch /v/file
  is "$(stat -c %u "$T/v/file")" "$(id -u)" 'outside'
  stop c
fi
finish
