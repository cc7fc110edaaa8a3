. tests/tap.sh
# SPDX-License-Identifier: ISC

# The tests of nucleus run again, started by an ordinary user: one point each. Where that is who
# runs the suite, they have run as they stand.
[ "$(id -u)" = 0 ] || { ok 'they have run' -- true && finish; }
for test in tests/t/700-*.t tests/t/7[1-4]*.t; do
  run setpriv --reuid=65534 --regid=65534 --clear-groups -- sh "$test"
  grep '^not ok' "$T/out" >"$T/failed"
  is "$code$(cat "$T/failed")" 0 "${test##*/} as nobody"
done
finish
