. tests/tap.sh
# SPDX-License-Identifier: ISC

# 872-attach-user.t as an ordinary user
root_only '872-attach-user.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/872-attach-user.t
