. tests/tap.sh
# SPDX-License-Identifier: ISC

# 594-learn-servers.t as an ordinary user
root_only '594-learn-servers.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/594-learn-servers.t
