. tests/tap.sh
# SPDX-License-Identifier: ISC

# 894-many.t as an ordinary user
root_only '894-many.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/894-many.t
