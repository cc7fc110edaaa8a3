. tests/tap.sh
# SPDX-License-Identifier: ISC

# nc-monitor alone: the record, the log, the code. Chains are short: any links will do.
S=$NUCLEUS_STATE_DIR
only() { # the one record there is
  set -- "$S"/containers/*
  [ $# = 1 ] && echo "$1"
}
clear() { rm -rf "$S/containers" "$S/names"; }

usage='^nc-monitor: usage: nc-monitor '
refused 100 "$usage" 'nothing' -- nc-monitor
refused 100 "$usage" 'an unknown option' -- nc-monitor -z true
refused 100 "$usage" '-w no number' -- nc-monitor -w x true
refused 100 "$usage" '-w more words than there are' -- nc-monitor -w 2 true
for name in '' . .. a/b ../a -a .a 'a b' "$(printf 'a\033b')" "$(head -c 129 /dev/zero | tr '\0' a)"; do
  refused 100 'fatal: not a container name: ' 'not a name' -- nc-monitor -n "$name" touch "$T/touched"
done
ok 'bad usage leaves no trace' -- test ! -e "$S"

chain='nc-unshare -Up --'
for c in 0 1 99 111 125 126 127 255; do
  # shellcheck disable=SC2086
  leaves "$c" "the payload's code $c" -- nc-monitor -r $chain sh -c "exit $c"
done
leaves 137 'SIGKILL' -- nc-monitor -r $chain nc-init sh -c 'kill -KILL $$'
leaves 143 'SIGTERM' -- nc-monitor -r $chain nc-init sh -c 'kill -TERM $$'
refused 127 'nc-unshare: fatal: unable to exec nosuch' 'a program that is not there' -- nc-monitor $chain nosuch
echo text >"$T/text"
refused 126 'nc-unshare: fatal: unable to exec .*Permission denied' 'a program that is none' -- nc-monitor $chain "$T/text"
refused 125 'nc-mount: fatal: unable to open /nonexistent' 'a link that fails' -- nc-monitor -n name $chain nc-mount --rootfs /nonexistent -- true
refused 125 'nc-unshare: usage' "a link's usage" -- nc-monitor -n name nc-unshare -z true
is "$(ls -A "$S/containers" "$S/names" | grep -vc :)" 1 'none of them left a record' # an empty line between two lists

# the record
clear
run nc-monitor -n box -w 3 $chain nc-init sh -c 'exit 7'
record=$(only)
is "$code $(stat -c %a "$record")" '7 700' 'a record'
is "$(cd "$record" && ls | xargs)" 'audit.ndjson config.json name status.json' 'what is in it'
is "$(cd "$record" && stat -c %a audit.ndjson config.json status.json | uniq)" 600 'for its owner only'
is "$(readlink "$S/names/box")" "../containers/${record##*/}" 'its name'
is "$(jq -c '[.id, .name, .rm, .uid, .command, (.chain | length)]' "$record/config.json")" \
  "[\"${record##*/}\",\"box\",false,$(id -u),[\"sh\",\"-c\",\"exit 7\"],7]" 'config.json'
is "$(jq -c '[.id, .name, .status, .exit_code, .oom_killed, (.pid > 1), .signal]' "$record/status.json")" \
  "[\"${record##*/}\",\"box\",\"stopped\",7,false,true,null]" 'status.json'
is "$(jq -r '[.created_at, .started_at, .finished_at] == ([.created_at, .started_at, .finished_at] | sort)' "$record/status.json")" true 'times in order'
is "$(jq -rc '.record | [.tool, .event] | join(" ")' "$record/audit.ndjson" | xargs)" \
  'nc-unshare applied nc-init applied nc-init exec nc-monitor started nc-monitor exited' 'the log'
cat >"$T/verify" <<'E2'
import hashlib, json, sys
prev = "0" * 64
for n, line in enumerate(open(sys.argv[1], "rb").read().split(b"\n")[:-1]):
    d = json.loads(line)
    if d["prev"] != prev or d["seq"] != n: sys.exit("line %d is not what it was" % n)
    prev = hashlib.sha256(line).hexdigest()
print("good")
E2
is "$(python3 "$T/verify" "$record/audit.ndjson")" good "each line of the log has the hash of the one before"
sed 's/nc-init/nc-exec/' "$record/audit.ndjson" >"$T/forged"
is "$(python3 "$T/verify" "$T/forged" 2>&1)" 'line 2 is not what it was' 'so a changed one shows'
refused 125 'nc-monitor: fatal: the name box is taken by another container' 'a name that is taken' -- nc-monitor -n box $chain true
refused 125 'the name box is taken' 'also for one that would go' -- nc-monitor -r -n box $chain true

clear
run nc-monitor $chain nc-init sh -c 'kill -KILL $$'
is "$(jq -c '[.exit_code, .signal]' "$(only)/status.json")" '[137,9]' 'a signal'
clear
run nc-monitor $chain sh -c 'exit 255'
is "$(jq -c '[.exit_code, .signal]' "$(only)/status.json")" '[255,null]' '255 is none'

