. tests/tap.sh
# SPDX-License-Identifier: ISC

# What --print prints runs when it is pasted, whatever the words are.
set -- "a b" "it's" '"q"' '$HOME `id` $(id)' 'back\slash\' "new
line" '' '*' '~' '-x' '#' '{ }' ';|&' '!' 'tab	' '\n' '${A}' 'é'
python3 -c 'import sys; print(sys.argv[1:])' "$@" >"$T/want"
show='import os, sys; print(sys.argv[1:]); print(os.environ.get("V"), file=sys.stderr)'
value="it's \"a\" \$b \\c
d"

run nucleus run --print -- true
like "$T/out" "^/[^ ]*/libexec/nucleus/nc-monitor " 'the chain begins with a path, for it is pasted anywhere'
is "$(wc -l <"$T/out")" 1 'one line'
cp "$T/out" "$T/plain"
run nucleus run --print=sh -- true
is "$(cat "$T/out")" "$(cat "$T/plain")" '--print is --print=sh'
ok 'and nothing was run' -- test ! -e "$T/state"

run nucleus run -e "V=$value" --print -- python3 -c "$show" "$@"
cp "$T/out" "$T/pasted"
run sh "$T/pasted"
is "$code $(cat "$T/out")" "0 $(cat "$T/want")" 'sh: the words'
is "$(grep -v nc-cgroup "$T/err")" "$value" 'sh: the value'
bash "$T/pasted" >"$T/out" 2>"$T/err"
is "$(cat "$T/out")" "$(cat "$T/want")" 'bash: the words'
unlike "$T/pasted" ' V=|-e V' 'the value stands in NC_ENV_V only'
like "$T/pasted" '^NC_ENV_V=.it' 'namely'

if command -v execlineb >/dev/null; then
  run nucleus run -e "V=$value" --print=execline -- python3 -c "$show" "$@"
  cp "$T/out" "$T/pasted"
  run execlineb -P "$T/pasted"
  is "$code $(cat "$T/out")" "0 $(cat "$T/want")" 'execline: the words'
  is "$(grep -v nc-cgroup "$T/err")" "$value" 'execline: the value'
else
  skip 'execline is not installed' 'execline: the words'
fi

run nucleus run -e "V=$value" --print=json -- python3 -c "$show" "$@"
is "$(jq -r .env.NC_ENV_V "$T/out")" "$value" 'json: the value'
python3 - "$T/out" "$@" <<'E2' >"$T/same" 2>&1
import json, sys
argv = json.load(open(sys.argv[1]))["argv"]
print(argv[-len(sys.argv[2:]):] == sys.argv[2:], argv[0].endswith("/nc-monitor"))
E2
is "$(cat "$T/same")" 'True True' 'json: the words'
is "$(jq -c 'keys' "$T/out")" '["argv","env","files"]' 'json: what it has'
refused 125 'cannot show the control characters' 'json: what it cannot say' -- nucleus run --print=json -- echo "$(printf '\033')"

# the words of flags, too
mkdir "$T/with blank"
echo text >"$T/with blank/it's"
run nucleus run --print --context "$T/with blank" --volume "$T/with blank:/v w:ro" -- cat "/v w/it's" "it's"
cp "$T/out" "$T/pasted"
run sh "$T/pasted"
is "$code $(xargs <"$T/out")" '0 text text' 'blanks in the words of flags'

finish
