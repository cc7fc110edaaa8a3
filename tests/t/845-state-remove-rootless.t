. tests/tap.sh
# SPDX-License-Identifier: ISC

# 840-state-remove.t as an ordinary user
root_only '840-state-remove.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/840-state-remove.t
