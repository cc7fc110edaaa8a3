. tests/tap.sh
# SPDX-License-Identifier: ISC

# 871-attach-policies.t as an ordinary user
root_only '871-attach-policies.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/871-attach-policies.t
