. tests/tap.sh
# SPDX-License-Identifier: ISC

# 580-landlock-policy.t as an ordinary user
root_only '580-landlock-policy.t is this'
rm -rf "$T"
exec setpriv --reuid=65534 --regid=65534 --clear-groups sh tests/t/580-landlock-policy.t