# standard descriptors that the caller closed
clear
nc-monitor $chain sh -c 'for i in 0 1 2; do readlink /proc/self/fd/$i; done >"$1"' sh "$T/fds" <&- >&- 2>&-
is "$? $(xargs <"$T/fds")" "0 /dev/null $T/fds /dev/null" 'closed descriptors are /dev/null'

# what a payload is named is escaped and cut
clear
run nc-monitor -w 3 nc-exec -k $chain sh -c "$(printf 'exit 3 # \033[31m"\\\n\377')" "$(head -c 3000 /dev/zero | tr '\0' x)"
is "$code" 3 'a strange payload'
is "$(jq -r '.command | length' "$(only)/config.json")" 3 'is valid JSON'
is "$(tr -d '\n -~' <"$(only)/config.json" | wc -c)" 0 'and printable'
is "$(jq -r '.command[2] | length' "$(only)/config.json")" 1024 'and cut'

# -r
clear
run nc-monitor -r -n gone $chain true
is "$code $(ls -A "$S/containers" "$S/names" | xargs)" "0 $S/containers: $S/names:" '-r: nothing is left'

# -p
mkfifo "$T/fifo"
nc-monitor -r -p "$T/pid" $chain nc-init sh -c 'read x <"$1"' sh "$T/fifo" &
pid=$!
await 60 test -s "$T/pid"
is "$(tr '\0' ' ' <"/proc/$(cat "$T/pid")/cmdline")" "nc-init sh -c read x <\"\$1\" sh $T/fifo " '-p: the PID of PID 1, as the host sees it'
is "$(sed -n 's/^NSpid:.*\t//p' "/proc/$(cat "$T/pid")/status")" 1 'and as the container does'
echo x >"$T/fifo"
wait "$pid"
ok 'it goes with the container' -- test ! -e "$T/pid"
ln -s "$T/victim" "$T/link"
refused 125 "unable to open $T/link: (Too many levels of symbolic links|Symbolic link loop)" '-p of a symlink' -- nc-monitor -p "$T/link" $chain true
ok 'is not followed' -- test ! -e "$T/victim"
refused 125 'unable to open /nonexistent/pid' '-p where no file can be' -- nc-monitor -p /nonexistent/pid $chain touch "$T/touched"

# the state folder
for trap in symlink file open foreign; do
  rm -rf "$T/bad" "$T/other"
  case $trap in
  symlink) mkdir -m 700 "$T/other" && ln -s other "$T/bad" ;;
  file) : >"$T/bad" && want='Not a directory' ;;
  open) mkdir "$T/bad" && chmod 777 "$T/bad" && want='Operation not permitted' ;;
  foreign)
    [ "$(id -u)" = 0 ] || { skip_user 'not root' 'a foreign state folder' && continue; }
    mkdir -m 700 "$T/bad" && chown 65534 "$T/bad" && want='Operation not permitted'
    ;;
  esac
  [ "$trap" != symlink ] || want='Not a directory'
  refused 125 "nc-monitor: fatal: unable to use the state folder $T/bad, which must be the caller's own and writable by nobody else: $want" \
    "a state folder that is $trap" -- env NUCLEUS_STATE_DIR="$T/bad" nc-monitor $chain touch "$T/touched"
done
ok 'nothing was run' -- test ! -e "$T/touched"

# which folder: a session's own, or one in /tmp; never another's
as=env
# a user that nobody else is, for /tmp is everyone's, also another run's of the tests
stranger=$((60000 + $$ % 5000))
[ "$(id -u)" != 0 ] || as="setpriv --reuid=$stranger --regid=$stranger --clear-groups"
uid=$($as id -u)
mkdir -m 700 "$T/run" "$T/foreign"
[ "$(id -u)" != 0 ] || chown "$stranger" "$T/run"
run $as env -u NUCLEUS_STATE_DIR XDG_RUNTIME_DIR="$T/run" nc-monitor $chain true
is "$code $(ls "$T/run" | xargs)" '0 nucleus' 'XDG_RUNTIME_DIR'
if [ -e "/tmp/nucleus-$uid" ]; then
  skip "there is a /tmp/nucleus-$uid" 'a foreign XDG_RUNTIME_DIR'
else
  for dir in "$T/foreign" "$T/none" relative ''; do
    [ "$(id -u)" = 0 ] || [ "$dir" != "$T/foreign" ] || continue
    run $as env -u NUCLEUS_STATE_DIR XDG_RUNTIME_DIR="$dir" nc-monitor $chain true
    is "$code $(find "/tmp/nucleus-$uid" -name config.json | wc -l)" '0 1' "XDG_RUNTIME_DIR=$dir: the folder in /tmp"
    rm -rf "/tmp/nucleus-$uid"
  done
  ln -s "$T/run" "/tmp/nucleus-$uid"
  refused 125 "unable to use the state folder /tmp/nucleus-$uid" 'which must not be planted' -- $as env -u NUCLEUS_STATE_DIR -u XDG_RUNTIME_DIR nc-monitor $chain true
  rm "/tmp/nucleus-$uid"
fi
run $as env NUCLEUS_STATE_DIR="$T/run/own" XDG_RUNTIME_DIR="$T/none" nc-monitor $chain true
is "$code $(ls "$T/run/own/containers" | wc -l)" '0 1' 'NUCLEUS_STATE_DIR is over both'

finish
