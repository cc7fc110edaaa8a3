. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

start alive sleep 1000
nucleus run --name over -- sh -c 'exit 7' 2>/dev/null
start crashed sleep 1000
kill -9 $!
wait $! 2>/dev/null
record "$(nth 1)" unborn created

field() { nc-state list -aj | jq -r ".[] | select(.name == \"$1\") | $2"; }
is "$(field alive .status)" running 'one that runs'
is "$(field over .status) $(field over .exit_code)" 'stopped 7' 'one that has stopped'
is "$(field crashed .status)" dead 'one whose monitor was killed is dead'
is "$(field unborn .status)" dead 'and so is one that never started'
is "$(nc-state list -j | jq -r '.[].name')" alive 'without -a, those that run'
is "$(field alive '.command | join(" ")')" 'sleep 1000' 'the command'
is "$(field alive .pid)" "$(jq .pid "$S/names/alive/status.json")" 'the PID'
is "$(field over 'has("pid")')" false 'one that has stopped has none'
is "$(nc-state list -q)" "$(field alive .id)" '-q'
is "$(nc-state list -aj | jq -r '[.[].name] | join(" ")')" 'crashed over alive unborn' 'the newest first'
is "$(nucleus ps -aq)" "$(nc-state list -aq)" 'nucleus ps -aq'
is "$(nucleus ps --all --quiet)" "$(nc-state list -aq)" 'nucleus ps --all --quiet'
is "$(nucleus ps --format=json)" "$(nc-state list -j)" 'nucleus ps --format=json'
is "$(nucleus ps -a --format json)" "$(nc-state list -aj)" 'nucleus ps -a --format json'

run nucleus ps -a
like "$T/out" '^CONTAINER ID   NAME +COMMAND +CREATED +STATUS +PID$' 'the head of the table'
like "$T/out" "^$(field alive '.id[:12]')   alive +\"sleep 1000\" +[^ ].* ago +Up .*[^ ] +$(field alive .pid)\$" 'one that runs'
like "$T/out" 'over +"sh -c exit 7" +.* ago +Exited \(7\) .* ago +-$' 'one that has stopped'
like "$T/out" 'crashed +"sleep 1000" .* ago +Dead +-$' 'one that is dead'
like "$T/out" 'unborn +"true" +[0-9]+ (months|years) ago ' 'an old one'
nucleus stop alive >/dev/null
nucleus prune >/dev/null

# what others named
nucleus run --name odd -- sh -c 'exit 0' "$(printf '\033[2J\t')" 2>/dev/null
run nucleus ps -a
unlike "$T/out" "$(printf '[\033\t]')" 'no control character reaches the table'
like "$T/out" '"sh -c exit 0 \\x1b\[2…"' 'it is escaped, and a long command cut'
nucleus run --name odd2 -- true "$(printf '\302\233é€😀')" 2>/dev/null
run nucleus ps -a
like "$T/out" '"true \\xc2\\x9bé€😀"' 'UTF-8 is kept, but for its control characters'
is "$(nc-state list -aj | jq -r '.[] | select(.name == "odd").command[3]' | od -An -tx1 | tr -d ' ')" 1b5b324a090a 'JSON has it all'
nucleus prune >/dev/null

