. tests/tap.sh
# SPDX-License-Identifier: ISC

# 870-attach.t as an ordinary user
root_only '870-attach.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/870-attach.t
