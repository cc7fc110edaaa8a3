. tests/tap.sh
# SPDX-License-Identifier: ISC

# 471-trace-objects.t as an ordinary user
root_only '471-trace-objects.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/471-trace-objects.t
