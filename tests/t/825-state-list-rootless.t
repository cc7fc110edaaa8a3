. tests/tap.sh
# SPDX-License-Identifier: ISC

# 820-state-list.t as an ordinary user
root_only '820-state-list.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/820-state-list.t
