. tests/tap.sh
# SPDX-License-Identifier: ISC

# 830-state-stop.t as an ordinary user
root_only '830-state-stop.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/830-state-stop.t
