. tests/tap.sh
# SPDX-License-Identifier: ISC

# nucleus doctor, also where things are lacking.
refused 100 'unknown option: -z' 'an unknown option' -- nucleus doctor -z
refused 100 'not a format: xml' 'an unknown format' -- nucleus doctor --format=xml
refused 100 '--format needs a value' 'no format' -- nucleus doctor --format
there() { jq -r --arg n "$1" '.[] | select(.name == $n).there' "$T/out"; }

run nucleus doctor --format json
is "$(jq 'length' "$T/out")" 21 'twenty-one things are looked at'
is "$(jq -c '[.[] | select(.there | not) | select((.lost | length) == 0 or (.remedy | length) == 0)]' "$T/out")" '[]' \
  'of each that is missing it says what is lost and how to get it'
is "$code" "$(jq '[.[] | select(.needed and (.there | not))] | if length > 0 then 1 else 0 end' "$T/out")" 'the code is 1 if something needed is missing'
is "$(there 'user namespaces') $(there 'new mount interface') $(there Landlock) $(there seccomp)" 'true true true true' 'what the tests need is there'
for limit in '--memory 64M --pids 0' '--cpus 1 --pids 0' '--pids 64'; do
  # shellcheck disable=SC2086 # words
  run nucleus run --rm --require-limits $limit -- true
  if [ "$code" = 0 ]; then want=true; else want=false; fi
  run nucleus doctor --format json
  case $limit in --pids*) name=pids ;; *) name=${limit%% *} name=${name#--} name=${name%s} ;; esac
  is "$(there "$name controller")" $want "$name: it agrees with nucleus run --require-limits"
done
run nucleus doctor
is "$(grep -Ec '^(ok |MISSING|missing) ' "$T/out")" 21 'as a table'
like "$T/out" '^ok +Landlock$' 'what is there'

# Landlock's ABI: this kernel's, and older ones
abi=$("$HELPER/try-report" "$T/records" nc-landlock -d true && sed -n 's/.*"abi":\([0-9]*\).*/\1/p' "$T/records")
like "$T/out" "^(ok|missing) +Landlock ABI 7 \\(ABI $abi\\)\$" "the kernel's Landlock ABI: $abi"
if strace -o /dev/null -e inject=landlock_create_ruleset:error=ENOSYS true 2>/dev/null; then
  for abi in 1 5 7 12; do
    run strace -f -o /dev/null -e inject=landlock_create_ruleset:retval=$abi nucleus doctor --format json
    is "$(jq -r '.[] | select(.name == "Landlock ABI 7") | "\(.there) \(.found)"' "$T/out")" \
      "$([ $abi -lt 7 ] && echo false || echo true) ABI $abi" "ABI $abi"
    lost=$(jq -r '.[] | select(.name == "Landlock ABI 7").lost' "$T/out")
    case $abi in
    1) is "$lost" 'no log of what Landlock denies; no wall of its own around signals and abstract sockets, device ioctls, TCP ports, truncate; no link or rename between folders' 'all is lost' ;;
    5) is "$lost" 'no log of what Landlock denies; no wall of its own around signals and abstract sockets' 'some is lost' ;;
    *) is "$lost" null 'nothing is lost' ;;
    esac
  done
  run strace -f -o /dev/null -e inject=landlock_create_ruleset:error=ENOSYS nucleus doctor --format json
  is "$(there Landlock) $(there 'Landlock ABI 7') $(jq -r '.[] | select(.name == "Landlock ABI 7").found' "$T/out")" \
    'false false ABI 0' 'no Landlock'
else
  skip 'strace cannot inject faults here' 'older kernels'
fi

# Landlock's log: it agrees with what nucleus denials could show
log() { jq -r '.[] | select(.name == "Landlock log") | "\(.there) \(.found): \(.remedy)"' "$T/out"; }
run nc-state denials -c
could=$code
run nucleus doctor --format json
if [ "$(there 'Landlock ABI 7')" = true ]; then
  is "$(there 'Landlock log')" "$([ "$could" = 0 ] && echo true || echo false)" 'it is there if denials could be shown'
else
  is "$(log)" "false $(jq -r '.[] | select(.name == "Landlock ABI 7").found' "$T/out"): Linux 6.15" 'none before ABI 7'
fi
if [ "$(id -u)" != 0 ] || ! unshare -m strace -f -o /dev/null -e inject=landlock_create_ruleset:retval=7 true 2>/dev/null; then
  skip_user 'no mount namespaces, or no strace' "the kernel's auditing"
else
  : >"$T/kmsg"
  for on in 00 01; do
    # shellcheck disable=SC2016
    run unshare -m sh -c 'mount --bind "$0" /dev/kmsg && exec "$@"' "$T/kmsg" strace -f -o /dev/null \
      -e inject=landlock_create_ruleset:retval=7 \
      -e "inject=recvfrom:retval=36:poke_exit=@arg2=24000000e8030000000000000000000000000000${on}0000000100000000000000" \
      nucleus doctor --format json
    case $on in
    00) is "$(log)" "false the kernel's auditing is off: auditctl -e 1, or audit=1 on its command line" 'auditing is off' ;;
    *) is "$(log)" 'true null: null' 'auditing is on' ;;
    esac
  done
fi

# programs
mkdir "$T/bin"
for tool in sh id grep sed jq; do ln -s "$(command -v $tool)" "$T/bin/$tool"; done
run env PATH="$T/bin" "$(command -v nucleus)" doctor --format json
is "$(there s6-log) $(there nft) $(there criu)" 'false false false' 'without programs'
like "$T/out" '"name":"s6-log","there":false,"needed":false,"lost":"no --detach, no create","remedy":"package s6"' 's6-log: what is lost, and the package'

# no more user namespaces: in one of our own, whose limit is its own
cat >"$T/within" <<'E2'
echo 0 >/proc/sys/user/max_user_namespaces || exit 99
exec nucleus doctor --format json
E2
run unshare -Urm --propagation private sh "$T/within"
if [ "$code" = 99 ] || ! [ -s "$T/out" ]; then
  skip 'no user namespace with a limit of its own' 'without user namespaces'
else
  is "$(there 'user namespaces')" false 'max_user_namespaces is 0: seen'
  is "$(jq -r '.[] | select(.name == "user namespaces").remedy' "$T/out")" 'sysctl -w user.max_user_namespaces=10000' 'and named'
fi

finish
