. tests/tap.sh
# SPDX-License-Identifier: ISC

# 445-run-log-denied.t as an ordinary user
root_only '445-run-log-denied.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/445-run-log-denied.t
