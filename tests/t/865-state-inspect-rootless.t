. tests/tap.sh
# SPDX-License-Identifier: ISC

# 860-state-inspect.t as an ordinary user
root_only '860-state-inspect.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/860-state-inspect.t
