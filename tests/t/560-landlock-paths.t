. tests/tap.sh
# SPDX-License-Identifier: ISC

# As root and as an ordinary user: Landlock asks neither for privilege nor cares for it.
# /usr is granted so that there are programs; the rules under test are on $D.
D=$T/d
SYSTEM='-x /usr -x /bin -x /lib -x /lib64 -r /proc -r /dev'
test -d /lib64 || SYSTEM='-x /usr -x /bin -x /lib -r /proc -r /dev'
probe=$HELPER/try-reach

fresh() {
  rm -rf "$D"
  mkdir -p "$D/sub" "$D/other"
  echo text | tee "$D/file" >"$D/sub/file"
  cp /bin/true "$D/prog"
  cp "$probe" "$D/probe"
  chmod -R a+rwX "$T"
  chmod a+x "$D/prog" "$D/probe"
}

# what, want 0|1, options, words: one thing done under rules, and the same without any
rule() {
  what=$1 want=$2 options=$3
  shift 3
  fresh
  # shellcheck disable=SC2086 # options are words
  run $as nc-landlock $SYSTEM $options -- "$@"
  if [ "$want" = 0 ]; then is "$code" 0 "$who: $what"; else
    isnt "$code" 0 "$who: $what"
    like "$T/err" 'Permission denied' "$who: $what: for want of permission"
  fi
  fresh
  # shellcheck disable=SC2086
  run $as "$@"
  is "$code" 0 "$who: control: $what"
}

suite() {
  for option in -r -x -w -W; do
    rule "$option reads" 0 "$option $D" cat "$D/file"
    rule "$option lists" 0 "$option $D" ls "$D"
  done
  rule 'no rule: no reading' 1 '' cat "$D/file"
  rule 'no rule: no listing' 1 '' ls "$D"
  rule 'a rule on the file reads it' 0 "-r $D/file" cat "$D/file"
  rule 'and not what lies beside it' 1 "-r $D/file" ls "$D"

  rule '-r does not execute' 1 "-r $D" "$D/prog"
  rule '-x executes' 0 "-x $D" "$D/prog"
  rule '-w does not execute' 1 "-w $D" "$D/prog"
  rule '-W executes' 0 "-W $D" "$D/prog"
  rule '-x on the file executes it' 0 "-x $D/prog" "$D/prog"

  for option in -r -x; do
    rule "$option does not write" 1 "$option $D" sh -c 'echo >>"$1"' sh "$D/file"
    rule "$option does not create" 1 "$option $D" sh -c 'echo >"$1"' sh "$D/new"
    rule "$option does not make folders" 1 "$option $D" mkdir "$D/new"
    rule "$option does not make symlinks" 1 "$option $D" ln -s x "$D/new"
    rule "$option does not make fifos" 1 "$option $D" mkfifo "$D/new"
    rule "$option does not remove files" 1 "$option $D" rm "$D/file"
    rule "$option does not remove folders" 1 "$option $D" rmdir "$D/other"
  done
  for option in -w -W; do
    rule "$option writes" 0 "$option $D" sh -c 'echo >>"$1"' sh "$D/file"
    rule "$option creates" 0 "$option $D" sh -c 'echo >"$1"' sh "$D/new"
    rule "$option makes folders" 0 "$option $D" mkdir "$D/new"
    rule "$option makes fifos" 0 "$option $D" mkfifo "$D/new"
    rule "$option removes" 0 "$option $D" rm -r "$D/sub" "$D/file"
    rule "$option moves across folders" 0 "$option $D" mv "$D/file" "$D/sub/file"
  done
}

who='the caller' as=
suite
if [ "$(id -u)" = 0 ]; then
  who=nobody as='setpriv --reuid 65534 --regid 65534 --clear-groups'
  suite
fi

# what prints errno's name: a denial must be Landlock's
reach() { # description, want, options, words
  desc=$1 want=$2 options=$3
  shift 3
  fresh
  # shellcheck disable=SC2086
  run nc-landlock $SYSTEM -x "$probe" $options -- "$probe" "$@"
  is "$(cat "$T/out")" "$want" "$desc"
  fresh
  run "$probe" "$@"
  is "$(cat "$T/out")" ok "control: $desc"
}
reach 'truncate(2) is denied without -w' EACCES "-r $D" truncate "$D/file"
reach 'and granted with it' ok "-w $D" truncate "$D/file"
reach 'a rename inside of one rule' ok "-w $D" rename "$D/file" "$D/sub/file"
reach 'a rename to a folder with fewer rights' EACCES "-w $D/sub -r $D" rename "$D/sub" "$D/other/sub"
reach 'a rename from one rule to its equal' ok "-w $D/sub -w $D/other" rename "$D/sub/file" "$D/other/file"
reach 'a file that would gain execution is not moved' EXDEV "-w $D/sub -W $D/other -w $D" rename "$D/file" "$D/other/file"
reach 'an ioctl on a device' EACCES '' ioctl /dev/null
reach 'with -w on it' ok '-w /dev/null' ioctl /dev/null

# the defaults
leaves 0 'the defaults let a shell work' -- nc-landlock sh -c 'echo >/dev/null && ls / >/dev/null && cat /etc/passwd >/dev/null'
refused 2 'Permission denied' 'not write in /etc' -- nc-landlock sh -c 'echo >/etc/nc-test'
run nc-landlock sh -c 'cp /bin/true /tmp/nc-test.$$ && /tmp/nc-test.$$; c=$?; rm /tmp/nc-test.$$; exit $c'
is "$code" 0 'the defaults let /tmp write and execute'
run nc-landlock cat /var/lib/dpkg/status
isnt "$code" 0 'what is not in the defaults is denied'
works '-d adds to the defaults' -- nc-landlock -d -r /var/lib/dpkg/status cat /var/lib/dpkg/status
run nc-landlock -r /var/lib/dpkg/status cat /etc/passwd
is "$code" 126 'without -d there are none'

finish
