. tests/tap.sh
# SPDX-License-Identifier: ISC

# 770-run-terminal.t as an ordinary user
root_only '770-run-terminal.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/770-run-terminal.t
