. tests/tap.sh
# SPDX-License-Identifier: ISC
. tests/records.sh

# an ID, a name and prefixes that look like each other
A=aaaa0000000000000000000000000001 B=aaaa0000000000000000000000000002 C=bbbb0000000000000000000000000003
record "$A" web stopped
record "$B" bbbb stopped
record "$C" "$A"x stopped
shown() { # REF
  run nc-state show "$1"
  jq -r .id "$T/out" 2>/dev/null
}
is "$(shown $A)" $A 'an exact ID'
is "$(shown web)" $A 'a name'
is "$(shown aaaa0000000000000000000000000002)" $B 'another ID'
is "$(shown bbbb)" $B 'a name comes before a prefix'
is "$(shown bbbb0)" $C 'a prefix'
is "$(shown b)" $C 'of one digit'
is "$(shown "$A"x)" $C 'a name that begins like an ID'
ln -s "../containers/$C" "$S/names/$A"
is "$(shown $A)" $A 'an ID comes before a name'
rm "$S/names/$A"

refused 1 "ambiguous: aaaa: ($A $B|$B $A)\$" 'an ambiguous prefix is refused, with the candidates' -- nc-state show aaaa
refused 1 'ambiguous: aaaa:' 'by rm, too' -- nc-state remove aaaa
refused 1 'ambiguous: aaaa:' 'and by rm -f' -- nc-state remove -f aaaa
is "$(nc-state list -aq | wc -l)" 3 'and nothing is removed'

long=$(printf '%0300d' 0)
for ref in nosuch c '' . .. ../containers "../containers/$A" "$A/" /etc ./web 'a b' 'AAAA' "$long" "$A"0; do
  refused 1 "no such container: " "not a reference: $(printf '%.40s' "$ref")" -- nc-state show -- "$ref"
done
run nc-state show -- "$(printf 'a\033[2J\302\233')"
like "$T/err" 'no such container: a\\x1b\[2J\\xc2\\x9b$' 'a reference is escaped'

# several: the others are shown all the same
refused 1 'no such container: nosuch' 'one of several is not there' -- nc-state show web nosuch bbbb
is "$(jq -r .name "$T/out" | tr '\n' ' ')" 'web bbbb ' 'the others are shown'

# names that lead elsewhere
ln -s /etc "$S/names/etc"
ln -s "../containers/../names" "$S/names/up"
ln -s "../containers/$(nth 9)" "$S/names/dangling"
ln -s "$S/containers/$A" "$S/names/absolute"
mkdir "$S/names/folder"
for name in etc up dangling absolute folder; do
  refused 1 "no such container: $name" "a name that is not nc-monitor's: $name" -- nc-state show $name
  refused 1 "no such container: $name" 'by rm, too' -- nc-state remove -f $name
done
ok '/etc is still there' -- [ -d /etc ]

finish