# Records that are not what nc-monitor writes: each is named, none hides another.
record "$(nth 2)" good stopped
spoilt() { # DESC, REGEX, listed if only lists look at it: the record 3 has been spoilt
  run nc-state list -a -j
  is "$code" 1 "$1: the exit code says so"
  like "$T/err" "unable to read the record $(nth 3): $2" "$1: it is named"
  is "$(jq -r '.[].name' "$T/out" | grep -c good)" 1 "$1: the others are shown"
  is "$(nc-state list -a 2>/dev/null | grep -c good)" 1 "$1: in a table, too"
  [ "$3" = listed ] || refused 1 "unable to read the record $(nth 3)" "$1: it is not shown" -- nc-state show bad
  rm -rf "$S/containers/$(nth 3)" "$S/names/bad"
}
replace() { # DESC, FILE, TEXT, listed
  record "$(nth 3)" bad stopped
  printf '%s' "$3" >"$S/names/bad/$2"
  spoilt "$1" "$2: not what nc-monitor writes" "${4-}"
}
other='"id":"00000000000000000000000000000003","name":"bad"' time='"created_at":"2026-01-02T03:04:05.678Z"'
times="$time"',"started_at":"2026-01-02T03:04:05.700Z","finished_at":"2026-01-02T03:05:00.000Z"'
replace 'an empty status' status.json ''
replace 'half a status' status.json '{"id":"000000000000'
replace 'a status that is no object' status.json '[]'
replace "another record's status" status.json "{\"id\":\"$(nth 4)\",\"status\":\"stopped\",$times,\"exit_code\":0}"
replace 'an unknown status' status.json "{$other,\"status\":\"odd\",$times}"
replace 'no exit code' status.json "{$other,\"status\":\"stopped\",$times}"
replace 'an exit code that is text' status.json "{$other,\"status\":\"stopped\",$times,\"exit_code\":\"0\"}"
replace 'a time that is none' status.json "{$other,\"status\":\"created\",\"created_at\":\"now\"}"
replace 'a status twice' status.json "{$other,\"status\":\"created\",\"status\":\"created\",$time}"
replace 'a name that is none' status.json "{\"id\":\"$(nth 3)\",\"name\":\"../x\",\"status\":\"created\",$time}"
replace 'a negative PID' status.json "{$other,\"status\":\"created\",\"pid\":-1,$time}"
replace 'a huge PID' status.json "{$other,\"status\":\"created\",\"pid\":4294967297,$time}"
replace 'running without a PID' status.json "{$other,\"status\":\"running\",$times}"
replace 'an empty config' config.json ''
replace 'a command that is no list' config.json "{$other,$time,\"command\":\"true\"}" listed
replace 'no command' config.json "{$other,$time}" listed
record "$(nth 3)" bad stopped
printf '{%s,%s,"command":[1,{},null,["x"]]}' "$other" "$time" >"$S/names/bad/config.json"
works 'a command of odd things' -- nc-state list -a
like "$T/out" 'bad +"1 \{\} null \["x"\]"' 'is shown as it is'
rm -rf "$S/containers/$(nth 3)" "$S/names/bad"

planted() { # FILE, REGEX: the test has put something in its place
  spoilt "$1: $3" "$1: $2" ""
}
for file in status.json config.json lock; do
  record "$(nth 3)" bad stopped
  mv "$S/names/bad/$file" "$T/$file" 2>/dev/null || : >"$T/$file"
  ln -s "$T/$file" "$S/names/bad/$file"
  planted $file '(Too many levels of symbolic links|Symbolic link loop)' 'a symlink'
  record "$(nth 3)" bad stopped
  rm -f "$S/names/bad/$file"
  mkdir "$S/names/bad/$file"
  planted $file '(Invalid argument|Is a directory)' 'a folder'
  # such a lock is held by nobody, and a sweep removes it
  [ $file != lock ] || continue
  record "$(nth 3)" bad stopped
  rm "$S/names/bad/$file"
  mkfifo "$S/names/bad/$file"
  planted $file 'Invalid argument' 'a FIFO'
  if [ "$(id -u)" != 0 ]; then
    skip_user 'not root' "$file of another user"
    continue
  fi
  record "$(nth 3)" bad stopped
  chown 65534 "$S/names/bad/$file"
  planted $file 'Operation not permitted' 'of another user'
done
record "$(nth 3)" bad stopped
head -c 200000 /dev/zero | tr '\0' ' ' >>"$S/names/bad/status.json"
planted status.json 'File too large' 'one that is too big'

mkdir -m 700 "$T/folder"
ln -s "$T/folder" "$S/containers/$(nth 3)"
ln -s "../containers/$(nth 3)" "$S/names/bad"
planted folder 'Not a directory' 'a symlink'
ok 'and nothing is in it' -- [ -z "$(ls -A "$T/folder")" ]
record "$(nth 3)" bad stopped
chmod 777 "$S/containers/$(nth 3)"
planted folder 'Operation not permitted' 'that others may write to'
if [ "$(id -u)" = 0 ]; then
  record "$(nth 3)" bad stopped
  chown 65534 "$S/containers/$(nth 3)"
  planted folder 'Operation not permitted' 'of another user'
else
  skip_user 'not root' 'a folder of another user'
fi

for entry in junk "$(nth 5)x" .hidden; do mkdir "$S/containers/$entry"; done
: >"$S/containers/file"
works 'what is not named like a record' -- nc-state list -aj
is "$(jq length "$T/out")" 1 'is none'

# many
python3 - "$S/containers" "$(nth 2)" <<'E2'
import os, shutil, sys
containers, model = sys.argv[1:]
os.chdir(containers)
for i in range(100, 1100):
    id = '%032x' % i
    shutil.copytree(model, id, symlinks=True)
    for name in ('status.json', 'config.json'):
        with open(id + '/' + name, 'r+') as file:
            text = file.read().replace(model, id)
            file.seek(0)
            file.write(text)
E2
works 'a thousand records' -- nucleus ps --all
is "$(wc -l <"$T/out")" 1002 'are all listed'
is "$(nucleus ps -a --format json | jq 'map(.id) | unique | length')" 1001 'once'

finish
