. tests/tap.sh
# SPDX-License-Identifier: ISC

# The README's example and the hand-written chains run as they stand.
works 'the example agent' -- nucleus run --context examples/agent -- python3 /context/agent.py
like "$T/out" '^answer: grace spent most, 709.00; all of them owe 895.50$' 'it reads its context and computes'
[ -e examples/agent/x ]
is $? 1 'what it writes to its context is not in ours'

root_only 'the chains by hand'

works 'a chain in sh' -- examples/chain.sh sh -c 'hostname; id -u; grep CapEff /proc/self/status'
like "$T/out" '^by-hand$' 'its host name'
like "$T/out" 'CapEff:.0000000000000000' 'its capabilities'
leaves 7 'it leaves with the code of its program' -- examples/chain.sh sh -c 'exit 7'

if command -v execlineb >/dev/null; then
  works 'a chain in execline' -- execlineb -S1 examples/chain.execline sh -c 'echo "in $(hostname)"'
  is "$(cat "$T/out")" 'by-hand
in by-hand' 'with a foreign program between two links'
  nucleus run --print=execline --rm -e "A=it's \"\$x\" \\ y" -- printf '%s\n' 'a  b' "c'd" 'e"f' '$g' '\h' >"$T/chain"
  works 'what --print=execline prints runs' -- execlineb "$T/chain"
  is "$(cat "$T/out")" "a  b
c'd
e\"f
\$g
\\h" 'with the very words'
else
  skip 'execline is not installed' 'a chain in execline'
fi

# A supervisor's signals reach the payload, and nothing is left.
service_is_up() { grep -qs '"status":"running"' "$NUCLEUS_STATE_DIR"/containers/*/status.json; }
supervised() { # DESC SUPERVISOR… : runs it until the container is up, and ends it
  desc=$1
  shift
  "$@" >"$T/log" 2>&1 &
  supervisor=$!
  await 60 service_is_up
  grep -hs '"status":"running"' "$NUCLEUS_STATE_DIR"/containers/*/status.json >"$T/status"
  like "$T/status" '"name":"sleep"' "$desc: the service is up"
  kill "$supervisor"
  wait "$supervisor"
  await 60 test ! -e "$NUCLEUS_STATE_DIR/names/sleep"
  ok "$desc: and down, with nothing left" -- [ -z "$(ls -A "$NUCLEUS_STATE_DIR/containers")" ]
}

rm -rf "$NUCLEUS_STATE_DIR"
if command -v s6-supervise >/dev/null && command -v execlineb >/dev/null; then
  cp -r examples/s6 "$T/s6"
  sed -i "1s|.*|#!$(command -v execlineb) -P|" "$T/s6/run"
  supervised s6 s6-supervise "$T/s6"
else
  skip 's6 is not installed' s6
fi
if command -v runsv >/dev/null; then
  cp -r examples/runit "$T/runit"
  supervised runit runsv "$T/runit"
else
  skip 'runit is not installed' runit
fi

finish
